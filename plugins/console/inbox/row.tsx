import { useEffect, useRef } from '@wordpress/element';
import type { MutableRefObject } from 'react';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { clockOf, momentOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Avatar, PriorityMark } from '../shell/people.tsx';
import { latenessOf, Ring } from '../shell/ring.tsx';
import { fill } from '../strings.ts';
import { words } from './words.ts';

interface Props {
	readonly view: ConversationView;
	/** Null: no name is known. */
	readonly name: string | null;
	/** The name, or what stands for it. */
	readonly title: string;
	/** What the visitor has in the field; empty: nothing. */
	readonly draft: string;
	readonly unread: number;
	/** Who answers; null: not shown. */
	readonly owner: string | null;
	readonly now: number;
	readonly limitMs: number;
	readonly isChosen: boolean;
	/** Where the Tab key stops. */
	readonly isStop: boolean;
	/** Several are being selected: whether this one is; null: they are not. */
	readonly isSelected: boolean | null;
	/** The id of the row that is to have the focus as soon as it exists. */
	readonly wanted: MutableRefObject<string | null>;
	readonly onFocus: () => void;
	readonly onChoose: () => void;
}

const mostTags = 3;

/** A conversation in the list: who, how long it waits, what was said last. */
export function Row(props: Props) {
	const { view, name, title, draft, unread, owner, now, isChosen, isStop, isSelected } = props;
	const button = useRef<HTMLButtonElement>(null);
	const waitsSince = view.status === 'ended' ? null : view.waitingSinceAt;
	const waitMs = waitsSince === null ? null : Math.max(0, now - Date.parse(waitsSince));
	const tags = view.tags.slice(0, mostTags);
	const hidden = view.tags.length - tags.length;

	useEffect(() => {
		if (props.wanted.current !== view.id) return;
		props.wanted.current = null;
		button.current?.focus({ preventScroll: true });
	});

	return (
		<button
			ref={button}
			type="button"
			className={`row ${unread > 0 ? 'is-unread' : ''}`}
			data-conversation={view.id}
			aria-current={isSelected === null ? isChosen : undefined}
			role={isSelected === null ? undefined : 'checkbox'}
			aria-checked={isSelected ?? undefined}
			tabIndex={isStop ? 0 : -1}
			onFocus={props.onFocus}
			onClick={props.onChoose}
		>
			{isSelected === null ? (
				<Face name={name} waitMs={waitMs} limitMs={props.limitMs} />
			) : (
				<span className="face">
					<span className={`tick ${isSelected ? 'on' : ''}`} aria-hidden="true">
						{isSelected && <Icon name="check" />}
					</span>
				</span>
			)}
			<span className="name">
				<b className="cut" dir="auto">
					{title}
				</b>
				{view.priority !== 'normal' && (
					<>
						<PriorityMark priority={view.priority} />
						<span className="hidden">{words.priority[view.priority]}</span>
					</>
				)}
			</span>
			<When view={view} now={now} waitMs={waitMs} limitMs={props.limitMs} />
			<span className="last cut" dir="auto">
				{draft === '' ? (
					view.preview || words.noText
				) : (
					<>
						<Icon name="pencil" />
						<span className="hidden">{fill(words.typing, { text: '' })}</span>
						{draft}
					</>
				)}
			</span>
			{unread > 0 && (
				<span className="badge">
					<span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
					<span className="hidden">{fill(words.unread, { n: unread })}</span>
				</span>
			)}
			{(tags.length > 0 || owner !== null) && (
				<span className="tags">
					{tags.map((tag) => (
						<span key={tag} className="tag cut" dir="auto">
							{tag}
						</span>
					))}
					{hidden > 0 && (
						<span className="tag">
							<span aria-hidden="true">+{hidden}</span>
							<span className="hidden">{fill(words.moreTags, { n: hidden })}</span>
						</span>
					)}
					{owner !== null && <span className="owner cut">{owner}</span>}
				</span>
			)}
		</button>
	);
}

function Face({
	name,
	waitMs,
	limitMs,
}: {
	readonly name: string | null;
	readonly waitMs: number | null;
	readonly limitMs: number;
}) {
	const face = <Avatar name={name} />;
	if (waitMs === null) return <span className="face">{face}</span>;
	return (
		<span className="face">
			<Ring waitMs={waitMs} limitMs={limitMs}>
				{face}
			</Ring>
		</span>
	);
}

/** How long it waits, or when something was said last. */
function When({
	view,
	now,
	waitMs,
	limitMs,
}: {
	readonly view: ConversationView;
	readonly now: number;
	readonly waitMs: number | null;
	readonly limitMs: number;
}) {
	if (waitMs === null) {
		if (view.isIdle) return <span className="when">{words.gone}</span>;
		return (
			<time className="when" dateTime={view.lastAt}>
				{momentOf(view.lastAt, now)}
			</time>
		);
	}
	const lateness = latenessOf(waitMs, limitMs);
	const time = clockOf(waitMs);
	return (
		<span className={`when wait ${lateness}`}>
			<span aria-hidden="true">{time}</span>
			<span className="hidden">
				{fill(lateness === 'late' ? words.late : words.waits, { time })}
			</span>
		</span>
	);
}
