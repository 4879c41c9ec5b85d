import type { Doc, Page, Query } from '../../ports/store.ts';
import type { Connection, Row } from './driver.ts';
import { cursorAfter, pageStages, plainQuery } from './doc-query.ts';
import { nextTurn } from './next-turn.ts';
import { unescapeJson } from './nul-text.ts';
import { tableOf, type CollectionShape } from './schema.ts';

/** How many documents are read in one turn of the event loop. */
const turnWidth = 500;

/** A document from a row of rev and text. */
export function docOf<T extends Doc>(row: Row): T {
	const doc = JSON.parse(unescapeJson(row[1] as string)) as T;
	return { ...doc, rev: Number(row[0]) };
}

export function get<T extends Doc>(db: Connection, collection: string, id: string): T | null {
	const row = db.row(`SELECT rev, doc FROM ${tableOf(collection)} WHERE id = ?`, id);
	return row === undefined ? null : docOf(row);
}

export async function getMany<T extends Doc>(
	db: Connection,
	collection: string,
	ids: readonly string[],
): Promise<T[]> {
	const found: T[] = [];
	for (const [i, id] of [...new Set(ids)].entries()) {
		if (i > 0 && i % turnWidth === 0) await nextTurn();
		const doc = get<T>(db, collection, id);
		if (doc !== null) found.push(doc);
	}
	return found;
}

export function find<T extends Doc>(
	db: Connection,
	collection: CollectionShape,
	query: Query,
): Page<T> {
	// One more than asked for tells whether there is a next page.
	const wanted = query.limit + 1;
	const rows: Row[] = [];
	for (const { text, values } of pageStages(collection, query, 'rev, doc')) {
		if (rows.length < wanted) rows.push(...db.rows(text, ...values, wanted - rows.length));
	}
	const items = rows.slice(0, query.limit).map((row) => docOf<T>(row));
	const last = items.at(-1);
	const hasNext = rows.length > query.limit && last !== undefined;
	return { items, next: hasNext ? cursorAfter(collection, query, last) : null };
}

export function count(
	db: Connection,
	collection: CollectionShape,
	query: Omit<Query, 'limit' | 'after'>,
	cap: number,
): number {
	const { text, values } = plainQuery(collection, query, '1');
	return Number(db.value(`SELECT count(*) FROM (${text})`, ...values, cap));
}
