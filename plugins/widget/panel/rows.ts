import { saidNow } from '../../../shared/client/said.ts';
import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { strings } from '../strings.ts';
import type { LocalFile } from './files.ts';
import type { lineOf } from './line.ts';
import { dayOf, startOfDay, timeOf } from './times.ts';

/** `key` stays the same from the moment of writing to the acknowledged event, so that a row is changed and not replaced. */
export type Row =
	| { readonly kind: 'line' | 'break'; readonly key: string; readonly text: string }
	| MessageRow;
export type MessageRow = {
	readonly kind: 'message';
	readonly key: string;
	/** What the server knows it by; 0 while it has not got it. */
	readonly conversation: string;
	readonly vseq: number;
	readonly isOwn: boolean;
	readonly isAutomatic: boolean;
	readonly author: string;
	readonly at: number;
	readonly time: string;
	readonly text: string;
	readonly files: readonly LocalFile[];
	readonly isDeleted: boolean;
	readonly edited: string | null;
	/** Of a group. */
	readonly isFirst: boolean;
	readonly isLast: boolean;
	readonly mark: Mark | null;
	/** Why it was not stored, when that is so. */
	readonly failure: string | null;
	/** The visitor may still take it back. */
	readonly mayDelete: boolean;
};
/** Each is the name of its word. */
export type Mark =
	| 'sending'
	| 'sent'
	| 'delivered'
	| 'read'
	| 'waiting'
	| 'waitingOffline'
	| 'delayed'
	| 'notSent';

export interface Around {
	readonly now: number;
	/** What happened beside the messages, in words; null: they are not here yet. */
	readonly lineOf: typeof lineOf | null;
	/** The visitor's own device has a network. */
	readonly isOnline: boolean;
	/** Name of the site, for what answers by itself. */
	readonly site: string;
	/** What this browser has uploaded, by id: one file goes in one message. */
	readonly uploaded: ReadonlyMap<string, readonly LocalFile[]>;
}

/** Messages of one author stand together while the gaps are shorter. */
const groupMs = 5 * 60_000;
/** Sending is not worth a word before this. */
const slowMs = 10_000;
/** So long a visitor may take an own message back; the server decides. */
export const deleteMs = 5 * 60_000;

const nothing: readonly never[] = [];
const plain = {
	kind: 'message',
	conversation: '',
	vseq: 0,
	isAutomatic: false,
	files: nothing,
	isDeleted: false,
	edited: null,
	isFirst: true,
	isLast: true,
	failure: null,
	mayDelete: false,
} as const;

/** What the log shows, from what the client knows. */
export function rowsOf(state: VisitorState, around: Around): Row[] {
	const { now } = around;
	const rows: Row[] = [];
	let day = -1;
	/** A line above what begins another day or another conversation. */
	const add = (row: Row | null, at: number, begins: boolean): void => {
		if (row === null) return;
		const isNewDay = startOfDay(at) !== day;
		day = startOfDay(at);
		const text = isNewDay ? dayOf(at, now) : timeOf(at);
		if (isNewDay || begins) rows.push({ kind: 'break', key: `break ${row.key}`, text });
		rows.push(row);
	};
	for (const conversation of state.log) {
		const read = state.news?.marks.get(conversation.id)?.team;
		let begins = true;
		for (const event of conversation.timeline.events) {
			const at = Date.parse(event.createdAt);
			const row =
				event.type === 'message'
					? messageOf(conversation, event, at, around, read)
					: (around.lineOf?.(event, at, conversation.id) ?? null);
			add(row, at, begins && rows.length > 0);
			begins &&= row === null;
		}
	}
	for (const item of state.pending)
		if (item.frame.type === 'message.send') add(pendingOf(item, state, around), item.at, false);
	return grouped(rows);
}

type Message = Extract<VisitorEventView, { type: 'message' }>;
type Read = { readonly delivered: number; readonly read: number } | undefined;

function messageOf(
	{ id, timeline }: VisitorConversation,
	event: Message,
	at: number,
	{ now, site, lineOf: rest }: Around,
	team: Read,
): MessageRow {
	const { vseq, author, clientId } = event;
	const isOwn = author.kind === 'visitor';
	const isAutomatic = author.kind === 'bot' || author.kind === 'system';
	const { text, isDeleted, editedAt } = saidNow(timeline, vseq, event);
	const reached = (number = 0): boolean => vseq <= number;
	const mark = reached(team?.read) ? 'read' : reached(team?.delivered) ? 'delivered' : 'sent';
	return {
		...plain,
		key: clientId ?? `${id} ${vseq}`,
		conversation: id,
		vseq,
		isOwn,
		isAutomatic,
		author: isOwn ? strings.you : author.name || (isAutomatic ? site : strings.team),
		at,
		time: timeOf(at),
		text,
		files: isDeleted ? nothing : event.files,
		isDeleted,
		edited: editedAt === null ? null : timeOf(Date.parse(editedAt)),
		mark: isOwn && !isDeleted ? mark : null,
		mayDelete: isOwn && !isDeleted && rest !== null && now - at < deleteMs,
	};
}

function pendingOf(
	{ frame, at, state: sending, code, message }: VisitorState['pending'][number],
	{ link }: VisitorState,
	{ now, isOnline, uploaded }: Around,
): MessageRow | null {
	if (frame.type !== 'message.send') return null;
	const isOpen = isOnline && link.kind === 'open';
	const isLate = !isOpen || now - at > slowMs;
	const held = isLate ? (isOnline ? 'waiting' : 'waitingOffline') : 'sending';
	const mark = isOpen && code !== null ? 'delayed' : held;
	const isFailed = sending === 'failed';
	return {
		...plain,
		key: frame.clientId,
		isOwn: true,
		author: strings.you,
		at,
		time: timeOf(at),
		text: frame.text,
		files: filesOf(frame.files, uploaded),
		mark: isFailed ? 'notSent' : sending === 'sent' ? 'sent' : mark,
		failure: isFailed ? (message ?? '') : null,
	};
}

const filesOf = (
	[id]: readonly string[] = [],
	uploaded: Around['uploaded'],
): readonly LocalFile[] =>
	id === undefined ? nothing : (uploaded.get(id) ?? [{ ...unknown, name: strings.files }]);

/** Sent before this page was loaded. */
const unknown = { id: '', type: '', size: 0, width: null, height: null, isInline: false };

/** Says which message begins and ends a group. */
const grouped = (rows: readonly Row[]): Row[] =>
	rows.map((row, index) =>
		row.kind !== 'message'
			? row
			: {
					...row,
					isFirst: !isTogether(rows[index - 1], row),
					isLast: !isTogether(row, rows[index + 1]),
				},
	);

const isTogether = (before: Row | undefined, after: Row | undefined): boolean =>
	before?.kind === 'message' &&
	after?.kind === 'message' &&
	before.isOwn === after.isOwn &&
	before.author === after.author &&
	before.isAutomatic === after.isAutomatic &&
	after.at - before.at < groupMs;

/** Answers that the visitor may choose: of the last message, when it is the team's. */
export function repliesOf({ log, pending }: VisitorState): readonly string[] {
	const newest = log.at(-1);
	const last = newest?.timeline.events.findLast(
		({ type }) => type === 'message' || type === 'ended',
	);
	if (newest === undefined || last?.type !== 'message' || last.author.kind === 'visitor')
		return nothing;
	if (pending.some(({ frame }) => frame.type === 'message.send')) return nothing;
	return saidNow(newest.timeline, last.vseq, last).isDeleted ? nothing : last.quickReplies;
}
