import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { highestMark, newLane, oweLane } from './owe-lane.ts';
import { laneId, type EventRow } from './rows.ts';
import { refusedIn } from './mongo-errors.ts';
import type { Debt, Session, Steps } from './session.ts';

/*
 * An append does not wait for its lanes: the event says itself what it owes, and lanes are for those who look. So they are
 * made when this process next looks at any lane, those of all appends in between together. Of a process that died before, the
 * next one makes them (mendLanes).
 */

/** Between the first two looks for an event whose append had no answer; twice as long after each. */
const firstWaitMs = 250;
/** Two minutes after the append: what arrives later still is found by the look over all events. */
const longestWaitMs = 64_000;
/** Lanes in one command. */
const batch = 1000;

/** @param seq of an event that is committed and owed */
export function noteDebt(
	{ debts }: Session,
	sink: SinkId,
	timeline: TimelineId,
	seq: number,
): void {
	const id = laneId(sink, timeline);
	const known = debts.get(id);
	if (known === undefined || known.seq < seq) debts.set(id, { id, sink, timeline, seq });
}

/** An append of this process had no answer: it may have stored something that is owed. */
export function expectLane({ unmade }: Session, sink: SinkId, timeline: TimelineId): void {
	unmade.set(laneId(sink, timeline), { sink, timeline, lookAt: 0, waitMs: firstWaitMs });
}

/** Who looks at lanes calls this first, and waits for those that others make at the same time. */
export function flushLanes(session: Session, steps: Steps): Promise<void> {
	const flushed = session.flushing.then(async () => {
		await makeNoted(session, steps);
		await makeUnmade(session, steps);
	});
	session.flushing = flushed.catch(() => undefined);
	return flushed;
}

async function makeNoted(session: Session, steps: Steps): Promise<void> {
	while (session.debts.size > 0) {
		const taken = [...session.debts.values()].slice(0, batch);
		for (const { id } of taken) session.debts.delete(id);
		try {
			await oweAll(steps, taken);
		} catch (error) {
			for (const { sink, timeline, seq } of taken) noteDebt(session, sink, timeline, seq);
			throw error;
		}
	}
}

/** The same as `oweLane` for each, in four commands at most, mostly one. */
async function oweAll(steps: Steps, debts: readonly Debt[]): Promise<void> {
	const [only] = debts;
	if (debts.length === 1 && only !== undefined) {
		await oweLane(steps, only.sink, only.timeline, only.seq);
		return;
	}
	const { lanes } = steps.models;
	const raising = debts.map(({ id, seq }) => ({
		updateOne: { filter: { _id: id }, update: { $max: { owed: seq } } },
	}));
	const { matchedCount } = await steps.write(() =>
		lanes.collection.bulkWrite(raising as never[], { ordered: false }),
	);
	if (matchedCount === debts.length) return;
	const found = await steps.read(() =>
		lanes.find({ _id: { $in: debts.map(({ id }) => id) } }, { _id: 1 }).lean<{ _id: string }[]>(),
	);
	const known = new Set(found.map(({ _id }) => _id));
	await makeMissing(
		steps,
		debts.filter(({ id }) => !known.has(id)),
	);
}

async function makeMissing(steps: Steps, debts: readonly Debt[]): Promise<void> {
	const marks = await marksOf(
		steps,
		debts.map(({ id }) => id),
	);
	const made = debts.flatMap(({ id, sink, timeline }) => {
		const mark = marks.get(id);
		return mark === undefined ? [] : [newLane(sink, timeline, mark, mark.last)];
	});
	if (made.length === 0) return;
	const refused = await steps.write(() =>
		steps.models.lanes.collection
			.insertMany(made.map((lane) => ({ ...lane })) as never[], { ordered: false })
			.then(() => [], refusedIn),
	);
	// Somebody else made it meanwhile, perhaps for fewer events.
	for (const { index } of refused) {
		const { sink, timeline, owed } = made[index]!;
		await oweLane(steps, sink, timeline, owed);
	}
}

export interface Marks extends Pick<EventRow, 'seq' | 'at'> {
	readonly last: number;
}

/** The lowest and the highest event that still owe each lane. */
export async function marksOf(steps: Steps, ids: readonly string[]): Promise<Map<string, Marks>> {
	const rows = await steps.read(() =>
		steps.models.events
			.aggregate<Marks & { _id: string }>([
				{ $match: { owes: { $in: ids } } },
				{ $unwind: '$owes' },
				{ $match: { owes: { $in: ids } } },
				{
					$group: {
						_id: '$owes',
						seq: { $min: '$seq' },
						last: { $max: '$seq' },
						at: { $min: '$at' },
					},
				},
			])
			.exec(),
	);
	return new Map(rows.map((row) => [row._id, row]));
}

/** Looks again for a while, whatever it finds: a command that had no answer may still be on its way to the database. */
async function makeUnmade(session: Session, steps: Steps): Promise<void> {
	for (const [id, lane] of session.unmade) {
		const now = Date.now();
		if (now < lane.lookAt) continue;
		const seq = await highestMark(steps, id);
		if (seq > 0) await oweLane(steps, lane.sink, lane.timeline, seq);
		lane.lookAt = now + lane.waitMs;
		lane.waitMs *= 2;
		// Not one that was put in anew meanwhile.
		if (lane.waitMs > longestWaitMs && session.unmade.get(id) === lane) session.unmade.delete(id);
	}
}
