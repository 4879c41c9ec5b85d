import type { TimelineId } from '../../../shared/ids.ts';
import type { Doc, DumpRow, Json } from '../../ports/store.ts';
import { collectionOf } from './indexes.ts';
import { mendLanes } from './owe-lane.ts';
import { eventOf, laneOf, type EventRow, type LaneRow } from './rows.ts';
import type { Session, Steps } from './session.ts';
import { docOf, type DocRow } from './values.ts';

/** Rows read at once. Each page is a read of its own: a cursor would be closed after some minutes of a slow backup. */
const pageSize = 500;

/** Every page is a verb of its own, so that the store can close in between. */
export async function* dump(session: Session): AsyncGenerator<DumpRow> {
	yield* events(session);
	for (const collection of await docCollections(session)) yield* docs(session, collection);
	// What the events above owe without a lane must be owed by the copy too, which keeps no marks of its own.
	await session.verb(mendLanes);
	yield* lanes(session);
}

async function* events(session: Session): AsyncGenerator<DumpRow> {
	let last: { timeline: TimelineId; seq: number } | null = null;
	for (;;) {
		const place: { timeline: TimelineId; seq: number } | null = last;
		const rows: EventRow[] = await session.verb((steps) => eventsAfter(steps, place));
		for (const row of rows) yield { kind: 'event', event: eventOf(row) };
		const end = rows.at(-1);
		if (end === undefined) return;
		last = { timeline: end.timeline, seq: end.seq };
	}
}

/** First the rest of the timeline, then others: two plain ranges of the index. */
async function eventsAfter(
	steps: Steps,
	place: { timeline: TimelineId; seq: number } | null,
): Promise<EventRow[]> {
	const query = (filter: Record<string, unknown>, limit: number): Promise<EventRow[]> =>
		steps.read(() =>
			steps.models.events
				.find(filter)
				.sort({ timeline: 1, seq: 1 })
				.limit(limit)
				.batchSize(limit)
				.lean<EventRow[]>(),
		);
	if (place === null) return query({}, pageSize);
	const rest = await query({ timeline: place.timeline, seq: { $gt: place.seq } }, pageSize);
	if (rest.length === pageSize) return rest;
	const others = await query({ timeline: { $gt: place.timeline } }, pageSize - rest.length);
	return [...rest, ...others];
}

async function docCollections(session: Session): Promise<string[]> {
	const all = await session.verb((steps) =>
		steps.read(() => session.connection.db!.listCollections({}, { nameOnly: true }).toArray()),
	);
	return all
		.map(({ name }) => collectionOf(name))
		.filter((name) => name !== null)
		.sort();
}

async function* docs(session: Session, collection: string): AsyncGenerator<DumpRow> {
	for (let after = ''; ;) {
		const place = after;
		const rows = await session.verb((steps) =>
			steps.read(() =>
				steps.models
					.docs(collection)
					.find(place === '' ? {} : { _id: { $gt: place } })
					.sort({ _id: 1 })
					.limit(pageSize)
					.batchSize(pageSize)
					.lean<DocRow[]>(),
			),
		);
		for (const row of rows) {
			const doc = docOf<Doc & Record<string, Json>>(row);
			yield { kind: 'doc', collection, doc };
		}
		if (rows.length < pageSize) return;
		after = rows.at(-1)!._id;
	}
}

async function* lanes(session: Session): AsyncGenerator<DumpRow> {
	for (let after = ''; ;) {
		const place = after;
		const rows = await session.verb((steps) =>
			steps.read(() =>
				steps.models.lanes
					.find({ _id: { $gt: place } })
					.sort({ _id: 1 })
					.limit(pageSize)
					.batchSize(pageSize)
					.lean<LaneRow[]>(),
			),
		);
		for (const row of rows) yield { kind: 'lane', lane: laneOf(row) };
		if (rows.length < pageSize) return;
		after = rows.at(-1)!._id;
	}
}
