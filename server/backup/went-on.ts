import type { TimelineId } from '../../shared/ids.ts';
import { filesCollection } from '../files/index.ts';
import type { Lane, Store, StoredEvent } from '../ports/store.ts';
import type { Pair } from './compare.ts';
import { rowsOf } from './copied-rows.ts';
import { derivedNames } from './sections.ts';
import { textOf, type CopiedRow } from './tally.ts';

/** What one side has that the other has not, as people read it: the first thing that was found; null: nothing. */
export interface WentOn {
	readonly source: string | null;
	readonly target: string | null;
}

const pageSize = 500;

/**
 * Looks which side of a copy that was whole once has been written since. Lists are left out, which each side makes for
 * itself, and redactions that only the copy has carried out. Holds a text of every document in memory.
 */
export async function wentOn(source: Pair, target: Pair, signal?: AbortSignal): Promise<WentOn> {
	const found: { source: string | null; target: string | null } = { source: null, target: null };
	const removed = new Set<string>();
	for await (const id of timelinesOf(source.store)) {
		signal?.throwIfAborted();
		await lookAtEvents(id);
		// Both have gone on, and more than that nobody has to know.
		if (found.source !== null && found.target !== null) return found;
	}
	for await (const id of timelinesOf(target.store)) {
		if (found.target !== null) break;
		signal?.throwIfAborted();
		if ((await source.store.head(id)).seq === 0) found.target = `the conversation ${id}`;
	}
	await lookAtOthers();
	return found;

	async function lookAtEvents(id: TimelineId): Promise<void> {
		const name = `the conversation ${id}`;
		const [left, right] = await Promise.all([
			eventsOf(source.store, id),
			eventsOf(target.store, id),
		]);
		const redacted = new Set(left.filter(isRedaction).map((event) => event.target));
		for (let n = 0; n < Math.max(left.length, right.length); n += 1) {
			const [ours, theirs] = [left[n], right[n]];
			if (ours === undefined) found.target ??= name;
			else if (theirs === undefined) found.source ??= name;
			else if (!isSame(ours, theirs)) {
				const isErasedHere = ours.erasedAt !== null && theirs.erasedAt === null;
				const isErasedThere = ours.erasedAt === null && theirs.erasedAt !== null;
				const about = ours.type === 'edit' ? ours.target : ours.seq;
				if (isErasedThere && redacted.has(about))
					filesOf(ours).forEach((file) => removed.add(file));
				else {
					if (!isErasedThere) found.source ??= name;
					if (!isErasedHere) found.target ??= name;
				}
			}
		}
	}

	async function lookAtOthers(): Promise<void> {
		const left = new Map<string, CopiedRow>();
		for await (const row of othersOf(source)) left.set(keyOf(row), row);
		for await (const row of othersOf(target)) {
			const key = keyOf(row);
			const ours = left.get(key);
			left.delete(key);
			if (ours === undefined) found.target ??= nameOf(row);
			// A file is never written again; one that was damaged in the source has other sums in its copy.
			else if (row.kind !== 'blob' && !isOfRemoved(ours) && textOf(ours) !== textOf(row)) {
				const order = ageOf(ours) - ageOf(row);
				if (order >= 0) found.source ??= nameOf(row);
				if (order <= 0) found.target ??= nameOf(row);
			}
		}
		for (const [key, row] of left)
			if (!removed.has(key) && !isOfRemoved(row)) found.source ??= nameOf(row);
	}

	/** Goes, or says nothing any more, with the file. */
	function isOfRemoved(row: CopiedRow): boolean {
		if (row.kind !== 'doc' || row.collection !== filesCollection.name) return false;
		const { blob } = row.doc;
		return typeof blob === 'string' && removed.has(fileKey(blob));
	}
}

async function* timelinesOf(store: Store): AsyncGenerator<TimelineId> {
	let last: TimelineId | null = null;
	for (;;) {
		const ids: TimelineId[] = await store.timelines(last, pageSize);
		yield* ids;
		last = ids.at(-1) ?? null;
		if (ids.length < pageSize) return;
	}
}

async function eventsOf(store: Store, id: TimelineId): Promise<StoredEvent[]> {
	const all: StoredEvent[] = [];
	for (;;) {
		const { events } = await store.page(id, { after: all.at(-1)?.seq ?? 0, limit: pageSize });
		all.push(...events);
		if (events.length < pageSize) return all;
	}
}

/** Documents, what is owed, and what is noted of each file. */
async function* othersOf({ store, blobs }: Pair): AsyncGenerator<CopiedRow> {
	for await (const row of rowsOf(store)) {
		const isList = row.kind === 'doc' && derivedNames.has(row.collection);
		if (row.kind !== 'event' && !isList) yield row;
	}
	for await (const { id } of blobs.list()) {
		const blob = await blobs.info(id);
		if (blob !== null) yield { kind: 'blob', blob };
	}
}

const isRedaction = ({ type }: StoredEvent): boolean => type === 'redaction';
const isSame = (left: StoredEvent, right: StoredEvent): boolean =>
	textOf({ kind: 'event', event: left }) === textOf({ kind: 'event', event: right });

const fileKey = (id: string): string => `file ${id}`;
const filesOf = ({ body }: StoredEvent): string[] =>
	((body['files'] ?? []) as readonly { readonly blob: string }[]).map(({ blob }) => fileKey(blob));

function keyOf(row: CopiedRow): string {
	switch (row.kind) {
		case 'event':
			return `event ${row.event.timeline} ${row.event.seq}`;
		case 'doc':
			return `doc ${row.collection} ${row.doc.id}`;
		case 'lane':
			return `lane ${row.lane.sink} ${row.lane.timeline}`;
		case 'blob':
			return fileKey(row.blob.id);
	}
}

function nameOf(row: CopiedRow): string {
	switch (row.kind) {
		case 'event':
			return `the conversation ${row.event.timeline}`;
		case 'doc':
			return `a document of ${row.collection}`;
		case 'lane':
			return `what ${row.lane.sink} is owed of ${row.lane.timeline}`;
		case 'blob':
			return `the file ${row.blob.id}`;
	}
}

/** The higher, the later, of two with one key. */
function ageOf(row: CopiedRow): number {
	if (row.kind === 'doc') return row.doc.rev;
	return row.kind === 'lane' ? laneAge(row.lane) : 0;
}
const laneAge = ({ cursor, tries }: Lane): number => cursor + Math.min(tries, 999) / 1000;
