import { indexWords } from '../words.ts';
import { rowsPerMs, siteWord } from './found-rows.ts';
import type { Op } from './ops.ts';
import type { WriteState } from './write-state.ts';

/**
 * Takes rows into the index, replacing the ones of the same event. Each is asked for again here, in the write that
 * indexes it: what was erased meanwhile, or is not there, is not indexed (D10).
 */
export function index(state: WriteState, operation: Op): null {
	const [, ...values] = operation;
	const rows = [];
	for (let i = 0; i < values.length; i += 5) {
		const [timeline, seq, site, at, text] = values.slice(i, i + 5) as [
			string,
			number,
			string,
			number,
			string,
		];
		rows.push({ timeline, seq, site, at, text });
	}
	// A row id below the last one makes FTS5 write out what it holds, so the oldest come first.
	rows.sort((left, right) => left.at - right.at);
	for (const { timeline, seq, site, at, text } of rows) {
		const top = state.top(timeline);
		if (top === null) continue;
		const old = removeFound(state, top.n, seq);
		const isLive = state.db.value(
			'SELECT erased_at IS NULL FROM events WHERE timeline = ? AND seq = ?',
			top.n,
			seq,
		);
		if (isLive !== 1) continue;
		const words = [siteWord(site), ...indexWords(text)].join(' ');
		const n = old !== null && Math.floor(old / rowsPerMs) === at ? old : freeRow(state, at);
		state.db.run(
			'INSERT INTO found (n, timeline, seq, words) VALUES (?, ?, ?, ?)',
			n,
			top.n,
			seq,
			words,
		);
		state.db.run('INSERT INTO found_words (rowid, words) VALUES (?, ?)', n, words);
	}
	return null;
}

/** Takes the event out of the index, its words too; says which row it had. */
export function removeFound({ db }: WriteState, timeline: number, seq: number): number | null {
	const row = db.row('SELECT n, words FROM found WHERE timeline = ? AND seq = ?', timeline, seq);
	if (row === undefined) {
		return null;
	}
	const [n, words] = row as readonly [number, string];
	db.run("INSERT INTO found_words (found_words, rowid, words) VALUES ('delete', ?, ?)", n, words);
	db.run('DELETE FROM found WHERE n = ?', n);
	return n;
}

/** More events of one millisecond than there are rows for run over into the next. */
function freeRow({ db }: WriteState, at: number): number {
	for (let first = at * rowsPerMs; ; first += rowsPerMs) {
		const last = first + rowsPerMs - 1;
		const taken = db.value('SELECT max(n) FROM found WHERE n BETWEEN ? AND ?', first, last);
		const next = taken === null ? first : Number(taken) + 1;
		if (next <= last) {
			return next;
		}
	}
}
