import type { Collection, Doc, Page, Query, Scalar } from '../../ports/store.ts';
import { holds } from './change-doc.ts';
import { copy } from './copy.ts';
import { compareLists } from './order.ts';
import { scalarOf, type DocRow } from './rows.ts';
import type { Session } from './session.ts';

export async function find<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	query: Query,
): Promise<Page<T>> {
	// One more than asked for tells whether there is a next page.
	const found = await matching(session, collection, query, query.limit + 1);
	const items = found.slice(0, query.limit);
	const last = items.at(-1);
	const next = found.length > query.limit && last ? keyOf(collection, query, last) : null;
	return { items: copy(items) as unknown as T[], next };
}

export async function count<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	query: Omit<Query, 'limit' | 'after'>,
	cap: number,
): Promise<number> {
	return (await matching(session, collection, query, cap)).length;
}

/** Not one step: what is found is removed one by one, and only what still matches. */
export async function removeRange<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	query: Omit<Query, 'after'>,
): Promise<number> {
	const table = session.docs(collection);
	let removed = 0;
	for (const { id } of await matching(session, collection, query, query.limit)) {
		const gone = await session.steps.write(() =>
			table.remove(id, (row) => matches(collection, query, row)),
		);
		removed += gone ? 1 : 0;
	}
	return removed;
}

function matching<T extends Doc>(
	session: Session,
	collection: Collection<T>,
	query: Omit<Query, 'limit'>,
	limit: number,
): Promise<DocRow[]> {
	const table = session.docs(collection);
	const direction = query.direction ?? 1;
	const { after } = query;
	return session.steps.read((concern) => {
		const rows = [...table.view(concern).all.values()].filter((row) =>
			matches(collection, query, row),
		);
		const keyed = rows.map((row) => ({ row, key: keyOf(collection, query, row) }));
		keyed.sort((left, right) => direction * compareLists(left.key, right.key));
		const rest = after
			? keyed.filter(({ key }) => direction * compareLists(key, after) > 0)
			: keyed;
		return rest.slice(0, limit).map(({ row }) => row);
	});
}

function matches<T extends Doc>(
	collection: Collection<T>,
	query: Omit<Query, 'limit'>,
	row: DocRow,
): boolean {
	const fields = fieldsOf(collection, query);
	const prefix = Object.keys(query.eq ?? {}).length;
	for (const [index, field] of fields.slice(0, prefix).entries()) {
		if (query.eq === undefined || !Object.hasOwn(query.eq, field)) {
			throw new TypeError(`eq is not a prefix of the index ${query.index}: no ${fields[index]}.`);
		}
		if (scalarOf(row, field) !== query.eq[field]) {
			return false;
		}
	}
	const ranged = fields[prefix];
	if (collection.indexes[query.index]?.unique === true && scalarOf(row, fields[0]!) === null) {
		return false;
	}
	return Object.entries(query.range ?? {}).every(([op, value]) => {
		if (ranged === undefined) {
			throw new TypeError(`The index ${query.index} has no field left for a range.`);
		}
		return holds(row, { field: ranged, op: op as 'gt' | 'gte' | 'lt' | 'lte', value });
	});
}

function keyOf<T extends Doc>(
	collection: Collection<T>,
	query: Omit<Query, 'limit'>,
	row: DocRow,
): Scalar[] {
	const fields = fieldsOf(collection, query).slice(Object.keys(query.eq ?? {}).length);
	return [...fields.map((field) => scalarOf(row, field)), row.id];
}

function fieldsOf<T extends Doc>(collection: Collection<T>, query: Omit<Query, 'limit'>) {
	const index = collection.indexes[query.index];
	if (index === undefined) {
		throw new TypeError(`The collection ${collection.name} declares no index ${query.index}.`);
	}
	return index.fields;
}
