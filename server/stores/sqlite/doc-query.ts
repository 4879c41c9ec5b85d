import type { Query, Scalar } from '../../ports/store.ts';
import type { SqlValue } from './driver.ts';
import { fieldOf, indexOf, tableOf, type CollectionShape } from './schema.ts';

/*
 * Queries over a declared index. INDEXED BY makes a query that cannot use its index fail when it is prepared instead
 * of reading the whole table. A page after a cursor is read in stages, each of which seeks: for remaining fields (a, b)
 * first "a = ?, b = ?, id > ?", then "a = ?, b > ?", then "a > ?"; one condition for all of them would seek by the
 * first field only. Null stands before everything, so a descending page has a last stage of nulls.
 */

export interface Sql {
	readonly text: string;
	readonly values: readonly SqlValue[];
}
type Conditions = readonly Sql[];

export function toSql(value: Scalar): SqlValue {
	return typeof value === 'boolean' ? Number(value) : value;
}

/** The statements that together give the page, in order, each with a LIMIT to be bound last. */
export function pageStages(collection: CollectionShape, query: Query, columns: string): Sql[] {
	const shape = parse(collection, query);
	const { after } = query;
	if (after === undefined) {
		return [select(shape, columns)];
	}
	if (after.length !== shape.rest.length + 1) {
		throw new TypeError('The cursor is of another query.');
	}
	const stages: Sql[] = [];
	// From the innermost: as many fields equal as there are, the next one beyond.
	for (let equal = shape.rest.length; equal >= 0; equal--) {
		const same = shape.rest.slice(0, equal).map((field, i) => isEqual(field, after[i]!));
		const next = shape.rest[equal] ?? 'id';
		const isNull = isEqual(next, null);
		for (const beyond of isBeyond(next, after[equal]!, shape, isNull)) {
			stages.push(select(shape, columns, [...same, beyond], equal + Number(beyond === isNull)));
		}
	}
	return stages;
}

/** The first rows without a cursor, with a LIMIT to be bound last: for counting and removing. */
export function plainQuery(
	collection: CollectionShape,
	query: Omit<Query, 'limit'>,
	columns: string,
): Sql {
	const shape = parse(collection, query);
	return select(shape, columns);
}

/** What follows the last item of a page. */
export function cursorAfter(
	collection: CollectionShape,
	query: Query,
	item: { readonly id: string },
): Scalar[] {
	const fields = fieldsOf(collection, query).slice(Object.keys(query.eq ?? {}).length);
	const doc = item as unknown as Readonly<Record<string, Scalar | undefined>>;
	return [...fields.map((field) => doc[field] ?? null), item.id];
}

interface Shape {
	readonly from: string;
	readonly conditions: Conditions;
	/** Expressions of the fields that the order goes by, before the id. */
	readonly rest: readonly string[];
	/** Whether the first of them can be null in what is found. */
	readonly hasNulls: boolean;
	readonly isDescending: boolean;
}

function parse(collection: CollectionShape, query: Omit<Query, 'limit'>): Shape {
	const fields = fieldsOf(collection, query);
	const eq = Object.entries(query.eq ?? {});
	const prefix = fields.slice(0, eq.length);
	if (!prefix.every((field) => query.eq !== undefined && Object.hasOwn(query.eq, field))) {
		throw new TypeError(`eq is not a prefix of the index ${query.index}.`);
	}
	const conditions = prefix.map((field) => isEqual(fieldOf(field), query.eq![field]!));
	const rest = fields.slice(eq.length).map((field) => fieldOf(field));
	const range = Object.entries(query.range ?? {});
	const isUnique = collection.indexes[query.index]?.unique === true;
	// A unique index gives only what has a value. To SQLite, too, null equals nothing there, but the index has it.
	if (isUnique && (query.eq?.[fields[0]!] ?? null) === null) {
		conditions.push({ text: `${fieldOf(fields[0]!)} IS NOT NULL`, values: [] });
	}
	for (const [name, value] of range) {
		const [ranged, operator] = [rest[0], operators[name]];
		if (ranged === undefined || operator === undefined) {
			throw new TypeError(`The index ${query.index} has no field left for this range.`);
		}
		conditions.push({ text: `${ranged} ${operator} ?`, values: [toSql(value)] });
	}
	return {
		from: `${tableOf(collection.name)} INDEXED BY ${indexOf(collection.name, query.index)}`,
		conditions,
		rest,
		hasNulls: range.length === 0 && !isUnique,
		isDescending: query.direction === -1,
	};
}

const operators: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

function fieldsOf(collection: CollectionShape, query: Omit<Query, 'limit'>): readonly string[] {
	const index = Object.hasOwn(collection.indexes, query.index)
		? collection.indexes[query.index]
		: undefined;
	if (index === undefined) {
		throw new TypeError(`The collection ${collection.name} declares no index ${query.index}.`);
	}
	return index.fields;
}

/**
 * `fixed` fields of the rest are equal in all rows. They must not stand in ORDER BY: SQLite sees that a column is constant,
 * but not that an expression is, and would sort.
 */
function select(shape: Shape, columns: string, more: Conditions = [], fixed = 0): Sql {
	const { from, rest, isDescending } = shape;
	const conditions = [...shape.conditions, ...more];
	const where = conditions.map(({ text }) => text).join(' AND ');
	const order = [...rest.slice(fixed), 'id']
		.map((term) => (isDescending ? `${term} DESC` : term))
		.join(', ');
	return {
		text: `SELECT ${columns} FROM ${from} ${where && `WHERE ${where}`} ORDER BY ${order} LIMIT ?`,
		values: conditions.flatMap(({ values }) => values),
	};
}

function isEqual(expression: string, value: Scalar): Sql {
	return value === null
		? { text: `${expression} IS NULL`, values: [] }
		: { text: `${expression} = ?`, values: [toSql(value)] };
}

/** What comes after a value, nearest first: nothing, one stretch, or two where nulls follow. */
function isBeyond(expression: string, value: Scalar, shape: Shape, isNull: Sql): Sql[] {
	const { rest, hasNulls, isDescending } = shape;
	if (value === null) {
		return isDescending ? [] : [{ text: `${expression} IS NOT NULL`, values: [] }];
	}
	const values = [toSql(value)];
	if (!isDescending) {
		return [{ text: `${expression} > ?`, values }];
	}
	const lower = { text: `${expression} < ?`, values };
	// An id is never null.
	return expression === 'id' || (!hasNulls && expression === rest[0]) ? [lower] : [lower, isNull];
}
