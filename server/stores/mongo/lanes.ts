import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Lane, StoredEvent } from '../../ports/store.ts';
import { flushLanes } from './flush-lanes.ts';
import { highestMark, newLane } from './owe-lane.ts';
import { DuplicateKey } from '../../ports/errors.ts';
import { eventOf, laneId, laneOf, type EventRow, type LaneRow } from './rows.ts';
import type { Session, Steps } from './session.ts';
import { isNothing, text, whole } from './values.ts';

export async function dueLanes(
	session: Session,
	steps: Steps,
	sink: SinkId,
	now: number,
	limit: number,
): Promise<Lane[]> {
	if (isNothing(limit)) return [];
	await flushLanes(session, steps);
	const rows = await steps.read(() =>
		steps.models.lanes
			.find({ sink: text(sink), dueAt: { $lte: whole(now) } })
			.sort({ dueAt: 1, timeline: 1 })
			.limit(limit)
			.lean<LaneRow[]>(),
	);
	return rows.map(laneOf);
}

export async function nextDue(
	session: Session,
	steps: Steps,
	sink: SinkId,
): Promise<number | null> {
	await flushLanes(session, steps);
	const first = await steps.read(() =>
		steps.models.lanes
			.findOne({ sink: text(sink) }, { dueAt: 1, _id: 0 })
			.sort({ dueAt: 1 })
			.lean<Pick<LaneRow, 'dueAt'>>(),
	);
	return first?.dueAt ?? null;
}

export async function troubledLanes(steps: Steps, sink: SinkId, limit: number): Promise<Lane[]> {
	if (isNothing(limit)) return [];
	const rows = await steps.read(() =>
		steps.models.lanes
			.find({ sink: text(sink), tries: { $gt: 0 } })
			.sort({ dueAt: 1, timeline: 1 })
			.limit(limit)
			.lean<LaneRow[]>(),
	);
	return rows.map(laneOf);
}

export async function owingSinks(
	session: Session,
	steps: Steps,
): Promise<{ sink: SinkId; lanes: number }[]> {
	await flushLanes(session, steps);
	const counted = await steps.read(() =>
		steps.models.lanes
			.aggregate<{ _id: SinkId; lanes: number }>([
				{ $sort: { sink: 1 } },
				{ $group: { _id: '$sink', lanes: { $sum: 1 } } },
				{ $sort: { _id: 1 } },
			])
			.exec(),
	);
	return counted.map(({ _id: sink, lanes }) => ({ sink, lanes }));
}

export async function lease(
	session: Session,
	steps: Steps,
	sink: SinkId,
	timeline: TimelineId,
	now: number,
	until: number,
): Promise<Lane | null> {
	await flushLanes(session, steps);
	const leased = await steps.write(() =>
		steps.models.lanes
			.findOneAndUpdate(
				{ _id: laneId(sink, timeline), dueAt: { $lte: whole(now) } },
				{ $set: { dueAt: whole(until), holder: session.node }, $inc: { fence: 1 } },
				{ returnDocument: 'after' },
			)
			.lean<LaneRow>(),
	);
	return leased === null ? null : laneOf(leased);
}

/** Leases of an earlier process of this server: nobody else will give them up before their time. */
export async function dropLeases(session: Session, steps: Steps): Promise<void> {
	await steps.write(() =>
		steps.models.lanes.updateMany(
			{ holder: session.node },
			{ $set: { dueAt: 0 }, $unset: { holder: 1 } },
		),
	);
}

/** An event is owed while it says so itself, or when the lane owes it again by hand. */
export async function owedEvents(
	steps: Steps,
	sink: SinkId,
	timeline: TimelineId,
	after: number,
	limit: number,
): Promise<StoredEvent[]> {
	if (isNothing(limit)) return [];
	const id = laneId(sink, timeline);
	const lane = await steps.read(() =>
		steps.models.lanes.findById(id, { replayFrom: 1, _id: 0 }).lean<Pick<LaneRow, 'replayFrom'>>(),
	);
	const from = lane?.replayFrom;
	const owed =
		from === undefined
			? { owes: id }
			: { $or: [{ owes: id }, { seq: { $gte: from }, sinks: text(sink) }] };
	const rows = await steps.read(() =>
		steps.models.events
			.find({ timeline: text(timeline), seq: { $gt: whole(after) }, ...owed })
			.sort({ seq: 1 })
			.limit(limit)
			.lean<EventRow[]>(),
	);
	return rows.map(eventOf);
}

/** One write of the lane alone: from then on it owes again what it ever owed from `fromSeq`, and a lease that is out is lost. */
export async function rewind(
	steps: Steps,
	sink: SinkId,
	timeline: TimelineId,
	fromSeq: number,
): Promise<void> {
	const { events, lanes } = steps.models;
	const id = laneId(sink, timeline);
	const ever = { timeline: text(timeline), seq: { $gte: whole(fromSeq) }, sinks: text(sink) };
	const fields = { seq: 1, at: 1, _id: 0 } as const;
	type Place = Pick<EventRow, 'seq' | 'at'>;
	for (;;) {
		const first = await steps.read(() =>
			events.findOne(ever, fields).sort({ seq: 1 }).lean<Place>(),
		);
		const last = await steps.read(() =>
			events.findOne(ever, fields).sort({ seq: -1 }).lean<Place>(),
		);
		if (first === null || last === null) return;
		const changed = await steps.write(() =>
			lanes
				.findOneAndUpdate(
					{ _id: id },
					{
						$min: { cursor: fromSeq - 1, replayFrom: fromSeq },
						$max: { owed: last.seq },
						$set: { dueAt: 0, tries: 0, problem: null },
						$unset: { holder: 1 },
						$inc: { fence: 1 },
					},
					{ projection: { _id: 1 } },
				)
				.lean(),
		);
		if (changed !== null) return;
		const marked = await steps.read(() =>
			events.findOne({ owes: id }, fields).sort({ seq: 1 }).lean<Place>(),
		);
		const lowest = marked !== null && marked.seq < first.seq ? marked : first;
		const owed = Math.max(last.seq, await highestMark(steps, id));
		const made: LaneRow = {
			...newLane(sink, timeline, lowest, owed),
			dueAt: 0,
			replayFrom: fromSeq,
		};
		try {
			await steps.write(() => lanes.collection.insertOne({ ...made } as never));
			return;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
	}
}
