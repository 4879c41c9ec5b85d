import { DuplicateKey } from '../../ports/errors.ts';
import type { Doc, DumpRow, Json, Lane } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { copy } from './copy.ts';
import { everOwed, mendLanes, newLane } from './owe-lane.ts';
import { compareText } from '../compare-text.ts';
import { eventOf, eventRowId, laneOf, laneRowId, type DocRow, type EventRow } from './rows.ts';
import type { Session } from './session.ts';
import { timelines } from './read-timeline.ts';
import type { Row, Table } from './table.ts';

const PAGE = 50;

export async function* dump(session: Session): AsyncGenerator<DumpRow> {
	const { disk } = session.steps;
	let last: TimelineId | null = null;
	for (;;) {
		const names: TimelineId[] = await timelines(session, last, PAGE);
		for (const timeline of names) {
			const rows = await session.steps.read((concern) => [
				...disk.events.view(concern).of(timeline),
			]);
			rows.sort((left, right) => left.seq - right.seq);
			for (const row of rows) {
				yield { kind: 'event', event: copy(eventOf(row)) };
			}
		}
		last = names.at(-1) ?? null;
		if (last === null) {
			break;
		}
	}
	for (const [collection, table] of disk.docs) {
		const rows = await session.steps.read((concern) => [...table.view(concern).all.values()]);
		rows.sort((left, right) => compareText(left.id, right.id));
		for (const row of rows) {
			yield { kind: 'doc', collection, doc: copy(row) as Doc & Record<string, Json> };
		}
	}
	// What the events above owe without a lane must be owed by the copy too, which keeps no `owed` of its own.
	await mendLanes(session);
	const lanes = await session.steps.read((concern) => [...disk.lanes.view(concern).all.values()]);
	lanes.sort((left, right) => compareText(left.id, right.id));
	for (const row of lanes) {
		yield { kind: 'lane', lane: copy(laneOf(row)) };
	}
}

export async function load(session: Session, rows: readonly DumpRow[]): Promise<void> {
	const { disk } = session.steps;
	for (const row of rows) {
		if (row.kind === 'doc') {
			await insertUnlessThere(session, disk.docsOf(row.collection), copy(row.doc) as DocRow);
		} else if (row.kind === 'lane') {
			await loadLane(session, row.lane);
		} else {
			const { timeline, seq } = row.event;
			// Owed by the lane, if there is one.
			const stored: EventRow = { ...copy(row.event), id: eventRowId(timeline, seq), owed: [] };
			await insertUnlessThere(session, disk.events, stored);
		}
	}
}

/**
 * A dump is no single moment: its lanes are younger than its events and may speak of events that the copy does not have.
 * Left as it is, such a lane would take the next events of the same numbers for delivered.
 */
async function loadLane(session: Session, lane: Lane): Promise<void> {
	const { events, lanes } = session.steps.disk;
	const { sink, timeline } = lane;
	const owed = await session.steps.read((concern) =>
		everOwed(events.view(concern).of(timeline), sink as SinkId, lane.cursor + 1),
	);
	const [first, last] = [owed.at(0), owed.at(-1)];
	if (first === undefined || last === undefined) {
		return;
	}
	const loaded = {
		...newLane(session, sink, first, last.seq),
		...copy(lane),
		id: laneRowId(sink, timeline),
		owed: last.seq,
		replayFrom: lane.cursor + 1,
	};
	await insertUnlessThere(session, lanes, loaded);
}

/** What is there already is left as it is: a load that was cut short is repeated. */
async function insertUnlessThere<T extends Row>(
	session: Session,
	table: Table<T>,
	row: T,
): Promise<void> {
	try {
		await session.steps.write(() => table.insert(row));
	} catch (error) {
		if (!(error instanceof DuplicateKey) || error.index !== 'id') {
			throw error;
		}
	}
}
