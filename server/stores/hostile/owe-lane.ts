import { DuplicateKey } from '../../ports/errors.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { below } from './random.ts';
import { laneRowId, type EventRow, type LaneRow } from './rows.ts';
import type { Session } from './session.ts';

/**
 * Makes the lane that the timeline's unsettled events call for, or raises what the lane owes. Repeatable at any time and
 * safe against every other verb:
 * - The new lane's cursor stands before the lowest event that still owes, not before the caller's: of two appends the
 *   later may be the first to get here, and its lane must not skip the earlier's event. No lower one can turn up later,
 *   because events come in order.
 * - A settle may remove the lane at any moment in between. It does so only while the lane owes nothing that it knows of,
 *   so the lane is then missing here and made anew.
 * - If the events were delivered meanwhile, a lane that owes nothing can result. It does no harm: who leases it finds no
 *   event and settles it away.
 *
 * True: a lane was made or raised.
 */
export async function oweLane(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
): Promise<boolean> {
	const { events, lanes } = session.steps.disk;
	const id = laneRowId(sink, timeline);
	for (;;) {
		const marked = await session.steps.read((concern) =>
			unsettled(events.view(concern).of(timeline), sink),
		);
		const [first, last] = [marked.at(0), marked.at(-1)];
		if (first === undefined || last === undefined) {
			return false;
		}
		const found: { before?: LaneRow } = {};
		await session.steps.write(() =>
			lanes.change(id, (lane) => {
				found.before = lane;
				return lane.owed >= last.seq ? lane : { ...lane, owed: last.seq };
			}),
		);
		if (found.before !== undefined) {
			return found.before.owed < last.seq;
		}
		try {
			await session.steps.write(() => lanes.insert(newLane(session, sink, first, last.seq)));
			return true;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) {
				throw error;
			}
		}
	}
}

/** Makes the lanes that appends of this process could not make. */
export async function makeUnmadeLanes(session: Session): Promise<void> {
	for (const id of session.unmade) {
		const [sink, timeline] = JSON.parse(id) as [SinkId, TimelineId];
		await oweLane(session, sink, timeline);
		session.unmade.delete(id);
	}
}

/** Finds every event that still owes something and has no lane that knows of it. */
export async function mendLanes(session: Session): Promise<number> {
	const { events, lanes } = session.steps.disk;
	const missing = await session.steps.read((concern) => {
		const ids = new Set<string>();
		for (const row of events.view(concern).all.values()) {
			for (const sink of row.owed) {
				const lane = lanes.view(concern).all.get(laneRowId(sink, row.timeline));
				if (lane === undefined || lane.owed < row.seq) {
					ids.add(laneRowId(sink, row.timeline));
				}
			}
		}
		return [...ids];
	});
	let made = 0;
	for (const id of missing) {
		const [sink, timeline] = JSON.parse(id) as [SinkId, TimelineId];
		made += (await oweLane(session, sink, timeline)) ? 1 : 0;
	}
	return made;
}

export function unsettled(rows: Iterable<EventRow>, sink: SinkId): EventRow[] {
	return [...rows].filter((row) => row.owed.includes(sink)).sort((a, b) => a.seq - b.seq);
}

/** Where the numbers of an owed event are looked for, whoever settled it before. */
export function everOwed(rows: Iterable<EventRow>, sink: SinkId, from: number): EventRow[] {
	return [...rows]
		.filter((row) => row.seq >= from && row.sinks.includes(sink))
		.sort((a, b) => a.seq - b.seq);
}

export function newLane(
	session: Session,
	sink: SinkId,
	first: Pick<EventRow, 'timeline' | 'seq' | 'at'>,
	owed: number,
): LaneRow {
	return {
		id: laneRowId(sink, first.timeline),
		sink,
		timeline: first.timeline,
		cursor: first.seq - 1,
		owed,
		dueAt: first.at,
		tries: 0,
		// Not from 0: a lease of an earlier lane of the same name must not fit this one.
		fence: below(session.steps.random, 2 ** 40),
		problem: null,
		replayFrom: null,
	};
}
