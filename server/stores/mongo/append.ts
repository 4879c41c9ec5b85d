import type { TimelineId } from '../../../shared/ids.ts';
import { Unknown } from '../../ports/errors.ts';
import type { AppendAnswer, NewEvent } from '../../ports/store.ts';
import { isDuplicate, storedBefore } from './mongo-errors.ts';
import { expectLane, noteDebt } from './flush-lanes.ts';
import { eventOf, eventRow, type EventRow } from './rows.ts';
import type { Session, Steps } from './session.ts';
import { text, whole } from './values.ts';

/** How long a write of somebody else may take to reach the majority; what lasts longer is not known. */
const majorityWaitMs = 10_000;

/**
 * The unique (timeline, seq) of each event's own document is the commit point. What the event owes is in the same
 * document; the lanes are made afterwards, and whoever dies in between leaves an event from which they can be made.
 */
export async function append(
	session: Session,
	steps: Steps,
	timeline: TimelineId,
	after: number,
	events: readonly NewEvent[],
): Promise<AppendAnswer[]> {
	const rows = events.map((event, index) => eventRow(timeline, after + 1 + index, event));
	try {
		const stored = (await mayFollow(session, steps, timeline, after))
			? await insert(session, steps, rows)
			: 0;
		const answers: AppendAnswer[] = rows
			.slice(0, stored)
			.map((row) => ({ kind: 'committed', event: eventOf(row) }));
		const refused = rows.slice(stored);
		if (refused.length > 0) session.forgetTop(timeline);
		for (const row of refused) answers.push(await refusal(steps, row));
		noteDebts(session, answers);
		return answers;
	} catch (error) {
		session.forgetTop(timeline);
		// Some of it may be stored all the same, now or later.
		for (const { sinks } of rows) for (const sink of sinks) expectLane(session, sink, timeline);
		throw error;
	}
}

/**
 * An insert above a number that nobody holds would leave a hole for ever. Read with `majority`, as all reads are: a number
 * that may still be rolled back is no ground to build on (D4).
 */
async function mayFollow(
	session: Session,
	steps: Steps,
	timeline: TimelineId,
	after: number,
): Promise<boolean> {
	const top = session.topOf(timeline);
	if (after <= top) return after === top;
	const found = await steps.read(() =>
		steps.models.events.exists({ timeline: text(timeline), seq: whole(after) }).lean(),
	);
	return found !== null;
}

/** How many of the rows were stored, from the first on. */
async function insert(session: Session, steps: Steps, rows: readonly EventRow[]): Promise<number> {
	const [first] = rows;
	if (first === undefined) return 0;
	// The driver's own insert: the rows were cast above, and mongoose would do it once more.
	const { collection } = steps.models.events;
	const stored = await steps.write(async () => {
		try {
			if (rows.length === 1) await collection.insertOne({ ...first } as never);
			else await collection.insertMany(rows.map((row) => ({ ...row })) as never[]);
			return rows.length;
		} catch (error) {
			const before = storedBefore(error);
			if (before === null) throw isDuplicate(error) ? new Unknown(error) : error;
			return before;
		}
	});
	const last = rows[stored - 1];
	if (stored === rows.length && last !== undefined) session.raiseTop(last.timeline, last.seq);
	return stored;
}

/** A unique index refused the row, or one before it: because of its number, or because it was sent before. */
async function refusal(steps: Steps, { clientKey }: EventRow): Promise<AppendAnswer> {
	if (clientKey === undefined) return { kind: 'moved' };
	const { events } = steps.models;
	const deadline = Date.now() + majorityWaitMs;
	for (let waitMs = 1; Date.now() < deadline; waitMs = Math.min(waitMs * 2, 100)) {
		const sure = await steps.read(() => events.findOne({ clientKey }).lean<EventRow>());
		if (sure !== null) return { kind: 'replay', event: eventOf(sure) };
		// A first write that the majority does not have yet may be rolled back: not to be acknowledged (D11).
		const likely = await steps.read(() => events.exists({ clientKey }).readConcern('local').lean());
		if (likely === null) return { kind: 'moved' };
		await new Promise((resolve) => setTimeout(resolve, waitMs));
	}
	throw new Unknown();
}

/** A replay too: the first call may have died before its lanes were made. */
function noteDebts(session: Session, answers: readonly AppendAnswer[]): void {
	for (const answer of answers) {
		if (answer.kind === 'moved') continue;
		const { sinks, timeline, seq } = answer.event;
		for (const sink of sinks) noteDebt(session, sink, timeline, seq);
	}
}
