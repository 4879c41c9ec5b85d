import { useMemo, useRef, useState } from '@wordpress/element';
import { priorities, type ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { Menu } from '../shell/menu.tsx';
import { Avatar, PriorityMark } from '../shell/people.tsx';
import { fill, strings } from '../strings.ts';
import { words } from './head-words.ts';
import { knownTags, TagField } from './tag-field.tsx';

interface Props {
	readonly view: ConversationView;
	/** The visitor, as in a sentence. */
	readonly name: string;
	readonly onDetails: (() => void) | null;
}

/** Priority, tags, who answers and who watches. */
export function MetaBar({ view, name, onDetails }: Props) {
	const { me, client, state, mayAnswer } = useDesk();
	const [opened, open] = useState(0);
	const [isAdding, setAdding] = useState(false);
	const adder = useRef<HTMLButtonElement>(null);
	const known = useMemo(
		() => (isAdding ? knownTags(state.conversations.values(), view.tags) : []),
		[isAdding, state.conversations, view.tags],
	);
	const isEnded = view.status === 'ended';
	const change = (add: string[], remove: string[]): void =>
		void client.act({ type: 'conversation.tag', conversation: view.id, add, remove });
	useKeys({
		p: () => open((count) => count + 1),
		l: () => mayAnswer && setAdding(true),
	});

	return (
		<div className="meta-bar">
			<Menu
				label={fill(words.priority, { name: words.priorities[view.priority] })}
				className="drop"
				disabled={isEnded || !mayAnswer}
				openSignal={opened}
				choices={[...priorities].reverse().map((priority) => ({
					key: priority,
					label: words.priorities[priority],
					mark: <PriorityMark priority={priority} />,
					isOn: priority === view.priority,
					onChoose: () =>
						client.act({ type: 'conversation.prioritise', conversation: view.id, priority }),
				}))}
			>
				<PriorityMark priority={view.priority} />
				{words.priorities[view.priority]}
				{!isEnded && mayAnswer && <Icon name="down" />}
			</Menu>
			<span className="sep" aria-hidden="true" />
			<div className="tag-list">
				{view.tags.map((tag) => (
					<span key={tag} className="tag">
						<span className="cut" dir="auto">
							{tag}
						</span>
						{mayAnswer && (
							<button
								type="button"
								aria-label={fill(words.removeTag, { tag })}
								onClick={() => change([], [tag])}
							>
								<Icon name="close" />
							</button>
						)}
					</span>
				))}
				{mayAnswer &&
					(isAdding ? (
						<TagField
							known={known}
							onAdd={(tag) => change([tag], [])}
							onClose={() => {
								setAdding(false);
								requestAnimationFrame(() => {
									if (document.activeElement === document.body) adder.current?.focus();
								});
							}}
						/>
					) : (
						<button
							ref={adder}
							type="button"
							className="tag add"
							aria-label={words.addTag}
							onClick={() => setAdding(true)}
						>
							<Icon name="plus" />
							{words.tag}
						</button>
					))}
			</div>
			<p className="people">
				<Owner view={view} />
				<Watching view={view} name={name} me={me.id} />
			</p>
			{onDetails !== null && (
				<Button kind="quiet" className="to-details" onClick={onDetails}>
					{words.details}
					<Icon name="right" />
				</Button>
			)}
		</div>
	);
}

function Owner({ view }: { readonly view: ConversationView }) {
	const { me, state } = useDesk();
	if (view.status === 'ended') return <span>{strings.statusEnded}</span>;
	// That nobody has it is what the claim bar is about.
	if (view.assignee === null) return null;
	const name = view.assigneeName ?? '';
	const photo = state.team.find(({ id }) => id === view.assignee)?.photo ?? null;
	return (
		<span className="person">
			<Avatar name={name} photo={photo} isAgent size={20} />
			<span className="cut">
				{view.assignee === me.id ? strings.statusActiveMine : fill(strings.statusActive, { name })}
			</span>
		</span>
	);
}

/** Colleagues who have it before their eyes and are not in it; or oneself (G70). */
function Watching({
	view,
	name,
	me,
}: {
	readonly view: ConversationView;
	readonly name: string;
	readonly me: string;
}) {
	const { state } = useDesk();
	const here = state.watchers.get(view.id) ?? [];
	const others = here.filter(({ id }) => id !== me && id !== view.assignee);
	const isIn = view.assignee === me || view.participants.includes(me as never);
	const text =
		others.length > 0
			? watchersText(others.map((watcher) => watcher.name))
			: isIn || view.status === 'ended'
				? null
				: fill(words.youWatch, { name });
	if (text === null) return null;
	return (
		<span className="watching">
			<Icon name="eye" />
			<span className="cut">{text}</span>
		</span>
	);
}

function watchersText(names: readonly string[]): string {
	const [first = '', ...rest] = names.map((name) => name.split(/\s+/)[0] ?? name);
	if (rest.length === 0) return fill(words.watchingIs, { name: first });
	const last = rest.length === 1 ? (rest[0] ?? '') : `+${rest.length}`;
	return fill(words.watchingAre, { names: fill(words.and, { a: first, b: last }) });
}
