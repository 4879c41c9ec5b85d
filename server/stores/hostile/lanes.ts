import type { Lane, Settle, StoredEvent } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { copy } from './copy.ts';
import { everOwed, makeUnmadeLanes, newLane, unsettled } from './owe-lane.ts';
import { eventOf, eventRowId, laneOf, laneRowId, type LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export async function dueLanes(
	session: Session,
	sink: SinkId,
	now: number,
	limit: number,
): Promise<Lane[]> {
	await makeUnmadeLanes(session);
	return (await lanesOf(session, sink)).filter((lane) => lane.dueAt <= now).slice(0, limit);
}

export async function nextDue(session: Session, sink: SinkId): Promise<number | null> {
	await makeUnmadeLanes(session);
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
	await makeUnmadeLanes(session);
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
	await makeUnmadeLanes(session);
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
 * Three documents' worth of work in an order that may stop anywhere: the cursor moves first, by the fence, and from then
 * on the events below it are settled, whatever they still say. Then they are told. The lane goes last, only if nobody
 * leased it and no event above the cursor owes; an append that this look missed has still to look for its lane.
 */
export async function settle(
	session: Session,
	{ sink, timeline, fence }: Pick<Lane, 'sink' | 'timeline' | 'fence'>,
	outcome: Settle,
): Promise<boolean> {
	const { events, lanes } = session.steps.disk;
	const id = laneRowId(sink, timeline);
	const { cursor, dueAt, tries, problem } = outcome;
	const moved = await session.steps.write(() =>
		lanes.change(id, (lane) =>
			// Never back: a settle that timed out may arrive after its repetition and the next one.
			lane.fence === fence
				? { ...lane, cursor: Math.max(lane.cursor, cursor), dueAt, tries, problem }
				: null,
		),
	);
	if (moved === null) {
		return false;
	}
	const marked = await session.steps.read((concern) =>
		unsettled(events.view(concern).of(timeline), sink),
	);
	for (const { seq } of marked.filter((row) => row.seq <= cursor)) {
		await session.steps.write(() =>
			events.change(eventRowId(timeline, seq), (row) => ({
				...row,
				owed: row.owed.filter((other) => other !== sink),
			})),
		);
	}
	const above = marked.at(-1)?.seq ?? 0;
	if (above > cursor) {
		await session.steps.write(() =>
			lanes.change(id, (lane) => (lane.owed < above ? { ...lane, owed: above } : lane)),
		);
	} else if (moved.owed <= cursor) {
		await session.steps.write(() => lanes.remove(id, (lane) => isDrained(lane, fence)));
	}
	return true;
}

function isDrained(lane: LaneRow, fence: number): boolean {
	return lane.fence === fence && lane.owed <= lane.cursor;
}

/** One write of the lane alone: from then on it owes again what it ever owed from `fromSeq`, and a lease that is out is lost. */
export async function rewind(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
	fromSeq: number,
): Promise<void> {
	const { events, lanes } = session.steps.disk;
	const [again, marked] = await session.steps.read((concern) => [
		everOwed(events.view(concern).of(timeline), sink, fromSeq),
		unsettled(events.view(concern).of(timeline), sink),
	]);
	const [first, last] = [again.at(0), again.at(-1)];
	if (first === undefined || last === undefined) {
		return;
	}
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
