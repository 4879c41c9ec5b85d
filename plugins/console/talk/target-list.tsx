import { useEffect, useId, useState } from '@wordpress/element';
import { Icon } from '../icon.tsx';
import { Avatar } from '../shell/people.tsx';
import { words as shellWords } from '../shell/words.ts';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';
import { matches, type Target } from './transfer-targets.ts';

interface Props {
	readonly targets: readonly Target[];
	readonly chosen: Target | null;
	readonly onChoose: (target: Target) => void;
}

/** Agents, then groups. Typing filters, arrows and Enter choose; the focus stays in the field. */
export function TargetList({ targets, chosen, onChoose }: Props) {
	const id = useId();
	const [typed, setTyped] = useState('');
	const [at, setAt] = useState(0);
	const shown =
		typed.trim() === '' ? targets : targets.filter((each) => matches(each, typed.trim()));
	const active = shown[Math.min(at, shown.length - 1)];
	const optionId = (target: Target): string => `${id}-${target.kind}-${target.id}`;

	const activeId = active === undefined ? null : optionId(active);

	useEffect(() => {
		if (activeId !== null)
			document.getElementById(activeId)?.scrollIntoView?.({ block: 'nearest' });
	}, [activeId]);

	const section = (kind: Target['kind'], title: string) => {
		const rows = shown.filter((target) => target.kind === kind);
		if (rows.length === 0) return null;
		return (
			<div role="group" aria-label={title}>
				<p className="title" aria-hidden="true">
					{title}
				</p>
				{rows.map((target) => (
					<div
						key={target.id}
						id={optionId(target)}
						role="option"
						className={`opt ${target === active ? 'is-active' : ''}`}
						aria-selected={target.id === chosen?.id}
						onClick={() => onChoose(target)}
					>
						<Option target={target} />
					</div>
				))}
			</div>
		);
	};
	return (
		<div className="targets">
			<div className="input">
				<Icon name="search" />
				<input
					// As an attribute: the dialog gives the focus to what has it.
					ref={(field) => field?.setAttribute('autofocus', '')}
					type="text"
					role="combobox"
					aria-expanded="true"
					aria-controls={id}
					aria-activedescendant={activeId ?? undefined}
					aria-autocomplete="list"
					aria-label={words.findTarget}
					placeholder={words.findTarget}
					autoComplete="off"
					value={typed}
					onChange={({ currentTarget }) => {
						setTyped(currentTarget.value);
						setAt(0);
					}}
					onKeyDown={(event) => {
						if (event.metaKey || event.ctrlKey || event.nativeEvent.isComposing) return;
						const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
						if (to !== undefined) setAt(Math.max(0, Math.min(shown.length - 1, to)));
						else if (event.key === 'Enter' && active !== undefined) onChoose(active);
						else if (event.key !== 'Enter') return;
						event.preventDefault();
					}}
				/>
			</div>
			<div id={id} className="options" role="listbox" aria-label={words.findTarget}>
				{section('agent', words.agents)}
				{section('group', words.groups)}
			</div>
			{shown.length === 0 && (
				<p className="none" role="status">
					{targets.length === 0 ? words.nobody : words.noTarget}
				</p>
			)}
		</div>
	);
}

function Option({ target }: { readonly target: Target }) {
	if (target.kind === 'group')
		return (
			<>
				<span className="who s32" aria-hidden="true">
					<Icon name="users" />
				</span>
				<span className="words">
					{target.name}
					<span className="sub">
						{fill(words.ofAvailable, { n: target.available, of: target.of })}
						{target.inLine > 0 && `, ${fill(words.inLine, { n: target.inLine })}`}
					</span>
				</span>
			</>
		);
	const { name, photo, status, load, capacity } = target.agent;
	return (
		<>
			<Avatar name={name} photo={photo} isAgent status={status} />
			<span className="words">
				{name}
				<span className="sub">{[shellWords[status], ...target.groups].join(', ')}</span>
			</span>
			<span className="num dim">{capacity === null ? load : `${load}/${capacity}`}</span>
		</>
	);
}
