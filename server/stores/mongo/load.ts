import { DuplicateKey } from '../../ports/errors.ts';
import type { Collection } from 'mongodb';
import type { DumpRow, Lane, StoredEvent } from '../../ports/store.ts';
import { refusedIn, type Refused } from './mongo-errors.ts';
import { eventRow, laneId, type EventRow, type LaneRow } from './rows.ts';
import type { Steps } from './session.ts';
import { rowOf, text, whole, type DocRow } from './values.ts';

type Row<Kind extends DumpRow['kind']> = Extract<DumpRow, { kind: Kind }>;

/**
 * Rows that are there already stay as they are, so that a load that was killed may be repeated.
 *
 * @param uniqueOf the unique fields of a collection
 */
export async function load(
	steps: Steps,
	rows: readonly DumpRow[],
	uniqueOf: (collection: string) => readonly string[],
): Promise<void> {
	for (let start = 0; start < rows.length;) {
		const { kind } = rows[start]!;
		let end = start + 1;
		while (end < rows.length && rows[end]!.kind === kind) end += 1;
		const part = rows.slice(start, end);
		if (kind === 'event') await loadEvents(steps, part as Row<'event'>[]);
		else if (kind === 'doc') await loadDocs(steps, part as Row<'doc'>[], uniqueOf);
		else for (const row of part) await loadLane(steps, (row as Row<'lane'>).lane);
		start = end;
	}
}

/** What an event owes is owed by its lane, if there is one: it carries no marks. */
async function loadEvents(steps: Steps, rows: readonly Row<'event'>[]): Promise<void> {
	const stored = rows.map(({ event }) => loadedRow(event));
	await insertUnlessThere(steps, stored);
}

function loadedRow(event: StoredEvent): EventRow {
	const { owes: _owes, ...row } = eventRow(event.timeline, event.seq, event);
	return { ...row, erasedAt: event.erasedAt };
}

async function insertUnlessThere(steps: Steps, rows: readonly EventRow[]): Promise<void> {
	const { events } = steps.models;
	for (const { index, error } of await insertAll(steps, events, rows)) {
		const { timeline, seq } = rows[index]!;
		const there = await steps.read(() => events.exists({ timeline, seq }).lean());
		if (there === null) throw error;
	}
}

/** Documents of one collection after the other, as a dump has them. */
async function loadDocs(
	steps: Steps,
	rows: readonly Row<'doc'>[],
	uniqueOf: (collection: string) => readonly string[],
): Promise<void> {
	const byCollection = new Map<string, DocRow[]>();
	for (const { collection, doc } of rows) {
		const row = rowOf(doc, whole(doc.rev), uniqueOf(collection));
		const others = byCollection.get(collection);
		if (others === undefined) byCollection.set(collection, [row]);
		else others.push(row);
	}
	for (const [collection, docs] of byCollection) {
		const model = steps.models.docs(collection);
		for (const { index, error } of await insertAll(steps, model, docs)) {
			const there = await steps.read(() => model.exists({ _id: docs[index]!._id }).lean());
			if (there === null) throw error;
		}
	}
}

/** Stores all that no unique index refuses; answers those that one did. */
function insertAll(
	steps: Steps,
	model: { readonly collection: Pick<Collection, 'insertMany'> },
	rows: readonly object[],
): Promise<Refused[]> {
	const copies = rows.map((row) => ({ ...row }));
	return steps.write(() =>
		model.collection.insertMany(copies, { ordered: false }).then(() => [], refusedIn),
	);
}

/**
 * A dump is no single moment: its lanes are younger than its events and may speak of events that the copy does not have.
 * Left as it is, such a lane would take the next events of the same numbers for delivered.
 */
async function loadLane(steps: Steps, lane: Lane): Promise<void> {
	const { sink, timeline, cursor, dueAt, tries, fence, problem } = lane;
	const { events, lanes } = steps.models;
	const last = await steps.read(() =>
		events
			.findOne(
				{ timeline: text(timeline), seq: { $gt: whole(cursor) }, sinks: text(sink) },
				{ seq: 1, _id: 0 },
			)
			.sort({ seq: -1 })
			.lean<Pick<EventRow, 'seq'>>(),
	);
	if (last === null) return;
	const row: LaneRow = {
		_id: laneId(sink, timeline),
		sink,
		timeline,
		cursor,
		owed: last.seq,
		dueAt: whole(dueAt),
		tries: whole(tries),
		fence: whole(fence),
		problem,
		// The loaded events carry no marks.
		replayFrom: cursor + 1,
	};
	try {
		await steps.write(() => lanes.collection.insertOne({ ...row } as never));
	} catch (error) {
		if (!(error instanceof DuplicateKey)) throw error;
	}
}
