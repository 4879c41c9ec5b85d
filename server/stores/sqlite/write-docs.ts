import type { Condition, Json, Patch, Scalar } from '../../ports/store.ts';
import { compareText } from '../compare-text.ts';
import type { Row, SqlValue } from './driver.ts';
import type { Op } from './ops.ts';
import { fieldOf } from './schema.ts';
import type { WriteState } from './write-state.ts';

type Fields = Record<string, Json | undefined>;

export function insert({ db }: WriteState, operation: Op): null {
	const [, table, id, doc] = operation as [number, string, string, string];
	db.run(`INSERT INTO ${table} (id, rev, doc) VALUES (?, 1, ?)`, id, doc);
	return null;
}

/** The rev that is stored now; null when `forward` held it back. */
export function put({ db }: WriteState, operation: Op): SqlValue {
	const [, table, id, doc, forward] = operation as [number, string, string, string, string | null];
	const upsert = `INSERT INTO ${table} AS stored (id, rev, doc) VALUES (?, 1, ?)
		ON CONFLICT (id) DO UPDATE SET rev = rev + 1, doc = excluded.doc`;
	if (forward === null) {
		return db.value(`${upsert} RETURNING rev`, id, doc);
	}
	const isForward = `${fieldOf(forward, 'stored')} < ${fieldOf(forward, 'excluded')}`;
	return db.value(`${upsert} WHERE ${isForward} RETURNING rev`, id, doc);
}

/** Rev and text of the changed document. */
export function update({ db }: WriteState, operation: Op): Row | null {
	const [, table, id, rev, conditions, patch] = operation as [
		number,
		string,
		string,
		number | null,
		string | null,
		string,
	];
	const row = db.row(`SELECT rev, doc FROM ${table} WHERE id = ?`, id);
	if (row === undefined || (rev !== null && row[0] !== rev)) {
		return null;
	}
	const doc = JSON.parse(row[1] as string) as Fields;
	const wanted = conditions === null ? [] : (JSON.parse(conditions) as Condition[]);
	if (!wanted.every((condition) => holds(doc, condition))) {
		return null;
	}
	const text = JSON.stringify(patched(doc, JSON.parse(patch) as Patch));
	const next = (row[0] as number) + 1;
	db.run(`UPDATE ${table} SET rev = ?, doc = ? WHERE id = ?`, next, text, id);
	return [next, text];
}

export function remove({ db }: WriteState, operation: Op): number {
	const [, table, id, rev] = operation as [number, string, string, number | null];
	return rev === null
		? db.run(`DELETE FROM ${table} WHERE id = ?`, id)
		: db.run(`DELETE FROM ${table} WHERE id = ? AND rev = ?`, id, rev);
}

export function removeRange({ db }: WriteState, operation: Op): number {
	const [, sql, ...values] = operation as [number, string, ...SqlValue[]];
	return db.run(sql, ...values);
}

function holds(doc: Fields, { field, op, value }: Condition): boolean {
	const stored = (own(doc, field) ?? null) as Scalar;
	if (op === 'eq' || op === 'ne') {
		return (stored === value) === (op === 'eq');
	}
	// Null is neither lower nor greater than anything, and numbers are not compared with text.
	if (stored === null || value === null || typeof stored !== typeof value) {
		return false;
	}
	const difference =
		typeof stored === 'string'
			? compareText(stored, String(value))
			: Number(stored) - Number(value);
	return { lt: difference < 0, lte: difference <= 0, gt: difference > 0, gte: difference >= 0 }[op];
}

function own(doc: Fields, field: string): Json | undefined {
	return Object.hasOwn(doc, field) ? doc[field] : undefined;
}

function patched(doc: Fields, { set = {}, unset = [], inc = {}, max = {} }: Patch): Fields {
	const fields = new Map(Object.entries(doc));
	for (const [field, value] of Object.entries(set)) fields.set(field, value);
	for (const field of unset) fields.delete(field);
	for (const [field, by] of Object.entries(inc)) {
		fields.set(field, Number(fields.get(field) ?? 0) + by);
	}
	for (const [field, least] of Object.entries(max)) {
		const stored = fields.get(field);
		fields.set(field, typeof stored === 'number' && stored >= least ? stored : least);
	}
	return Object.fromEntries(fields);
}
