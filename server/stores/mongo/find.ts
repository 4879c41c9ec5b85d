import type { QueryFilter } from 'mongoose';
import type { Collection, Doc, Page, Query, Scalar } from '../../ports/store.ts';
import type { Steps } from './session.ts';
import { docOf, fieldName, scalar, whole, type DocRow } from './values.ts';

type Filter = Record<string, unknown>;

export async function find<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	query: Query,
): Promise<Page<T>> {
	if (query.limit < 1 || isForNothing(collection, query)) return { items: [], next: null };
	// One more than asked for tells whether there is a next page.
	const rows = await matching(steps, collection, query, query.limit + 1);
	const items = rows.slice(0, query.limit);
	const last = items.at(-1);
	const next = rows.length > query.limit && last ? keyOf(collection, query, last) : null;
	return { items: items.map((row) => docOf<T>(row)), next };
}

export async function count<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	query: Omit<Query, 'limit' | 'after'>,
	cap: number,
): Promise<number> {
	if (cap < 1 || isForNothing(collection, query)) return 0;
	return steps.read(() =>
		steps.models
			.docs(collection.name)
			.countDocuments(filterOf(collection, query) as QueryFilter<DocRow>, { limit: whole(cap) })
			.exec(),
	);
}

/** Not one step: what is found is removed in one command, and only what still matches. */
export async function removeRange<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	query: Omit<Query, 'after'>,
): Promise<number> {
	if (query.limit < 1 || isForNothing(collection, query)) return 0;
	const rows = await matching(steps, collection, query, query.limit, { _id: 1 });
	if (rows.length === 0) return 0;
	const ids = rows.map(({ _id }) => _id);
	const { deletedCount } = await steps.write(() =>
		steps.models.docs(collection.name).deleteMany(
			{ $and: [{ _id: { $in: ids } }, filterOf(collection, query)] } as QueryFilter<DocRow>,
			// Of more than a hundred ids the planner would rather walk the whole range.
			{ hint: { _id: 1 } },
		),
	);
	return deletedCount;
}

const isUnique = <T extends Doc>(
	collection: Collection<T>,
	{ index }: Pick<Query, 'index'>,
): boolean => collection.indexes[index]?.unique === true;

/** A unique index does not hold what has no value, and would be walked in vain. Nothing is lower or greater than null. */
const isForNothing = <T extends Doc>(
	collection: Collection<T>,
	query: Pick<Query, 'index' | 'eq' | 'range'>,
): boolean =>
	(isUnique(collection, query) && Object.values(query.eq ?? {}).includes(null)) ||
	Object.values(query.range ?? {}).includes(null);

function matching<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	query: Query,
	limit: number,
	fields: Readonly<Record<string, 1>> = {},
): Promise<DocRow[]> {
	const direction = query.direction ?? 1;
	// A unique index does not hold the id, and its values have no ties to break by it.
	const ties = isUnique(collection, query) ? [] : ['_id'];
	const order = Object.fromEntries(
		[...fieldsOf(collection, query), ...ties].map((field) => [field, direction]),
	);
	return steps.read(() =>
		steps.models
			.docs(collection.name)
			.find(filterOf(collection, query) as QueryFilter<DocRow>, fields)
			.sort(order)
			.limit(whole(limit))
			.lean<DocRow[]>(),
	);
}

function filterOf<T extends Doc>(collection: Collection<T>, query: Omit<Query, 'limit'>): Filter {
	const fields = fieldsOf(collection, query);
	const eq = query.eq ?? {};
	const prefix = Object.keys(eq).length;
	const filter: Record<string, unknown> = {};
	for (const [index, field] of fields.slice(0, prefix).entries()) {
		if (!Object.hasOwn(eq, field)) {
			throw new TypeError(`eq is not a prefix of the index ${query.index}: no ${fields[index]}.`);
		}
		// A missing field is found as null, too.
		filter[field] = { $eq: scalar(eq[field] as Scalar) };
	}
	// A sparse index serves only who asks for documents that have the field.
	const isSparse = isUnique(collection, query);
	if (isSparse) {
		for (const field of fields) filter[field] = { ...(filter[field] as Filter), $exists: true };
	}
	const ranged = fields[prefix];
	const range = Object.entries(query.range ?? {}).filter(([, value]) => value !== undefined);
	if (range.length > 0) {
		if (ranged === undefined) {
			throw new TypeError(`The index ${query.index} has no field left for a range.`);
		}
		const bounds = range.map(([op, value]) => [`$${op}`, scalar(value as Scalar)]);
		filter[ranged] = { ...(filter[ranged] as Filter), ...Object.fromEntries(bounds) };
	}
	if (query.after === undefined) return filter;
	const places = [...fields.slice(prefix), '_id'].map((field, index) => ({
		field,
		value: scalar(query.after?.[index] ?? null),
		isSure: isSparse || field === '_id',
	}));
	if (query.after.length !== places.length) throw new TypeError('That is no place in this index.');
	const stages = beyond(places, query.direction ?? 1);
	// Each with all of it, so that each can be found along the index and the parts are merged in its order.
	return { $or: stages.map((stage) => ({ $and: [filter, stage] })) };
}

interface Place {
	readonly field: string;
	readonly value: Scalar;
	/** Whether all documents of the index have a value there. */
	readonly isSure: boolean;
}

/** Everything that comes after the place in the index's order, nothing and null first; in parts, by the first field that differs. */
function beyond(places: readonly Place[], direction: 1 | -1): Filter[] {
	const stages: Filter[] = [];
	const same: Record<string, unknown> = {};
	for (const place of places) {
		for (const part of farther(place, direction)) stages.push({ ...same, ...part });
		same[place.field] = { $eq: place.value };
	}
	return stages;
}

function farther({ field, value, isSure }: Place, direction: 1 | -1): Filter[] {
	if (direction === 1) return [{ [field]: value === null ? { $ne: null } : { $gt: value } }];
	if (value === null) return [];
	const lower = { [field]: { $lt: value } };
	// Nothing and null come last, and a comparison never finds them. Looked for where there are none, the parts are not merged along the index.
	return isSure ? [lower] : [lower, { [field]: { $eq: null } }];
}

function keyOf<T extends Doc>(
	collection: Collection<T>,
	query: Omit<Query, 'limit'>,
	row: DocRow,
): Scalar[] {
	const fields = fieldsOf(collection, query).slice(Object.keys(query.eq ?? {}).length);
	return [...fields.map((field) => valueOf(row, field)), row._id];
}

const valueOf = (row: DocRow, field: string): Scalar => (row[field] as Scalar | undefined) ?? null;

function fieldsOf<T extends Doc>(collection: Collection<T>, query: Omit<Query, 'limit'>): string[] {
	const index = collection.indexes[query.index];
	if (index === undefined) {
		throw new TypeError(`The collection ${collection.name} declares no index ${query.index}.`);
	}
	return index.fields.map((field) => (field === 'rev' ? field : fieldName(field)));
}
