import type { TimelineId } from '../../../shared/ids.ts';
import type { SearchPage } from '../../ports/store.ts';
import { searchWords } from '../words.ts';
import type { Connection } from './driver.ts';
import { rowsPerMs, siteWord } from './found-rows.ts';
import { nextTurn } from './next-turn.ts';

const defaultMaxMs = 250;
/** Of one look, so that other work of the main thread waits no longer. */
const longestLookMs = 8;
const firstWindow = 24 * 60 * 60 * 1000 * rowsPerMs;

interface Options {
	readonly limit: number;
	readonly before?: number;
	readonly maxMs?: number;
}

/**
 * Newest first, in windows of time from the newest back: small ones at first, doubled while they cost little. So a
 * common word is found in the first look, and a rare pair of common words can be given up in between.
 */
export async function search(
	db: Connection,
	site: string,
	text: string,
	{ limit, before, maxMs = defaultMaxMs }: Options,
): Promise<SearchPage> {
	const match = matchOf(site, text);
	const oldest = db.value('SELECT min(n) FROM found') as number | null;
	if (match === null || oldest === null || limit < 1) {
		return { hits: [], next: null, partial: false };
	}
	const newest = db.value('SELECT max(n) FROM found') as number;
	const startedAt = performance.now();
	const rows: number[] = [];
	let upper = Math.min(before ?? Infinity, newest + 1);
	for (let width = firstWindow; upper > oldest;) {
		const lower = Math.max(oldest, upper - width);
		const lookedAt = performance.now();
		const found = db.rows(
			`SELECT rowid FROM found_words WHERE found_words MATCH ? AND rowid >= ? AND rowid < ?
			ORDER BY rowid DESC LIMIT ?`,
			match,
			lower,
			upper,
			limit + 1 - rows.length,
		);
		rows.push(...found.map(([n]) => Number(n)));
		if (rows.length > limit) {
			return { hits: hitsOf(db, rows.slice(0, limit)), next: rows[limit - 1]!, partial: false };
		}
		upper = lower;
		const now = performance.now();
		if (upper > oldest && now - startedAt >= maxMs) {
			return { hits: hitsOf(db, rows), next: upper, partial: true };
		}
		if (now - lookedAt < longestLookMs / 2) width *= 2;
		else {
			width = Math.max(rowsPerMs, Math.floor(width / 2));
			await nextTurn();
		}
	}
	return { hits: hitsOf(db, rows), next: null, partial: false };
}

/** Each word in quotes: nothing that a person types is syntax. */
function matchOf(site: string, text: string): string | null {
	const words = searchWords(text);
	if (words === null) {
		return null;
	}
	const terms = [siteWord(site), ...words.whole].map((word) => `"${word}"`);
	if (words.prefix !== null) terms.push(`"${words.prefix}"*`);
	return terms.join(' AND ');
}

function hitsOf(db: Connection, rows: readonly number[]): SearchPage['hits'] {
	return rows.flatMap((n) => {
		const row = db.row(
			'SELECT t.id, f.seq FROM found f JOIN timelines t ON t.n = f.timeline WHERE f.n = ?',
			n,
		);
		// Erased since it was found.
		return row === undefined ? [] : [{ timeline: row[0] as TimelineId, seq: Number(row[1]) }];
	});
}
