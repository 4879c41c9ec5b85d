import type { Row, SqlValue } from './driver.ts';
import { owedTo } from './event-row.ts';
import type { Op } from './ops.ts';
import type { WriteState } from './write-state.ts';

/** For SELECT and RETURNING; `laneOf` reads such a row. */
export const laneColumns = 'cursor, owed, due_at, tries, fence, problem';

const timelineNumber = '(SELECT n FROM timelines WHERE id = ?)';

/** The leased lane; null when it is not due or gone. */
export function lease(state: WriteState, operation: Op): Row | null {
	const [, sink, timeline, now, until] = operation as [number, string, string, number, number];
	const row = state.db.row(
		`UPDATE lanes SET fence = max(fence, ?) + 1, due_at = ?, leased = 1
		WHERE sink = ? AND timeline = ${timelineNumber} AND due_at <= ? RETURNING ${laneColumns}`,
		state.fence,
		until,
		sink,
		timeline,
		now,
	);
	if (row === undefined) {
		return null;
	}
	state.fence = Number(row[4]);
	return row;
}

/** 1 when the fence still held. */
export function settle({ db }: WriteState, operation: Op): number {
	const [, sink, timeline, fence, cursor, dueAt, tries, problem] = operation as [
		number,
		string,
		string,
		number,
		number,
		number,
		number,
		string | null,
	];
	const isHeld = `sink = ? AND timeline = ${timelineNumber} AND fence = ?`;
	const drained = `DELETE FROM lanes WHERE ${isHeld} AND owed <= ?`;
	return (
		db.run(drained, sink, timeline, fence, cursor) ||
		db.run(
			`UPDATE lanes SET cursor = max(cursor, ?), due_at = ?, tries = ?, problem = ?, leased = 0
			WHERE ${isHeld}`,
			cursor,
			dueAt,
			tries,
			problem,
			sink,
			timeline,
			fence,
		)
	);
}

/** Raises the fence as a lease does: whoever has the lane now must not move the cursor on afterwards. */
export function rewind(state: WriteState, operation: Op): null {
	const [, sink, timeline, fromSeq] = operation as [number, string, string, number];
	const top = state.top(timeline);
	const owed = top && highestOwed(state, sink, top.n, fromSeq);
	if (top === null || owed === null) {
		return null;
	}
	state.fence += 1;
	state.db.run(
		`INSERT INTO lanes (sink, timeline, cursor, owed, due_at, tries, fence, problem)
		VALUES (?, ?, ?, ?, 0, 0, ?, NULL)
		ON CONFLICT (sink, timeline) DO UPDATE SET
			cursor = min(cursor, excluded.cursor), owed = max(owed, excluded.owed),
			due_at = 0, leased = 0, tries = 0, fence = max(fence + 1, excluded.fence), problem = NULL`,
		sink,
		top.n,
		fromSeq - 1,
		owed,
		state.fence,
	);
	const fence = state.db.value(
		'SELECT fence FROM lanes WHERE sink = ? AND timeline = ?',
		sink,
		top.n,
	);
	state.fence = Math.max(state.fence, Number(fence));
	return null;
}

/**
 * Leased lanes are due now. What backs off or was asked to wait keeps its time: a process that dies again and again would
 * use up all its tries otherwise. The fences stay: nobody is left who could settle with an old one.
 */
export function dropLeases({ db }: WriteState): null {
	db.run('UPDATE lanes SET due_at = 0, leased = 0 WHERE leased = 1');
	return null;
}

/** The last event from `fromSeq` on that the sink was ever owed. */
export function highestOwed(
	{ db }: WriteState,
	sink: string,
	timeline: number,
	fromSeq: number,
): SqlValue {
	return db.value(
		`SELECT seq FROM events WHERE timeline = ? AND seq >= ? AND ${owedTo}
		ORDER BY seq DESC LIMIT 1`,
		timeline,
		fromSeq,
		sink,
	);
}
