import type { Row, SqlValue } from './driver.ts';
import { eventColumns, eventWidth, insertEvent, sinksOf } from './event-row.ts';
import { committed, moved, type Op } from './ops.ts';
import { removeFound } from './write-search.ts';
import type { Top, WriteState } from './write-state.ts';

/** Cursor just before the event that is owed: with the lane absent, nothing before it is. */
export const oweLane = `INSERT INTO lanes (sink, timeline, cursor, owed, due_at, tries, fence, problem)
	VALUES (?1, ?2, ?3 - 1, ?3, 0, 0, 0, NULL)
	ON CONFLICT (sink, timeline) DO UPDATE SET owed = max(owed, excluded.owed)`;

/**
 * Writes the events one after the other until one is refused; those after it are only looked up, because they may be a
 * resend of what is stored already. Answers `committed` for all, or what became of each.
 */
export function append(state: WriteState, operation: Op): number | (number | Row)[] {
	const timeline = operation[1] as string;
	const after = operation[2] as number;
	const top = state.top(timeline);
	let open = after === (top?.seq ?? 0);
	let isWhole = true;
	const answers: (number | Row)[] = [];
	for (let at = 3; at < operation.length; at += eventWidth) {
		if (open && insert(state, state.topOrNew(timeline), operation, at)) {
			answers.push(committed);
		} else {
			open = false;
			isWhole = false;
			answers.push(replayed(state, state.top(timeline), operation, at) ?? moved);
		}
	}
	return isWhole ? committed : answers;
}

function insert({ db }: WriteState, top: Top, event: Op, at: number): boolean {
	const vseq = event[at] as number | null;
	const seq = top.seq + 1;
	const v = vseq ?? 0 - Math.abs(top.v);
	const sinks = event[at + 8] as string | null;
	const changes = db.run(
		insertEvent,
		top.n,
		seq,
		v,
		event[at + 1] as number,
		event[at + 2] as string,
		event[at + 3] as string,
		event[at + 4] as string,
		event[at + 5] as string | null,
		event[at + 6] as string | null,
		event[at + 7] as number | null,
		sinks,
		event[at + 9] as string,
		null,
	);
	if (changes !== 1) {
		return false;
	}
	top.seq = seq;
	top.v = v;
	for (const sink of sinksOf(sinks)) {
		db.run(oweLane, sink, top.n, seq);
	}
	return true;
}

/** The event that this author's clientId is already stored as. */
function replayed(state: WriteState, top: Top | null, event: Op, at: number): Row | undefined {
	const clientId = event[at + 6] as string | null;
	if (top === null || clientId === null) {
		return undefined;
	}
	return state.db.row(
		`SELECT ${eventColumns} FROM events
		WHERE timeline = ? AND author_kind = ? AND client_id = ?`,
		top.n,
		event[at + 3] as string,
		clientId,
	);
}

/** Replaces in place: a row that stays keeps the numbers dense. The time of the first erasure stands. */
export function erase(state: WriteState, operation: Op): null {
	const [, timeline, at, ...remains] = operation as [number, string, number, ...SqlValue[]];
	const top = state.top(timeline);
	if (top === null) {
		return null;
	}
	for (let i = 0; i < remains.length; i += 2) {
		const seq = remains[i] as number;
		state.db.run(
			`UPDATE events SET body = ?, erased_at = ifnull(erased_at, ?)
			WHERE timeline = ? AND seq = ?`,
			remains[i + 1] as string,
			at,
			top.n,
			seq,
		);
		removeFound(state, top.n, seq);
	}
	return null;
}
