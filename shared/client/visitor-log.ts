import type { VisitorFrame } from '../protocol/visitor-frames.ts';
import type { VisitorEventBody, VisitorEventView } from '../views/event-view.ts';
import { isBehind, reducerBy, type Timeline } from './timeline.ts';

export const visitorReducer = reducerBy<VisitorEventView>((event) => event.vseq);

export type VisitorConversation = {
	readonly id: string;
	readonly timeline: Timeline<VisitorEventView>;
};
/** Oldest first; the last one is the one that runs or ran last. */
export type VisitorLog = readonly VisitorConversation[];

/** The running number at the end of a conversation's id (D7). */
const ordinal = (id: string): number => Number(/\.(\d+)$/.exec(id)?.[1] ?? 0);

/**
 * Changes one conversation of the log and adds it when it is newer than all others. An older one that is not held stays so: it
 * would stand in the log without its beginning.
 */
export function changed(
	log: VisitorLog,
	id: string,
	change: (timeline: Timeline<VisitorEventView>) => Timeline<VisitorEventView>,
): VisitorLog {
	const known = log.find((conversation) => conversation.id === id);
	if (known !== undefined) {
		const timeline = change(known.timeline);
		if (timeline === known.timeline) return log;
		return log.map((conversation) => (conversation === known ? { id, timeline } : conversation));
	}
	const newest = log.at(-1);
	if (newest !== undefined && ordinal(id) <= ordinal(newest.id)) return log;
	return [...log, { id, timeline: change(visitorReducer.empty()) }];
}

/** Holds an older conversation too, in its place; it is read up to `head`. */
export function opened(log: VisitorLog, id: string, head: number): VisitorLog {
	if (log.some((conversation) => conversation.id === id)) return log;
	const timeline = visitorReducer.hearOf(visitorReducer.empty(), head);
	return [...log, { id, timeline }].sort((a, b) => ordinal(a.id) - ordinal(b.id));
}

export const behind = (log: VisitorLog): VisitorLog =>
	log.filter(({ timeline }) => isBehind(timeline));

/** Everything up to there is here. */
export function holds(log: VisitorLog, conversation: string | null, head: number): boolean {
	if (conversation === null) return true;
	const known = log.find(({ id }) => id === conversation);
	return known !== undefined && known.timeline.last >= head;
}

/** The event that the visitor's own command became: the acknowledgement carries its number and time, and nothing else. */
export function eventOf(
	frame: VisitorFrame,
	vseq: number,
	createdAt: string,
): VisitorEventView | null {
	const body = bodyOf(frame);
	if (body === null || !('clientId' in frame)) return null;
	return {
		...body,
		vseq,
		createdAt,
		author: { kind: 'visitor', name: '' },
		clientId: frame.clientId,
	};
}

function bodyOf(frame: VisitorFrame): VisitorEventBody | null {
	switch (frame.type) {
		case 'message.send':
			// What became of the files the server knows.
			if (frame.files !== undefined && frame.files.length > 0) return null;
			return { type: 'message', text: frame.text, files: [], quickReplies: [], deleted: false };
		case 'message.redact':
			return { type: 'redaction', target: frame.target };
		case 'conversation.end':
			return { type: 'ended', by: 'visitor' };
		case 'question.answer':
			return { type: 'answered', about: frame.about, yes: frame.yes };
		case 'rating.send':
			return { type: 'rating', score: frame.score, effort: frame.effort ?? null };
		case 'conversation.defer':
			return { type: 'deferred' };
		default:
			return null;
	}
}
