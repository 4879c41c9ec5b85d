import { join } from 'node:path';
import type { TimelineId } from '../../../shared/ids.ts';
import type { Doc, DumpRow, Json, Lane, StoredEvent } from '../../ports/store.ts';
import type { Connection, OpenConnection } from './driver.ts';
import { eventColumns, eventOf } from './event-row.ts';
import { nextTurn } from './next-turn.ts';
import { docOf } from './read-docs.ts';
import { numberOf, timelines } from './read-events.ts';
import { lanesAfter } from './read-lanes.ts';
import { configureReader } from './schema.ts';

const pageSize = 500;

/**
 * Reads on a connection of its own, a page at a time and each page whole: a reader that stays open over an await would
 * hold back the checkpoint, and the log would grow for as long as the backup takes.
 */
export async function* dump(
	open: OpenConnection,
	dataDir: string,
	refuseIfClosed: () => void,
): AsyncGenerator<DumpRow> {
	refuseIfClosed();
	const db = open(join(dataDir, 'parley.db'), 'read');
	try {
		configureReader(db);
		for await (const page of pages(db)) {
			refuseIfClosed();
			yield* page;
		}
	} finally {
		db.close();
	}
}

async function* pages(db: Connection): AsyncGenerator<DumpRow[]> {
	let names: TimelineId[] = [];
	do {
		names = timelines(db, names.at(-1) ?? null, pageSize);
		for (const timeline of names) yield* eventPages(db, timeline);
	} while (names.length === pageSize);

	const tables = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'c_*'");
	for (const [table] of tables) yield* docPages(db, String(table));

	let lanes: Lane[] = [];
	do {
		lanes = lanesAfter(db, lanes.at(-1) ?? null, pageSize);
		yield lanes.map((lane) => ({ kind: 'lane', lane }));
		await nextTurn();
	} while (lanes.length === pageSize);
}

async function* eventPages(db: Connection, timeline: TimelineId): AsyncGenerator<DumpRow[]> {
	const n = numberOf(db, timeline);
	let events: StoredEvent[] = [];
	do {
		events = db
			.rows(
				`SELECT ${eventColumns} FROM events WHERE timeline = ? AND seq > ? ORDER BY seq LIMIT ?`,
				n,
				events.at(-1)?.seq ?? 0,
				pageSize,
			)
			.map((row) => eventOf(timeline, row));
		yield events.map((event) => ({ kind: 'event', event }));
		await nextTurn();
	} while (events.length === pageSize);
}

async function* docPages(db: Connection, table: string): AsyncGenerator<DumpRow[]> {
	let last = 0;
	for (;;) {
		const rows = db.rows(
			`SELECT rev, doc, n FROM ${table} WHERE n > ? ORDER BY n LIMIT ?`,
			last,
			pageSize,
		);
		yield rows.map((row) => ({
			kind: 'doc',
			collection: table.slice('c_'.length),
			doc: docOf<Doc & Record<string, Json>>(row),
		}));
		await nextTurn();
		if (rows.length < pageSize) return;
		last = Number(rows.at(-1)![2]);
	}
}
