import { randomInt } from 'node:crypto';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { DuplicateKey } from '../../ports/errors.ts';
import { laneId, type EventRow, type LaneRow } from './rows.ts';
import type { Steps } from './session.ts';

type Mark = Pick<EventRow, 'seq' | 'at'>;

const pageSize = 1000;

/**
 * Raises what the lane owes to `seq`, a committed event's number, or makes the lane. Repeatable at any time and safe
 * against every other verb:
 * - A new lane's cursor stands before the lowest event that still owes, not before the caller's: of two appends the
 *   later may be the first to get here, and its lane must not skip the earlier's event. No lower one can turn up later,
 *   because events come in order.
 * - A settle may remove the lane at any moment in between. It does so only while the lane owes nothing that it knows of,
 *   so the lane is then missing here and made anew.
 * - If the event was delivered meanwhile, a lane that owes nothing can result. It does no harm: who leases it finds no
 *   event and settles it away.
 *
 * True: a lane was made or raised.
 */
export async function oweLane(
	steps: Steps,
	sink: SinkId,
	timeline: TimelineId,
	seq: number,
): Promise<boolean> {
	const { events, lanes } = steps.models;
	const id = laneId(sink, timeline);
	for (;;) {
		const before = await steps.write(() =>
			lanes
				.findOneAndUpdate(
					{ _id: id },
					{ $max: { owed: seq } },
					{ returnDocument: 'before', projection: { owed: 1 } },
				)
				.lean<Pick<LaneRow, 'owed'>>(),
		);
		if (before !== null) return before.owed < seq;
		const marked = await steps.read(() =>
			events.find({ owes: id }, { seq: 1, at: 1, _id: 0 }).sort({ seq: 1 }).lean<Mark[]>(),
		);
		const [first, last] = [marked.at(0), marked.at(-1)];
		if (first === undefined || last === undefined) return false;
		try {
			const lane = newLane(sink, timeline, first, last.seq);
			await steps.write(() => lanes.collection.insertOne({ ...lane } as never));
			return true;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
	}
}

export function newLane(sink: SinkId, timeline: TimelineId, first: Mark, owed: number): LaneRow {
	return {
		_id: laneId(sink, timeline),
		sink,
		timeline,
		cursor: first.seq - 1,
		owed,
		dueAt: first.at,
		tries: 0,
		// Not from 0: a lease of an earlier lane of the same name must not fit this one.
		fence: randomInt(2 ** 40),
		problem: null,
	};
}

/** Finds every event that still owes something and has no lane that knows of it. */
export async function mendLanes(steps: Steps): Promise<number> {
	const { lanes } = steps.models;
	let made = 0;
	for await (const owing of marksByLane(steps)) {
		const ids = owing.map(({ _id }) => _id);
		const known = await steps.read(() =>
			lanes.find({ _id: { $in: ids } }, { owed: 1 }).lean<Pick<LaneRow, '_id' | 'owed'>[]>(),
		);
		const owed = new Map(known.map((lane) => [lane._id, lane.owed]));
		for (const { _id, top } of owing) {
			if ((owed.get(_id) ?? 0) >= top) continue;
			const [sink, timeline] = JSON.parse(_id) as [SinkId, TimelineId];
			made += (await oweLane(steps, sink, timeline, top)) ? 1 : 0;
		}
	}
	return made;
}

/**
 * The highest event that still owes each lane, in pages. The marks are gathered once, into some hundred bytes for each lane
 * that owes now.
 */
export async function* marksByLane(
	steps: Steps,
): AsyncGenerator<{ readonly _id: string; readonly top: number }[]> {
	const { events } = steps.models;
	const all = await steps.read(() =>
		events
			.aggregate<{ _id: string; top: number }>([
				{ $match: { owes: { $gt: '' } } },
				{ $unwind: '$owes' },
				{ $group: { _id: '$owes', top: { $max: '$seq' } } },
			])
			.option({ allowDiskUse: true })
			.exec(),
	);
	for (let start = 0; start < all.length; start += pageSize) {
		yield all.slice(start, start + pageSize);
	}
}

/** 0: no event owes this lane. */
export async function highestMark(steps: Steps, id: string): Promise<number> {
	const { events } = steps.models;
	const last = await steps.read(() =>
		events
			.findOne({ owes: id }, { seq: 1, _id: 0 })
			.sort({ seq: -1 })
			.lean<Pick<EventRow, 'seq'>>(),
	);
	return last?.seq ?? 0;
}
