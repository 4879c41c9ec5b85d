import type { TimelineId } from '../../../shared/ids.ts';
import type { SearchHit, SearchPage } from '../../ports/store.ts';
import { searchWords } from '../words.ts';
import type { Connection } from './driver.ts';
import { rowsPerMs } from './found-rows.ts';
import { looseMatch, siteFirst, tightened } from './match.ts';
import { nextTurn } from './next-turn.ts';

const defaultMaxMs = 250;
/** Of one look, so that other work of the main thread waits no longer. */
const longestLookMs = 8;
/** The shortest window is this part of the whole: each look costs a little, however little it looks at. */
const mostWindows = 64;
/** Where beginnings are gathered, most of a look's cost is that, whatever the window. */
const mostGathered = 4;
/** Rows of a look at least, to judge by them how many are wanted. */
const fewestRows = 32;

interface Options {
	readonly limit: number;
	readonly before?: number;
	readonly maxMs?: number;
}

/**
 * Newest first, in windows of time from the newest back: small ones at first, growing while they cost little. So a
 * common word is found in the first look, and a rare pair of common words can be given up in between.
 */
export async function search(
	db: Connection,
	site: string,
	text: string,
	{ limit, before, maxMs = defaultMaxMs }: Options,
): Promise<SearchPage> {
	const words = searchWords(text);
	const oldest = db.value('SELECT min(n) FROM found') as number | null;
	if (words === null || oldest === null || limit < 1) {
		return { hits: [], next: null, partial: false };
	}
	const newest = db.value('SELECT max(n) FROM found') as number;
	const startedAt = performance.now();
	const found: { readonly n: number; readonly hit: SearchHit }[] = [];
	const hits = (): SearchHit[] => found.slice(0, limit).map(({ hit }) => hit);
	let match = looseMatch(words);
	let upper = Math.min(before ?? Infinity, newest + 1);
	let width = 0;
	while (upper > oldest) {
		const parts = match.gathers ? mostGathered : mostWindows;
		const shortest = Math.max(rowsPerMs, Math.ceil((newest - oldest) / parts));
		width = Math.max(width, shortest);
		const lower = Math.max(oldest, upper - width);
		const lookedAt = performance.now();
		const most = Math.max(fewestRows, limit + 1 - found.length);
		const rows = look(db, match.text, lower, upper, most);
		const checked = rows.map((n) => check(db, n, site, words.prefix));
		for (const [index, { hit }] of checked.entries()) {
			if (hit !== null) found.push({ n: rows[index]!, hit });
		}
		if (found.length > limit) {
			return { hits: hits(), next: found[limit - 1]!.n, partial: false };
		}
		const isCut = rows.length === most;
		if (isCut) match = tightened(match, words, site, checked);
		upper = isCut ? rows.at(-1)! : lower;
		const now = performance.now();
		if (upper > oldest && now - startedAt >= maxMs) {
			return { hits: hits(), next: upper, partial: true };
		}
		const tookMs = now - lookedAt;
		if (tookMs < longestLookMs / 8) width *= 4;
		else if (tookMs < longestLookMs / 2) width *= 2;
		else {
			width = Math.floor(width / 2);
			await nextTurn();
		}
	}
	return { hits: hits(), next: null, partial: false };
}

/**
 * The driver binds every number as a float, and FTS5 ignores a bound that is no integer: it would walk from the newest
 * row of all to the oldest, and SQLite would drop what is out of bounds.
 */
export const lookSql = `SELECT rowid FROM found_words WHERE found_words MATCH ?
	AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?`;

function look(db: Connection, match: string, lower: number, upper: number, most: number): number[] {
	return db.rows(lookSql, match, lower, upper, most).map(([n]) => Number(n));
}

interface Checked {
	/** Null: not wanted, or erased since the look. */
	readonly hit: SearchHit | null;
	readonly isOfSite: boolean;
	readonly hasPrefix: boolean;
}

function check(db: Connection, n: number, site: string, prefix: string | null): Checked {
	const row = db.row(
		`SELECT t.id, f.seq, instr(f.words || ' ', ?) = 1, instr(f.words, ?) > 0
		FROM found f JOIN timelines t ON t.n = f.timeline WHERE f.n = ?`,
		siteFirst(site),
		` ${prefix ?? ''}`,
		n,
	);
	const [timeline, seq, isOfSite, hasPrefix] = row ?? [null, 0, 0, 0];
	const isHit = isOfSite === 1 && hasPrefix === 1;
	return {
		hit: isHit ? { timeline: timeline as TimelineId, seq: Number(seq) } : null,
		isOfSite: isOfSite === 1,
		hasPrefix: hasPrefix === 1,
	};
}
