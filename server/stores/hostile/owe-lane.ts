import { DuplicateKey } from '../../ports/errors.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { below } from './random.ts';
import { laneRowId, type EventRow, type LaneRow } from './rows.ts';
import type { Session } from './session.ts';

/**
 * For a committed event that is owed to the sink: raises what its lane owes, or makes the lane. Repeatable at any time and
 * safe against every other verb:
 * - Mostly the lane is there, and its events need not be looked at: raising it is all.
 * - A settle may remove the lane at any moment in between. It does so only while the lane owes nothing that it knows of,
 *   so the lane is then missing here and made anew.
 * - The new lane's cursor stands before the lowest event that still owes, not before the caller's: of two appends the
 *   later may be the first to get here, and its lane must not skip the earlier's event. No lower one can turn up later,
 *   because events come in order.
 * - If the events were delivered meanwhile, a lane that owes nothing can result. It does no harm: who leases it finds no
 *   event and settles it away. The number must be of a committed event all the same: such a lane's cursor goes up to what it
 *   owes, and would go past an event that gets this number later.
 *
 * True: a lane was made or raised.
 */
export async function oweLane(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
	seq: number,
): Promise<boolean> {
	const { lanes } = session.steps.disk;
	const id = laneRowId(sink, timeline);
	for (;;) {
		const found: { before?: LaneRow } = {};
		await session.steps.write(() =>
			lanes.change(id, (lane) => {
				found.before = lane;
				return lane.owed >= seq ? lane : { ...lane, owed: seq };
			}),
		);
		if (found.before !== undefined) {
			return found.before.owed < seq;
		}
		const marked = await unsettled(session, sink, timeline);
		const [first, last] = [marked.at(0), marked.at(-1)];
		if (first === undefined || last === undefined) {
			return false;
		}
		try {
			await session.steps.write(() => lanes.insert(newLane(session, sink, first, last.seq)));
			return true;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) {
				throw error;
			}
			// Somebody else made it, perhaps for fewer events: to be raised.
		}
	}
}

/** The same where it is not known what was committed: first looks at what the events say. */
async function mendLane(session: Session, sink: SinkId, timeline: TimelineId): Promise<boolean> {
	const last = (await unsettled(session, sink, timeline)).at(-1);
	return last !== undefined && oweLane(session, sink, timeline, last.seq);
}

/** @param seq of an event that is committed and owed */
export function noteDebt(
	{ debts }: Session,
	sink: SinkId,
	timeline: TimelineId,
	seq: number,
): void {
	const id = laneRowId(sink, timeline);
	debts.set(id, Math.max(debts.get(id) ?? 0, seq));
}

/** Who looks at lanes calls this first, and waits for those that others make at the same time. */
export function flushLanes(session: Session): Promise<void> {
	const flushed = session.flushing.then(() => makeNotedLanes(session));
	session.flushing = flushed.catch(() => undefined);
	return flushed;
}

/** First those of committed events, then those that appends without an answer may have left. */
async function makeNotedLanes(session: Session): Promise<void> {
	for (const [id, seq] of session.debts) {
		const [sink, timeline] = JSON.parse(id) as [SinkId, TimelineId];
		session.debts.delete(id);
		try {
			await oweLane(session, sink, timeline, seq);
		} catch (error) {
			noteDebt(session, sink, timeline, seq);
			throw error;
		}
	}
	for (const id of session.unmade) {
		const [sink, timeline] = JSON.parse(id) as [SinkId, TimelineId];
		session.unmade.delete(id);
		try {
			await mendLane(session, sink, timeline);
		} catch (error) {
			session.unmade.add(id);
			throw error;
		}
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
		made += (await mendLane(session, sink, timeline)) ? 1 : 0;
	}
	return made;
}

/** The timeline's events that say that they are owed to the sink, ascending. */
export function unsettled(
	session: Session,
	sink: SinkId,
	timeline: TimelineId,
): Promise<EventRow[]> {
	const { events } = session.steps.disk;
	return session.steps.read((concern) =>
		[...events.view(concern).of(timeline)]
			.filter((row) => row.owed.includes(sink))
			.sort((a, b) => a.seq - b.seq),
	);
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
