import type { Doc, Json, NewDoc, Scalar } from '../../ports/store.ts';

/*
 * What goes to the database is checked here, whatever the types say: an object where a text should be would be read as an
 * operator ({ $ne: null } matches everything).
 */

/** Half of a character cannot be stored; it becomes U+FFFD here, so that what is compared is what is stored. */
export function text<T extends string>(value: T): T {
	if (typeof value !== 'string') throw new TypeError(`Text was expected, not ${typeof value}.`);
	return value.toWellFormed() as T;
}

export function whole(value: number): number {
	if (!Number.isSafeInteger(value)) throw new TypeError('A whole number was expected.');
	return value;
}

/** Zero or less asks for nothing; to the database zero would mean everything. */
export const isNothing = (limit: number): boolean => whole(limit) < 1;

export function finite(value: number): number {
	if (!Number.isFinite(value)) throw new TypeError('A number was expected.');
	return value;
}

export function scalar(value: Scalar): Scalar {
	if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
		throw new TypeError(`A single value was expected, not ${typeof value}.`);
	}
	return typeof value === 'string' ? text(value) : value;
}

/**
 * A field's value that is no scalar, or text with half a character in it. Kept as JSON text, because field names in it may be anything: the database would take `$set`
 * or `a.b` for its own and cannot store a NUL in a name.
 */
interface Packed {
	readonly json: string;
}
export type Field = Scalar | Packed;

/** A document as it is stored. */
export interface DocRow {
	readonly _id: string;
	readonly rev: number;
	/** Unique fields that hold null: they are left out of the document, so that they are not in the unique index. */
	readonly _nulls?: Readonly<Record<string, true>>;
	readonly [field: string]: Field | Readonly<Record<string, true>> | undefined;
}

/** Names of fields that no document may use, because they are ours. */
const reserved = new Set(['id', 'rev']);

export function fieldName(name: string): string {
	if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(name) || reserved.has(name)) {
		throw new TypeError(`A document cannot have a field ${JSON.stringify(name)} at its top.`);
	}
	return name;
}

export function fieldOf(value: Json): Field {
	const isPlain =
		value === null ||
		(typeof value === 'string' ? value.isWellFormed() : typeof value !== 'object');
	return isPlain ? scalar(value as Scalar) : { json: JSON.stringify(value) };
}

/** @param unique the fields of unique indexes */
export function rowOf<T extends Doc>(
	doc: NewDoc<T>,
	rev: number,
	unique: readonly string[],
): DocRow {
	const row: Record<string, Field> = {};
	const nulls: Record<string, true> = {};
	for (const [name, value] of Object.entries(doc as Record<string, Json | undefined>)) {
		if (name === 'id' || name === 'rev' || value === undefined) continue;
		if (value === null && unique.includes(name)) nulls[fieldName(name)] = true;
		else row[fieldName(name)] = fieldOf(value);
	}
	const noted = Object.keys(nulls).length > 0 ? { _nulls: nulls } : {};
	return { _id: text(doc.id), ...row, ...noted, rev };
}

export function docOf<T extends Doc>(row: DocRow): T {
	const doc: Record<string, Json> = { id: row._id };
	for (const [name, value] of Object.entries(row)) {
		if (name === '_id' || name === '_nulls' || value === undefined) continue;
		doc[name] =
			typeof value === 'object' && value !== null
				? (JSON.parse((value as Packed).json) as Json)
				: (value as Scalar);
	}
	for (const name of Object.keys(row._nulls ?? {})) doc[name] = null;
	return doc as unknown as T;
}
