import type { DatabaseSync as DatabaseClass } from '@photostructure/sqlite';
import { escapeAll, unescapeAll } from './nul-text.ts';

/*
 * Which SQLite is used is known here only: the one inside Node where it is complete (22.16 has isTransaction and rows
 * as arrays), else the same API and file format from a package with prebuilt binaries for Node 20.
 */

export type SqlValue = string | number | null;
export type Row = readonly SqlValue[];

interface Statement {
	run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
	get(...values: readonly SqlValue[]): unknown;
	all(...values: readonly SqlValue[]): unknown[];
	iterate(...values: readonly SqlValue[]): Iterable<unknown>;
	setReturnArrays(enabled: boolean): void;
}
interface Database {
	readonly isTransaction: boolean;
	exec(sql: string): void;
	prepare(sql: string): Statement;
	close(): void;
}
type Opened = new (path: string, options?: { readonly readOnly?: boolean }) => Database;

/** One connection with its prepared statements, which are kept by their text: texts are few, values are always bound. */
export class Connection {
	readonly #db: Database;
	readonly #statements = new Map<string, Statement>();

	constructor(db: Database) {
		this.#db = db;
	}

	get isTransaction(): boolean {
		return this.#db.isTransaction;
	}

	/** Several statements without values or rows: schema, pragmas. */
	exec(sql: string): void {
		this.#db.exec(sql);
	}

	/** Says how many rows changed. */
	run(sql: string, ...values: SqlValue[]): number {
		escapeAll(values);
		return Number(this.#prepared(sql).run(...values).changes);
	}

	row(sql: string, ...values: SqlValue[]): Row | undefined {
		escapeAll(values);
		const row = this.#prepared(sql).get(...values) as SqlValue[] | undefined;
		if (row !== undefined) unescapeAll(row);
		return row;
	}

	rows(sql: string, ...values: SqlValue[]): Row[] {
		escapeAll(values);
		const rows = this.#prepared(sql).all(...values) as SqlValue[][];
		for (const row of rows) unescapeAll(row);
		return rows;
	}

	/** Row by row, numbers only; must be read to its end or left without an await, because it holds back the checkpoint. */
	each(sql: string): Iterable<Row> {
		return this.#prepared(sql).iterate() as Iterable<Row>;
	}

	/** The first column of the first row; null when there is none. */
	value(sql: string, ...values: SqlValue[]): SqlValue {
		return this.row(sql, ...values)?.[0] ?? null;
	}

	/** On Node 20 the files stay open until the statements are collected: that package can finalize none by itself. */
	close(): void {
		this.#statements.clear();
		this.#db.close();
	}

	#prepared(sql: string): Statement {
		let statement = this.#statements.get(sql);
		if (statement === undefined) {
			statement = this.#db.prepare(sql);
			statement.setReturnArrays(true);
			this.#statements.set(sql, statement);
		}
		return statement;
	}
}

export type OpenConnection = (path: string, mode?: 'read') => Connection;

export async function loadDriver(): Promise<OpenConnection> {
	const Database = builtIn() ?? ((await import('@photostructure/sqlite')).DatabaseSync as Opened);
	return (path, mode) => new Connection(new Database(path, { readOnly: mode === 'read' }));
}

function builtIn(): Opened | null {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 22 || (major === 22 && minor < 16)) {
		return null;
	}
	const emitWarning = process.emitWarning;
	// Loading it warns once that its API is young; people who start a chat server can do nothing with that.
	process.emitWarning = (warning, ...rest: unknown[]) => {
		if (!(rest[0] === 'ExperimentalWarning' && String(warning).startsWith('SQLite'))) {
			Reflect.apply(emitWarning, process, [warning, ...rest]);
		}
	};
	try {
		const module = process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown;
		return (
			((module as { DatabaseSync: typeof DatabaseClass } | undefined)?.DatabaseSync as
				| Opened
				| undefined) ?? null
		);
	} finally {
		process.emitWarning = emitWarning;
	}
}
