import type { AgentState } from '../../../shared/client/agent-client.ts';
import { saidNow } from '../../../shared/client/said.ts';
import type { Timeline } from '../../../shared/client/timeline.ts';
import type { FileView, Marks, TeamEventView } from '../../../shared/views/event-view.ts';
import { lineOf, type Line } from './lines.ts';
import { words } from './talk-words.ts';

export type Pending = AgentState['pending'][number];
export type Mark = 'sent' | 'delivered' | 'read';

interface Placed {
	readonly key: string;
	/** Null: not stored yet. */
	readonly seq: number | null;
	/** Epoch milliseconds. */
	readonly at: number;
}
/** A message, note or review as the timeline shows it. */
export interface SaidEntry extends Placed {
	readonly kind: 'said';
	/** In the visitor's numbers; null: the visitor does not see it. */
	readonly vseq: number | null;
	readonly isNote: boolean;
	readonly isReview: boolean;
	readonly side: 'visitor' | 'team' | 'bot';
	readonly isOwn: boolean;
	/** Id, so that two of the same name stay apart. */
	readonly by: string;
	readonly author: string;
	readonly text: string;
	readonly files: readonly FileView[];
	readonly quickReplies: readonly string[];
	readonly isDeleted: boolean;
	readonly isEdited: boolean;
	readonly isFirst: boolean;
	readonly isLast: boolean;
	/** How far it came, on the newest message of each state. */
	readonly mark: Mark | null;
	readonly pending: Pending | null;
}
export type Entry =
	| SaidEntry
	| (Placed & Line & { readonly kind: 'line' })
	| (Placed & { readonly kind: 'day' | 'new' })
	/** Talk with the bot before a person came, folded into one line. */
	| (Placed & { readonly kind: 'fold'; readonly count: number; readonly isOpen: boolean });

/** Messages of one author stand together while the gaps are shorter. */
const groupMs = 3 * 60_000;

export interface Reading {
	/** Id of the agent who reads. */
	readonly me: string;
	/** The visitor's name. */
	readonly visitor: string;
	/** How far the visitor has received and read. */
	readonly marks: Marks | null;
	/** What is above this is new to the agent; null: no line for it. */
	readonly readTo: number | null;
	readonly showsBot: boolean;
}

/** Everything that the timeline shows, in order. */
export function entriesOf(
	timeline: Timeline<TeamEventView>,
	pending: readonly Pending[],
	reading: Reading,
): Entry[] {
	const entries = timeline.events.flatMap((event) => entryOf(timeline, event, reading) ?? []);
	const folded = timeline.base === 0 ? fold(entries, timeline.events, reading.showsBot) : entries;
	const all = [...folded, ...pending.flatMap((item) => pendingEntry(item, reading.me) ?? [])];
	return withMarks(grouped(withBreaks(all, reading)), reading.marks);
}

function entryOf(
	timeline: Timeline<TeamEventView>,
	event: TeamEventView,
	{ me, visitor }: Reading,
): Entry | null {
	const { seq, vseq } = event;
	const at = Date.parse(event.createdAt);
	const key = event.clientId ?? `event ${seq}`;
	if (event.type !== 'message' && event.type !== 'note') {
		const line = lineOf(event, visitor);
		return line === null ? null : { kind: 'line', key, seq, at, ...line };
	}
	const { kind, id, name } = event.author;
	const said = saidNow(timeline, seq, event);
	const names = { visitor, agent: name, bot: words.bot, system: words.bot };
	return {
		...plain,
		key,
		seq,
		vseq,
		at,
		isNote: event.type === 'note',
		isReview: event.review === true,
		side: kind === 'visitor' ? 'visitor' : kind === 'agent' ? 'team' : 'bot',
		isOwn: kind === 'agent' && id === me,
		by: `${kind} ${id}`,
		author: names[kind],
		text: said.text,
		files: said.isDeleted ? plain.files : event.files,
		quickReplies: said.isDeleted ? plain.quickReplies : event.quickReplies,
		isDeleted: said.isDeleted,
		isEdited: said.editedAt !== null,
	};
}

const plain = {
	kind: 'said',
	seq: null,
	vseq: null,
	isReview: false,
	files: [],
	quickReplies: [],
	isDeleted: false,
	isEdited: false,
	isFirst: true,
	isLast: true,
	mark: null,
	pending: null,
} as const;

function pendingEntry(item: Pending, me: string): SaidEntry | null {
	const { frame, at } = item;
	if (frame.type !== 'message.send' && frame.type !== 'note.send') return null;
	const isNote = frame.type === 'note.send';
	const files = (frame.files ?? []).map((id) => fileOf(id));
	const said = { key: frame.clientId, at, isNote, text: frame.text, files, pending: item };
	const own = { side: 'team', isOwn: true, by: `agent ${me}`, author: words.you } as const;
	return { ...plain, ...said, ...own };
}

const onTheWay = new Map<string, FileView>();
/** Remembers what was uploaded here, so that it has a name while its message is on the way. */
export const rememberFile = (file: FileView): void => void onTheWay.set(file.id, file);
const fileOf = (id: string): FileView =>
	onTheWay.get(id) ?? {
		id,
		name: words.fileOf,
		type: '',
		size: 0,
		width: null,
		height: null,
		isInline: false,
	};

/** Once a person is there, what came before the visitor's last words is one line, if a bot was part of it. */
function fold(entries: Entry[], events: readonly TeamEventView[], isOpen: boolean): Entry[] {
	const came = events.find(
		({ type, author }) =>
			type === 'assigned' || type === 'joined' || (type === 'message' && author.kind === 'agent'),
	);
	if (came === undefined) return entries;
	const before = entries.findIndex(({ seq }) => seq !== null && seq >= came.seq);
	let cut = before === -1 ? entries.length : before;
	// The question that people were asked stays.
	while (cut > 0 && !isVisitors(entries[cut - 1])) cut -= 1;
	while (cut > 0 && isVisitors(entries[cut - 1])) cut -= 1;
	const isTalk = (entry: Entry): boolean => entry.kind === 'said' && !entry.isNote;
	const talk = entries.slice(0, cut).filter(isTalk);
	const [first] = talk;
	if (first === undefined || talk.length < 2 || !talk.some(isBots)) return entries;
	const { at, seq } = first;
	const line: Entry = { kind: 'fold', key: 'fold', seq, at, count: talk.length, isOpen };
	return [line, ...entries.filter((entry, index) => index >= cut || isOpen || !isTalk(entry))];
}

const isBots = (entry: Entry): boolean => entry.kind === 'said' && entry.side === 'bot';
const isVisitors = (entry: Entry | undefined): boolean =>
	entry?.kind === 'said' && entry.side === 'visitor';

/** A line where another day begins, and one above what is new. */
function withBreaks(entries: readonly Entry[], { readTo }: Reading): Entry[] {
	const broken: Entry[] = [];
	let day = { from: 0, to: 0 };
	let isAbove = readTo !== null;
	for (const entry of entries) {
		const { at, seq } = entry;
		if (at < day.from || at >= day.to) {
			day = dayOf(at);
			broken.push({ kind: 'day', key: `day ${day.from} ${seq}`, seq, at });
		}
		const isNews = entry.kind === 'said' && !entry.isOwn && (seq ?? 0) > (readTo ?? 0);
		if (isAbove && isNews) broken.push({ kind: 'new', key: 'new', seq, at });
		if (isNews) isAbove = false;
		broken.push(entry);
	}
	return broken;
}

/** Where a day begins and ends here, in epoch milliseconds. */
function dayOf(at: number): { readonly from: number; readonly to: number } {
	const midnight = new Date(at).setHours(0, 0, 0, 0);
	return { from: midnight, to: new Date(midnight).setDate(new Date(midnight).getDate() + 1) };
}

const grouped = (entries: readonly Entry[]): Entry[] =>
	entries.map((entry, index) =>
		entry.kind === 'said'
			? {
					...entry,
					isFirst: !isTogether(entries[index - 1], entry),
					isLast: !isTogether(entry, entries[index + 1]),
				}
			: entry,
	);

function isTogether(before: Entry | undefined, after: Entry | undefined): boolean {
	if (before?.kind !== 'said' || after?.kind !== 'said') return false;
	const isSame = before.by === after.by && before.isNote === after.isNote;
	return isSame && !before.isNote && after.at - before.at < groupMs;
}

/** From the end: the newest that was read, and what came after it. */
function withMarks(entries: Entry[], marks: Marks | null): Entry[] {
	const given = new Set<Mark>();
	for (let index = entries.length - 1; index >= 0 && !given.has('read'); index--) {
		const entry = entries[index];
		if (entry?.kind !== 'said' || entry.side !== 'team' || entry.vseq === null) continue;
		if (entry.isDeleted) continue;
		const mark =
			entry.vseq <= (marks?.read ?? 0)
				? 'read'
				: entry.vseq <= (marks?.delivered ?? 0)
					? 'delivered'
					: 'sent';
		// What is further down came after: a lower state below a higher one is not told twice.
		if (!given.has(mark)) entries[index] = { ...entry, mark };
		given.add(mark);
	}
	return entries;
}
