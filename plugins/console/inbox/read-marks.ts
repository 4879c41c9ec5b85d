import type { ConversationView } from '../../../shared/views/event-view.ts';

/** How many messages a conversation had when this was noted, and how many of them this agent has not read. */
export type ReadMark = readonly [messages: number, unread: number];
export type ReadMarks = ReadonlyMap<string, ReadMark>;

type Counted = Pick<ConversationView, 'id' | 'messageCount' | 'waitingSinceAt'>;
/** As many as a busy desk has open; older ones are forgotten, and nothing worse happens than a badge. */
const most = 2000;

/**
 * Messages of the visitor that this agent has not had before the eyes. What anybody of the team has answered counts no more. Views
 * tell how many messages there are, not whose: while the visitor waits, those that came last are the visitor's.
 */
export function unreadOf(marks: ReadMarks, view: Counted): number {
	return unreadNow(marks.get(view.id), view);
}

function unreadNow(mark: ReadMark | undefined, view: Counted): number {
	const [messages, unread] = mark ?? [0, 0];
	const more = Math.max(0, view.messageCount - messages);
	if (more === 0) return unread;
	return view.waitingSinceAt === null ? 0 : unread + more;
}

/** Follows what the views say. The same map when nothing has changed. */
export function noted(marks: ReadMarks, views: Iterable<Counted>, seen: string | null): ReadMarks {
	let next: Map<string, ReadMark> | null = null;
	for (const view of views) {
		const mark = marks.get(view.id);
		const unread = view.id === seen ? 0 : unreadNow(mark, view);
		if (mark !== undefined && mark[0] === view.messageCount && mark[1] === unread) continue;
		next ??= new Map(marks);
		next.delete(view.id);
		next.set(view.id, [view.messageCount, unread]);
	}
	return next ?? marks;
}

/** As if it had not been read: one, at least. */
export const markedUnread = (marks: ReadMarks, view: Counted): ReadMarks =>
	new Map(marks).set(view.id, [view.messageCount, Math.max(1, unreadOf(marks, view))]);

/** What was kept, whatever it is: only what fits is used. */
export function readMarks(kept: string | null): ReadMarks {
	const marks = new Map<string, ReadMark>();
	let parsed: unknown = null;
	try {
		parsed = JSON.parse(kept ?? '[]');
	} catch {
		return marks;
	}
	for (const entry of Array.isArray(parsed) ? (parsed as unknown[]) : []) {
		if (!Array.isArray(entry)) continue;
		const [id, messages, unread] = entry as unknown[];
		if (typeof id !== 'string' || typeof messages !== 'number' || typeof unread !== 'number')
			continue;
		marks.set(id, [messages, unread]);
	}
	return marks;
}

/** The newest ones, so that it does not grow for ever. */
export const writtenMarks = (marks: ReadMarks): string =>
	JSON.stringify([...marks].slice(-most).map(([id, [messages, unread]]) => [id, messages, unread]));
