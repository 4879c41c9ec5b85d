import type { Lane, Settle, StoredEvent } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { copy } from './copy.ts';
import { everOwed, flushLanes, newLane, unsettled } from './owe-lane.ts';
import { eventOf, eventRowId, laneOf, laneRowId, type LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export async function dueLanes(
	session: Session,
	sink: SinkId,
	now: number,
	limit: number,
): Promise<Lane[]> {
	await flushLanes(session);
	return (await lanesOf(session, sink)).filter((lane) => lane.dueAt <= now).slice(0, limit);
}

export async function nextDue(session: Session, sink: SinkId): Promise<number | null> {
	await flushLanes(session);
	return (await lanesOf(session, sink)).at(0)?.dueAt ?? null;
}

export async function troubledLanes(
	session: Session,
	sink: SinkId,
	limit: number,
): Promise<Lane[]> {
	return (await lanesOf(session, sink)).filter((lane) => lane.tries > 0).slice(0, limit);
}

export async function owingSinks(session: Session): Promise<{ sink: SinkId; lanes: number }[]> {
	await flushLanes(session);
	const { lanes } = session.steps.disk;
	return session.steps.read((concern) =>
		lanes
			.view(concern)
			.groupNames()
			.sort()
			.map((sink) => ({ sink: sink as SinkId, lanes: [...lanes.view(concern).of(sink)].length })),
	);
}

export async function lease(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
	now: number,
	until: number,
): Promise<Lane | null> {
	await flushLanes(session);
	const { lanes } = session.steps.disk;
	const leased = await session.steps.write(() =>
		lanes.change(laneRowId(sink, timeline), (lane) =>
			lane.dueAt > now ? null : { ...lane, dueAt: until, fence: lane.fence + 1 },
		),
	);
	return leased && copy(laneOf(leased));
}

/** An event is owed while it says so itself, or when the lane owes it again by hand. */
export async function owedEvents(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
	after: number,
	limit: number,
): Promise<StoredEvent[]> {
	const { events, lanes } = session.steps.disk;
	const lane = await session.steps.read((concern) =>
		lanes.view(concern).all.get(laneRowId(sink, timeline)),
	);
	const replayFrom = lane?.replayFrom ?? Infinity;
	const rows = await session.steps.read((concern) =>
		everOwed(events.view(concern).of(timeline), sink, after + 1)
			.filter((row) => row.seq >= replayFrom || row.owed.includes(sink))
			.slice(0, limit),
	);
	return copy(rows.map(eventOf));
}

/**
 * Several documents in an order that may stop anywhere: the cursor moves first, by the fence, and from then on the events
 * up to it are settled, whatever they still say. Then they are told, one after the other. The lane goes last, only if nobody
 * leased it and no event above the cursor owes; an append that this look missed has still to look for its lane, and finds
 * either this one, which owes too much to be removed then, or none. Until then the lease is kept: given back with the first
 * write, a lane that owes nothing would be leased by the next worker before it can go, and so on for ever.
 */
export async function settle(
	session: Session,
	{ sink, timeline, fence }: Pick<Lane, 'sink' | 'timeline' | 'fence'>,
	outcome: Settle,
): Promise<boolean> {
	const { events, lanes } = session.steps.disk;
	const id = laneRowId(sink, timeline);
	const { dueAt, tries, problem } = outcome;
	const moved = await session.steps.write(() =>
		lanes.change(id, (lane) => {
			if (lane.fence !== fence) {
				return null;
			}
			// Never back: a settle that timed out may arrive after its repetition and the next one.
			const cursor = Math.max(lane.cursor, outcome.cursor);
			return { ...lane, cursor, tries, problem, dueAt: lane.owed > cursor ? dueAt : lane.dueAt };
		}),
	);
	if (moved === null) {
		return false;
	}
	const { cursor } = moved;
	for (const { seq } of await unsettled(session, sink, timeline)) {
		if (seq > cursor) {
			break;
		}
		await session.steps.write(() =>
			events.change(eventRowId(timeline, seq), (row) => ({
				...row,
				owed: row.owed.filter((other) => other !== sink),
			})),
		);
	}
	if (moved.owed <= cursor) {
		await removeOrRelease(session, moved, dueAt);
	}
	return true;
}

async function removeOrRelease(session: Session, moved: LaneRow, dueAt: number): Promise<void> {
	const { lanes } = session.steps.disk;
	const { id, sink, timeline, fence, cursor } = moved;
	const above = (await unsettled(session, sink, timeline)).at(-1)?.seq ?? 0;
	const isDrained = (lane: LaneRow): boolean => lane.fence === fence && lane.owed <= lane.cursor;
	if (above <= cursor && (await session.steps.write(() => lanes.remove(id, isDrained)))) {
		return;
	}
	await session.steps.write(() =>
		lanes.change(id, (lane) =>
			lane.fence === fence ? { ...lane, owed: Math.max(lane.owed, above), dueAt } : null,
		),
	);
}

/** One write of the lane alone: from then on it owes again what it ever owed from `fromSeq`, and a lease that is out is lost. */
export async function rewind(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
	fromSeq: number,
): Promise<void> {
	const { events, lanes } = session.steps.disk;
	const again = await session.steps.read((concern) =>
		everOwed(events.view(concern).of(timeline), sink, fromSeq),
	);
	const [first, last] = [again.at(0), again.at(-1)];
	if (first === undefined || last === undefined) {
		return;
	}
	const marked = await unsettled(session, sink, timeline);
	await session.steps.write(() => {
		const made = newLane(
			session,
			sink,
			marked[0] && marked[0].seq < first.seq ? marked[0] : first,
			last.seq,
		);
		const rewound = lanes.change(made.id, (lane) => ({
			...lane,
			cursor: Math.min(lane.cursor, fromSeq - 1),
			owed: Math.max(lane.owed, last.seq),
			dueAt: 0,
			tries: 0,
			fence: lane.fence + 1,
			problem: null,
			replayFrom: Math.min(lane.replayFrom ?? Infinity, fromSeq),
		}));
		return rewound ?? lanes.insert({ ...made, dueAt: 0, replayFrom: fromSeq });
	});
}

/** The sink's lanes, earliest due first. */
async function lanesOf(session: Session, sink: SinkId): Promise<Lane[]> {
	const { lanes } = session.steps.disk;
	const rows = await session.steps.read((concern) => [...lanes.view(concern).of(sink)]);
	rows.sort((left, right) => left.dueAt - right.dueAt || (left.timeline < right.timeline ? -1 : 1));
	return copy(rows.map(laneOf));
}
