import { useEffect, useId, useRef, useState } from '@wordpress/element';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';

interface Props {
	/** Known elsewhere, the most used first; without those that it has. */
	readonly known: readonly string[];
	readonly onAdd: (tag: string) => void;
	readonly onClose: () => void;
}

const most = 8;
/** As the server takes it. */
const tagLength = 40;

/** Adds tags by typing, with those that are used elsewhere to choose from; Enter without a choice makes a new one (L20). */
export function TagField({ known, onAdd, onClose }: Props) {
	const id = useId();
	const root = useRef<HTMLDivElement>(null);
	const field = useRef<HTMLInputElement>(null);
	const [typed, setTyped] = useState('');
	const [at, setAt] = useState(-1);
	const wanted = typed.trim().toLocaleLowerCase();
	const found = known.filter((tag) => tag.toLocaleLowerCase().includes(wanted)).slice(0, most);
	const isNew = wanted !== '' && !known.some((tag) => tag.toLocaleLowerCase() === wanted);
	const active = found[at];

	const close = useRef(onClose);
	close.current = onClose;

	useEffect(() => {
		field.current?.focus();
		const onDown = (event: Event): void => {
			if (!root.current?.contains(event.target as Node)) close.current();
		};
		document.addEventListener('pointerdown', onDown);
		return () => document.removeEventListener('pointerdown', onDown);
	}, []);

	function add(tag: string): void {
		if (tag.trim() === '') return;
		onAdd(tag.trim());
		setTyped('');
		setAt(-1);
		field.current?.focus();
	}
	return (
		<div ref={root} className="tag-field">
			<input
				ref={field}
				type="text"
				role="combobox"
				aria-label={words.addTag}
				aria-expanded={found.length > 0}
				aria-controls={id}
				aria-autocomplete="list"
				aria-activedescendant={active === undefined ? undefined : `${id}-${at}`}
				placeholder={words.tagPlaceholder}
				autoComplete="off"
				maxLength={tagLength}
				value={typed}
				onChange={({ currentTarget }) => {
					setTyped(currentTarget.value);
					setAt(-1);
				}}
				onKeyDown={(event) => {
					if (event.nativeEvent.isComposing) return;
					if (event.key === 'Tab') return onClose();
					const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
					if (to !== undefined) setAt(Math.max(-1, Math.min(found.length - 1, to)));
					else if (event.key === 'Enter' || event.key === ',') add(active ?? typed);
					else if (event.key === 'Escape') onClose();
					else return;
					event.preventDefault();
					event.stopPropagation();
				}}
			/>
			{(found.length > 0 || isNew) && (
				<div className="menu start">
					<div id={id} role="listbox" aria-label={words.tags}>
						{found.map((tag, n) => (
							<div
								key={tag}
								id={`${id}-${n}`}
								role="option"
								aria-selected={n === at}
								className={`opt ${n === at ? 'is-active' : ''}`}
								onClick={() => add(tag)}
							>
								<span className="words" dir="auto">
									{tag}
								</span>
							</div>
						))}
					</div>
					{isNew && (
						<button type="button" className="opt" tabIndex={-1} onClick={() => add(typed)}>
							<span className="words" dir="auto">
								{fill(words.newTag, { tag: typed.trim() })}
							</span>
						</button>
					)}
				</div>
			)}
		</div>
	);
}

/** Tags of these conversations, the most used first. */
export function knownTags(
	conversations: Iterable<{ readonly tags: readonly string[] }>,
	without: readonly string[],
): string[] {
	const counts = new Map<string, number>();
	for (const { tags } of conversations)
		for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
	return [...counts]
		.filter(([tag]) => !without.includes(tag))
		.sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
		.map(([tag]) => tag);
}
