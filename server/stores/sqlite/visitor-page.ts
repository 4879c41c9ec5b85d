import type { PageQuery } from '../../ports/store.ts';
import type { Connection, Row } from './driver.ts';
import { eventColumns } from './event-row.ts';

/*
 * A visitor's pages count vseq, which has no index (schema.ts: events.v). As |v| never shrinks along a timeline, the
 * place of a vseq is found by bisection; it stands at its own seq or later, so the search begins there and doubles
 * its steps: one look-up where there are no notes, about twenty after thousands of them.
 */

/** The rows of the visible events of the page, ascending. */
export function visitorRows(db: Connection, timeline: number, query: PageQuery): Row[] {
	const { after = 0, before = Infinity, newest = false, limit } = query;
	const top = topOf(db, timeline);
	// vseq is dense, so the page's numbers are known before anything is read.
	let first = after + 1;
	let last = Math.min(before - 1, top.shown);
	if (newest) first = Math.max(first, last - limit + 1);
	else last = Math.min(last, first + limit - 1);

	const rows: Row[] = [];
	let from = first;
	while (first + rows.length <= last) {
		const missing = last - first - rows.length + 1;
		const start = seqOf(db, timeline, first + rows.length, from, top.seq);
		const until = start + 2 * missing + 64; // beyond a long run of notes it is cheaper to search again
		const found = db.rows(
			`SELECT ${eventColumns} FROM events
			WHERE timeline = ? AND seq >= ? AND seq < ? AND v > 0 ORDER BY seq LIMIT ?`,
			timeline,
			start,
			until,
			missing,
		);
		if (found.length === 0) break; // the numbers have a hole, which check() reports; better short than for ever
		rows.push(...found);
		from = until;
	}
	return rows;
}

/** The lowest seq from `from` on at which the visitor has seen `vseq` events: the seq of that event. */
function seqOf(db: Connection, timeline: number, vseq: number, from: number, top: number): number {
	let low = Math.max(from, vseq); // may be it
	let high = low;
	for (let step = 1; high < top && shownAt(db, timeline, high) < vseq; step *= 2) {
		low = high + 1;
		high += step;
	}
	high = Math.min(high, top);
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (shownAt(db, timeline, middle) < vseq) low = middle + 1;
		else high = middle;
	}
	return low;
}

function shownAt(db: Connection, timeline: number, seq: number): number {
	return Number(
		db.value('SELECT abs(v) FROM events WHERE timeline = ? AND seq = ?', timeline, seq),
	);
}

function topOf(db: Connection, timeline: number): { seq: number; shown: number } {
	const [seq, shown] = db.row(
		'SELECT seq, abs(v) FROM events WHERE timeline = ? ORDER BY seq DESC LIMIT 1',
		timeline,
	) ?? [0, 0];
	return { seq: Number(seq), shown: Number(shown) };
}
