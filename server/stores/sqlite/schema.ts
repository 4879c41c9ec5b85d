import { randomUUID } from 'node:crypto';
import type { IndexSpec } from '../../ports/store.ts';
import type { Connection } from './driver.ts';
import { StoreStartError } from '../start-error.ts';

/** Raised by every change that an older Parley could not read. */
export const schemaVersion = 1;

/** Spells "Parl" in the file's header: tells our file from any other SQLite database. */
const applicationId = 0x5061726c;

/*
 * Timelines and their lanes are stored by a small number of the timeline, not by its id: rows of conversations that
 * are active together then stand on the same few pages, and pages written are what an append costs (measured at 64 a
 * transaction: 16 us CPU instead of 47 with ids as keys).
 *
 * events.v: the event's vseq, or for an internal event minus the vseq before it. It never shrinks along a timeline
 * without its sign, so that a visitor's page is found by bisection and needs no index of its own.
 *
 * lanes.leased: 1 while due_at is the end of a lease, and not the time for which the lane itself waits.
 *
 * found: rows by time (at * 2048 + k), which are the row ids of found_words too: newest first is their order. The
 * words are kept, because only 'delete' with the very words takes them out of the index's pages; a contentless table
 * that deletes by row id alone leaves them in the file until some merge (both tried). Not `detail = none`: with
 * secure-delete it loses rows when one transaction indexes several texts anew (SQLite 3.53; 158 of 400 random runs).
 */
const tables = `
	CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE timelines (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
	CREATE TABLE events (
		n INTEGER PRIMARY KEY,
		timeline INTEGER NOT NULL,
		seq INTEGER NOT NULL,
		v INTEGER NOT NULL,
		at INTEGER NOT NULL,
		type TEXT NOT NULL,
		author_kind TEXT NOT NULL,
		author_id TEXT NOT NULL,
		via TEXT,
		client_id TEXT,
		target INTEGER,
		sinks TEXT,
		body TEXT NOT NULL,
		erased_at INTEGER
	) STRICT;
	CREATE UNIQUE INDEX events_seq ON events (timeline, seq);
	CREATE UNIQUE INDEX events_client ON events (timeline, author_kind, client_id)
		WHERE client_id IS NOT NULL;
	CREATE INDEX events_target ON events (timeline, target) WHERE target IS NOT NULL;
	CREATE TABLE lanes (
		sink TEXT NOT NULL,
		timeline INTEGER NOT NULL,
		cursor INTEGER NOT NULL,
		owed INTEGER NOT NULL,
		due_at INTEGER NOT NULL,
		tries INTEGER NOT NULL,
		fence INTEGER NOT NULL,
		problem TEXT,
		leased INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (sink, timeline)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX lanes_due ON lanes (sink, due_at);
	CREATE INDEX lanes_troubled ON lanes (sink) WHERE tries > 0;
	CREATE TABLE found (
		n INTEGER PRIMARY KEY,
		timeline INTEGER NOT NULL,
		seq INTEGER NOT NULL,
		words TEXT NOT NULL,
		UNIQUE (timeline, seq)
	) STRICT;
	CREATE VIRTUAL TABLE found_words USING fts5 (
		words, content = '', tokenize = 'ascii', prefix = '2 3 4', detail = column
	);
	INSERT INTO found_words (found_words, rank) VALUES ('secure-delete', 1);
	CREATE TABLE probe (bytes BLOB NOT NULL) STRICT;
`;

/** What the writer thread is told of a collection. */
export interface CollectionShape {
	readonly name: string;
	readonly indexes: Readonly<Record<string, IndexSpec>>;
}

/** Settings that a file does not remember, or that must hold at every open. */
export function configureWriter(db: Connection, sync: 'full' | 'normal', maxPages?: number): void {
	db.exec(`
		PRAGMA busy_timeout = 5000;
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = ${sync === 'full' ? 'FULL' : 'NORMAL'};
		PRAGMA wal_autocheckpoint = 4000;
		PRAGMA cache_size = -32000;
		PRAGMA temp_store = MEMORY;
		PRAGMA foreign_keys = OFF;
		PRAGMA secure_delete = ON;
	`);
	if (maxPages !== undefined) {
		db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
	}
}

export function configureReader(db: Connection): void {
	db.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000; PRAGMA query_only = 1');
}

/** Refuses what is not ours, creates what is missing. The first statement reads the header, so damage shows here. */
export function prepareSchema(db: Connection, collections: readonly CollectionShape[]): void {
	const version = Number(db.value('PRAGMA user_version'));
	const isEmpty = db.value('SELECT count(*) FROM sqlite_schema') === 0;
	if (!isEmpty && db.value('PRAGMA application_id') !== applicationId) {
		throw new StoreStartError(
			'damaged',
			'The file parley.db in the data folder is a database, but not one of Parley. Move it away or choose another data folder.',
		);
	}
	if (version > schemaVersion) {
		throw new StoreStartError(
			'newer_version',
			`The database was written by a newer Parley (its format is ${version}, this one knows ${schemaVersion}). Install that version again, or restore a backup made before the update.`,
		);
	}
	if (isEmpty) {
		db.exec(`BEGIN IMMEDIATE; ${tables}
			INSERT INTO meta (key, value) VALUES ('epoch', '${randomUUID()}');
			PRAGMA application_id = ${applicationId};
			PRAGMA user_version = ${schemaVersion};
			COMMIT`);
	}
	for (const collection of collections) {
		prepareCollection(db, collection);
	}
}

/** The table of a collection; its name cannot meet one of ours. */
export function tableOf(collection: string): string {
	if (!/^[a-z_]{1,40}$/.test(collection)) {
		throw new TypeError(`"${collection}" is no name of a collection.`);
	}
	return `c_${collection}`;
}

export function createTable(db: Connection, table: string): void {
	db.exec(
		`CREATE TABLE IF NOT EXISTS ${table} (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, doc TEXT NOT NULL) STRICT`,
	);
}

/** The expression that stands for a field, in an index and, letter by letter the same, in queries. */
export function fieldOf(field: string, table?: string): string {
	if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(field) || field === 'rev') {
		throw new TypeError(`"${field}" is no field that can be indexed.`);
	}
	return `(${table === undefined ? '' : `${table}.`}doc->>'$.${field}')`;
}

export function indexOf(collection: string, index: string): string {
	return `"${tableOf(collection)}:${index}"`;
}

/** Indexes that are declared no more stay: an older version may come back. One that is declared otherwise is made anew. */
function prepareCollection(db: Connection, { name, indexes }: CollectionShape): void {
	const table = tableOf(name);
	const isNew = db.value('SELECT 1 FROM sqlite_schema WHERE name = ?', table) === null;
	if (isNew) {
		createTable(db, table);
	}
	for (const [index, { fields, unique }] of Object.entries(indexes)) {
		if (!/^\w{1,60}$/.test(index)) {
			throw new TypeError(`"${index}" is no name of an index.`);
		}
		// The tie-breaker makes paging seek; in a unique index it would allow everything.
		const columns = [...fields.map((field) => fieldOf(field)), ...(unique ? [] : ['id'])].join(
			', ',
		);
		const quoted = indexOf(name, index);
		const sql = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoted} ON ${table} (${columns})`;
		const stored = db.value('SELECT sql FROM sqlite_schema WHERE name = ?', `${table}:${index}`);
		if (stored !== sql) {
			db.exec(`BEGIN IMMEDIATE; DROP INDEX IF EXISTS ${quoted}; ${sql}; COMMIT`);
		}
	}
}
