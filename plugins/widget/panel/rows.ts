import { saidNow } from '../../../shared/client/said.ts';
import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { fill, strings } from '../strings.ts';

/** `key` stays the same from the moment of writing to the acknowledged event, so that a row is changed and not replaced. */
export type Row =
	| { readonly kind: 'line'; readonly key: string; readonly text: string }
	| { readonly kind: 'break'; readonly key: string; readonly text: string }
	| MessageRow;
export type MessageRow = {
	readonly kind: 'message';
	readonly key: string;
	readonly isOwn: boolean;
	readonly isAutomatic: boolean;
	readonly author: string;
	readonly time: string;
	readonly text: string;
	readonly files: readonly string[];
	readonly isDeleted: boolean;
	readonly edited: string | null;
	readonly isFirst: boolean;
	readonly isLast: boolean;
	readonly mark: Mark | null;
	/** Why it was not stored, when that is so. */
	readonly failure: string | null;
};
export type Mark = 'sending' | 'sent' | 'waiting' | 'offline' | 'delayed' | 'failed';

type Draft = MessageRow & { readonly at: number };
/** Messages of one author stand together while the gaps are shorter. */
const groupMs = 5 * 60_000;
/** Sending is not worth a word before this. */
const slowMs = 10_000;

/** What the log shows, from what the client knows. `isOnline`: the visitor's own device has a network. */
export function rowsOf(
	state: VisitorState,
	now: number,
	timeOf: (at: number) => string,
	isOnline: boolean,
): Row[] {
	const rows: (Row | Draft)[] = [];
	for (const [index, conversation] of state.log.entries()) {
		if (index > 0)
			rows.push({ kind: 'break', key: `break ${conversation.id}`, text: dayOf(conversation) });
		for (const event of conversation.timeline.events) {
			const row = rowOf(conversation, event, timeOf);
			if (row !== null) rows.push(row);
		}
	}
	const isOpen = isOnline && state.link.kind === 'open';
	const wait = isOnline ? 'waiting' : 'offline';
	for (const { frame, at, state: sending, code, message } of state.pending) {
		if (frame.type !== 'message.send') continue;
		const isLate = !isOpen || now - at > slowMs;
		const held = isOpen && code !== null ? 'delayed' : isLate ? wait : 'sending';
		rows.push({
			...plain,
			kind: 'message',
			key: frame.clientId,
			isOwn: true,
			author: strings.you,
			time: timeOf(at),
			at,
			text: frame.text,
			mark: sending === 'failed' ? 'failed' : held,
			failure: sending === 'failed' ? (message ?? '') : null,
		});
	}
	return grouped(rows);
}

const plain = {
	isAutomatic: false,
	files: [],
	isDeleted: false,
	edited: null,
	isFirst: true,
	isLast: true,
};

function rowOf(
	{ id, timeline }: VisitorConversation,
	event: VisitorEventView,
	timeOf: (at: number) => string,
): Row | Draft | null {
	const at = Date.parse(event.createdAt);
	const key = event.clientId ?? `${id} ${event.vseq}`;
	const line = (text: string): Row => ({ kind: 'line', key, text });
	switch (event.type) {
		case 'message': {
			const isOwn = event.author.kind === 'visitor';
			const said = saidNow(timeline, event.vseq, event);
			return {
				...plain,
				kind: 'message',
				key,
				isOwn,
				isAutomatic: event.author.kind === 'bot' || event.author.kind === 'system',
				author: isOwn ? strings.you : event.author.name || strings.team,
				time: timeOf(at),
				at,
				text: said.text,
				files: said.isDeleted ? [] : event.files.map(({ name }) => name),
				isDeleted: said.isDeleted,
				edited: said.editedAt === null ? null : timeOf(Date.parse(said.editedAt)),
				mark: isOwn ? 'sent' : null,
				failure: null,
			};
		}
		case 'assigned':
		case 'joined':
			return line(fill(strings.joined, { name: event.agentName, time: timeOf(at) }));
		case 'left':
			return line(fill(strings.left, { name: event.agentName, time: timeOf(at) }));
		case 'transferred':
			return line(fill(strings.passed, { name: event.agentName }));
		case 'requeued':
			return line(strings.requeued);
		case 'ended':
			return line(
				fill(event.by === 'visitor' ? strings.endedByYou : strings.ended, { time: timeOf(at) }),
			);
		case 'reopened':
			return line(strings.reopened);
		case 'rating':
			return line(fill(strings.rated, { n: event.score }));
		case 'edit':
		case 'redaction':
			return null;
	}
}

/** Says which message begins and ends a group; the mark stands under the last one only. */
function grouped(rows: readonly (Row | Draft)[]): Row[] {
	return rows.map((row, index) => {
		if (row.kind !== 'message') return row;
		const isFirst = !isTogether(rows[index - 1], row);
		const isLast = !isTogether(row, rows[index + 1]);
		const mark = row.mark === 'sent' && !isLast ? null : row.mark;
		return { ...row, isFirst, isLast, mark };
	});
}

function isTogether(before: Row | Draft | undefined, after: Row | Draft | undefined): boolean {
	if (before?.kind !== 'message' || after?.kind !== 'message') return false;
	if (!('at' in before) || !('at' in after)) return false;
	return (
		before.isOwn === after.isOwn && before.author === after.author && after.at - before.at < groupMs
	);
}

function dayOf({ timeline }: VisitorConversation): string {
	const [first] = timeline.events;
	if (first === undefined) return '';
	return new Date(first.createdAt).toLocaleDateString(undefined, { day: 'numeric', month: 'long' });
}
