import '../styles/timeline.css';
import '../styles/said.css';
import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import type { KeyboardEvent } from 'react';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { Timeline as Held } from '../../../shared/client/timeline.ts';
import type { Marks, TeamEventView } from '../../../shared/views/event-view.ts';
import type { Me } from '../api.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { fill } from '../strings.ts';
import { Announcer } from './announcer.tsx';
import { DraftBubble } from './draft-bubble.tsx';
import { useEditing } from './editing.ts';
import { entriesOf } from './entries.ts';
import { readTo, rememberRead } from './read-marks.ts';
import { Block, blocksOf } from './rows.tsx';
import { words } from './talk-words.ts';
import { useRowActs } from './use-row-acts.ts';
import { useScroll } from './use-scroll.ts';

interface Props {
	readonly id: string;
	readonly me: Me;
	readonly client: AgentClient;
	readonly timeline: Held<TeamEventView>;
	readonly pending: AgentState['pending'];
	readonly isOnline: boolean;
	/** What the visitor has in the field. */
	readonly draft: string;
	/** How far the visitor has received and read. */
	readonly marks: Marks | null;
	/** The message about whose deletion is asked; a word is a question that stands elsewhere. */
	readonly asked: string | number | null;
	readonly onAsk: (asked: number | null) => void;
}

/** What was said and what happened, oldest first. */
export function Timeline(props: Props) {
	const { id, me, client, timeline, isOnline, draft, marks, asked, onAsk } = props;
	const { state } = useDesk();
	const root = useRef<HTMLDivElement>(null);
	const rows = useRef<HTMLDivElement>(null);
	const [showsBot, showBot] = useState(false);
	const [newFrom] = useState(() => unreadFrom(timeline, me.id, id));
	const pending = useSame(props.pending);
	const editing = useEditing(id);
	const known = state.visitors.get(id.replace(/\.\d+$/, ''))?.name ?? null;
	const visitor = visitorName(id.replace(/\.\d+$/, ''), known);
	const entries = useMemo(
		() => entriesOf(timeline, pending, { me: me.id, visitor, marks, readTo: newFrom, showsBot }),
		[timeline, pending, me.id, visitor, marks, newFrom, showsBot],
	);
	const acts = useRowActs({ client, id, timeline, known, root, onAsk, showBot });
	const { isAtEnd, onScroll, toEnd } = useScroll({
		root,
		rows,
		change: entries,
		onNearStart: () => timeline.base > 0 && isOnline && client.loadOlder(id),
	});

	// Own words are shown, wherever one has read.
	const sent = pending.at(-1)?.frame.clientId;
	useEffect(() => {
		if (sent !== undefined) toEnd();
	}, [sent, toEnd]);
	const { missed, lastSeen } = useMissed(timeline, isAtEnd, me.id);
	useEffect(() => {
		const see = (): void => {
			if (document.visibilityState !== 'visible') return;
			client.seen(id, lastSeen.vseq);
			rememberRead(me.id, id, lastSeen.seq);
		};
		see();
		document.addEventListener('visibilitychange', see);
		return () => document.removeEventListener('visibilitychange', see);
	}, [client, id, me.id, lastSeen.vseq, lastSeen.seq]);

	return (
		<div className="timeline-place">
			<div
				ref={root}
				className="timeline"
				role="log"
				// What is new is read by the announcer, in its own words.
				aria-live="off"
				aria-label={words.timeline}
				tabIndex={0}
				onScroll={onScroll}
				onKeyDown={walk}
			>
				<div ref={rows} className="rows">
					{timeline.base > 0 && (
						<Button
							kind="quiet"
							className="more"
							disabled={!isOnline}
							onClick={() => client.loadOlder(id)}
						>
							{words.older}
						</Button>
					)}
					{blocksOf(entries).map((block) => (
						<Block
							key={block.key}
							entries={block.entries}
							acts={acts}
							isOnline={isOnline}
							editing={block.entries.some(({ seq }) => seq === editing) ? editing : null}
							asked={
								typeof asked === 'number' && block.entries.some(({ seq }) => seq === asked)
									? asked
									: null
							}
						/>
					))}
					{draft !== '' && <DraftBubble text={draft} name={known} />}
				</div>
			</div>
			{!isAtEnd && (
				<Button
					className="to-end"
					icon="down"
					onClick={toEnd}
					aria-label={missed > 0 ? undefined : words.toEnd}
				>
					{missed > 0 ? fill(words.newBelow, { n: missed }) : undefined}
				</Button>
			)}
			<Announcer entries={entries} />
		</div>
	);
}

/** How far this agent had read when the view opened; null: nothing new was there, or it was never open before. */
function unreadFrom({ events }: Held<TeamEventView>, me: string, id: string): number | null {
	const read = readTo(me, id);
	const isNew = ({ seq, type, author }: TeamEventView): boolean =>
		seq > (read ?? 0) && (type === 'message' || type === 'note') && author.id !== me;
	return read !== null && events.some(isNew) ? read : null;
}

/** The list of before while nothing in it has changed. */
function useSame<Item>(items: readonly Item[]): readonly Item[] {
	const kept = useRef(items);
	const isSame =
		kept.current.length === items.length &&
		kept.current.every((item, index) => item === items[index]);
	if (!isSame) kept.current = items;
	return kept.current;
}

/** What came from others below what is looked at, and how far has been seen. */
function useMissed({ events }: Held<TeamEventView>, isAtEnd: boolean, me: string) {
	const last = events.at(-1)?.seq ?? 0;
	const seen = useRef(last);
	if (isAtEnd && document.visibilityState === 'visible') seen.current = last;
	let missed = 0;
	for (let index = events.length - 1; index >= 0; index--) {
		const event = events[index];
		if (event === undefined || event.seq <= seen.current) break;
		if ((event.type === 'message' || event.type === 'note') && event.author.id !== me) missed += 1;
	}
	const vseq = events.findLast((event) => event.vseq !== null)?.vseq ?? 0;
	return { missed, lastSeen: { seq: last, vseq } };
}

/** Arrow keys go from message to message; what can be done with one is behind Tab. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
	const { target, currentTarget, key } = event;
	if (key !== 'ArrowUp' && key !== 'ArrowDown') return;
	if (!(target instanceof HTMLElement) || !target.matches('.timeline, article')) return;
	const articles = [...currentTarget.querySelectorAll<HTMLElement>('article')];
	const at = target.matches('article') ? articles.indexOf(target) : articles.length;
	const next = articles[key === 'ArrowUp' ? at - 1 : at + 1];
	if (next === undefined) return;
	event.preventDefault();
	next.focus();
}
