/** What SQLite's result codes mean to this store. `duplicate` is a unique key; other constraints are bugs. */
export type SqliteCode =
	| 'perm'
	| 'busy'
	| 'readonly'
	| 'ioerr'
	| 'corrupt'
	| 'full'
	| 'cantopen'
	| 'notadb'
	| 'duplicate'
	| 'other';

const names: Readonly<Record<number, SqliteCode>> = {
	3: 'perm',
	5: 'busy',
	6: 'busy',
	8: 'readonly',
	10: 'ioerr',
	11: 'corrupt',
	13: 'full',
	14: 'cantopen',
	26: 'notadb',
};

/** Not every path of the Node 20 package carries the number; SQLite's own words are the same everywhere. */
const messages: readonly (readonly [string, SqliteCode])[] = [
	['UNIQUE constraint failed', 'duplicate'],
	['database or disk is full', 'full'],
	['attempt to write a readonly database', 'readonly'],
	['disk I/O error', 'ioerr'],
	['database disk image is malformed', 'corrupt'],
	['file is not a database', 'notadb'],
	['unable to open database file', 'cantopen'],
	['database is locked', 'busy'],
];

/** Null: not an error of SQLite. */
export function sqliteCode(error: unknown): SqliteCode | null {
	// By its shape: an error of a native module is no instance of the Error that a test's own context has.
	const { code, message, errcode: number } = (error ?? {}) as Partial<Record<string, unknown>>;
	if (code !== 'ERR_SQLITE_ERROR' || typeof message !== 'string') {
		return null;
	}
	if (number === 2067 || number === 1555) {
		return 'duplicate';
	}
	// The lowest byte is the primary code, the rest says more about it.
	const name = typeof number === 'number' ? names[number & 0xff] : undefined;
	return name ?? messages.find(([words]) => message.includes(words))?.[1] ?? 'other';
}

/** The unique index that refused, by the name that the collection declared; `id` for the document's id. */
export function refusedIndex(error: unknown): string {
	// SQLite names the index of an expression (`index 'c_visitors:email'`) and the column of any other.
	return /index 'c_[a-z_]+:(.+)'/.exec(String(error))?.[1] ?? 'id';
}
