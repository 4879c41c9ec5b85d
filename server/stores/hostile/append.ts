import { DuplicateKey, Unknown } from '../../ports/errors.ts';
import type { AppendAnswer, NewEvent } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { copy } from './copy.ts';
import { clientKey } from './disk.ts';
import { noteDebt } from './owe-lane.ts';
import { eventOf, eventRowId, laneRowId, type EventRow } from './rows.ts';
import type { Session } from './session.ts';

/** Enough for a write of another process to reach the majority; what lasts longer is not known. */
const LOOKUPS = 40;

/**
 * The unique (timeline, seq) of each event's own document is the commit point. What the event owes is in the same
 * document; the lanes are made when somebody next looks at them, and whoever dies in between leaves an event from which they
 * can be made.
 */
export async function append(
	session: Session,
	timeline: TimelineId,
	after: number,
	events: readonly NewEvent[],
): Promise<AppendAnswer[]> {
	const rows = copy(events).map((event, index) => rowOf(timeline, after + 1 + index, event));
	try {
		const stored = (await mayFollow(session, timeline, after)) ? await insert(session, rows) : [];
		const answers: AppendAnswer[] = stored.map((row) => committed(row));
		for (const row of rows.slice(stored.length)) {
			answers.push(await refusal(session, row));
		}
		noteDebts(session, answers);
		return answers;
	} catch (error) {
		session.tops.delete(timeline);
		// Some of it may be stored all the same, now or later.
		for (const row of rows) {
			expectLanes(session, row.sinks, timeline);
		}
		throw error;
	}
}

function rowOf(timeline: TimelineId, seq: number, event: NewEvent): EventRow {
	const id = eventRowId(timeline, seq);
	return { ...event, id, timeline, seq, erasedAt: null, owed: event.sinks };
}

/**
 * An insert above a number that nobody holds would leave a hole for ever. Read with `majority`: a number that may still
 * be rolled back is no ground to build on (D4).
 */
async function mayFollow(session: Session, timeline: TimelineId, after: number): Promise<boolean> {
	const top = session.tops.get(timeline) ?? 0;
	if (after <= top) {
		return after === top;
	}
	const { events } = session.steps.disk;
	return session.steps.read((concern) => events.view(concern).all.has(eventRowId(timeline, after)));
}

async function insert(session: Session, rows: readonly EventRow[]): Promise<EventRow[]> {
	const { events } = session.steps.disk;
	let refused = false;
	const stored = await session.steps.writeInOrder(
		rows.map((row) => () => events.insert(row)),
		(error) => {
			if (!(error instanceof DuplicateKey)) {
				throw error;
			}
			refused = true;
		},
	);
	const last = stored.at(-1);
	if (refused) {
		session.tops.delete(rows[0]!.timeline);
	} else if (last !== undefined) {
		session.tops.set(last.timeline, Math.max(session.tops.get(last.timeline) ?? 0, last.seq));
	}
	return stored;
}

function committed(row: EventRow): AppendAnswer {
	return { kind: 'committed', event: copy(eventOf(row)) };
}

async function refusal(session: Session, row: EventRow): Promise<AppendAnswer> {
	const key = clientKey(row);
	if (key === null) {
		return { kind: 'moved' };
	}
	const { events } = session.steps.disk;
	const holder = (concern: 'local' | 'majority'): EventRow | undefined =>
		[...events.view(concern).of(row.timeline)].find((other) => clientKey(other) === key);
	for (let lookup = 0; lookup < LOOKUPS; lookup += 1) {
		// A first write that the majority does not have yet may be rolled back: not to be acknowledged (D11).
		const [sure, likely] = await session.steps.read((concern) => [
			holder(concern),
			holder('local'),
		]);
		if (sure !== undefined) {
			return { kind: 'replay', event: copy(eventOf(sure)) };
		}
		if (likely === undefined) {
			return { kind: 'moved' };
		}
	}
	throw new Unknown();
}

/** A replay too: the first call may have died before its lanes were made. */
function noteDebts(session: Session, answers: readonly AppendAnswer[]): void {
	for (const answer of answers) {
		if (answer.kind !== 'moved') {
			const { sinks, timeline, seq } = answer.event;
			sinks.forEach((sink) => noteDebt(session, sink, timeline, seq));
		}
	}
}

function expectLanes(session: Session, sinks: readonly SinkId[], timeline: TimelineId): void {
	for (const sink of sinks) {
		session.unmade.add(laneRowId(sink, timeline));
	}
}
