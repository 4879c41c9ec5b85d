import { setTimeout as wait } from 'node:timers/promises';
import { DuplicateKey } from '../../ports/errors.ts';
import type { Collection, Condition, Doc, NewDoc, Patch } from '../../ports/store.ts';
import { compareText } from '../compare-text.ts';
import { uniqueFields } from './indexes.ts';
import type { Steps } from './session.ts';
import {
	docOf,
	fieldName,
	fieldOf,
	finite,
	rowOf,
	scalar,
	text,
	whole,
	type DocRow,
} from './values.ts';

type Filter = Record<string, unknown>;

/** Between two tries of a change that others were quicker at: at most so long. */
const longestPauseMs = 20;

export async function insert<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	doc: NewDoc<T>,
): Promise<T> {
	const row = rowOf(doc, 1, uniqueFields(collection));
	await steps.write(() =>
		steps.models.docs(collection.name).collection.insertOne({ ...row } as never),
	);
	return docOf(row);
}

/** Reads and replaces what it read; who is not the first starts over. */
export async function put<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	doc: NewDoc<T>,
	forward?: keyof T & string,
): Promise<T | null> {
	const model = steps.models.docs(collection.name);
	const unique = uniqueFields(collection);
	const fields = forward === undefined ? { rev: 1 } : { rev: 1, [fieldName(forward)]: 1 };
	for (;;) {
		const before = await steps.read(() => model.findById(text(doc.id), fields).lean<DocRow>());
		if (before === null) {
			try {
				return await insert(steps, collection, doc);
			} catch (error) {
				if (!(error instanceof DuplicateKey) || error.index !== 'id') throw error;
				continue;
			}
		}
		const row = rowOf(doc, before.rev + 1, unique);
		if (forward !== undefined && !isLower(before[forward], row[forward])) return null;
		const replaced = await steps.write(() =>
			model.collection.replaceOne({ _id: row._id, rev: before.rev } as never, { ...row } as never),
		);
		if ((replaced as { matchedCount: number }).matchedCount === 1) return docOf(row);
		await wait(Math.random() * longestPauseMs);
	}
}

function isLower(old: DocRow[string], fresh: DocRow[string]): boolean {
	if (typeof old === 'string' && typeof fresh === 'string') {
		return compareText(old, fresh) < 0;
	}
	return typeof old === 'number' && typeof fresh === 'number' && old < fresh;
}

export async function get<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	id: string,
): Promise<T | null> {
	const row = await steps.read(() =>
		steps.models.docs(collection.name).findById(text(id)).lean<DocRow>(),
	);
	return row === null ? null : docOf(row);
}

export async function getMany<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	ids: readonly string[],
): Promise<T[]> {
	const rows = await steps.read(() =>
		steps.models
			.docs(collection.name)
			.find({ _id: { $in: ids.map(text) } })
			.lean<DocRow[]>(),
	);
	const byId = new Map(rows.map((row) => [row._id, row]));
	return [...new Set(ids)].flatMap((id) => {
		const row = byId.get(id);
		return row === undefined ? [] : [docOf<T>(row)];
	});
}

export async function update<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	id: string,
	patch: Patch,
	guard: { readonly rev?: number; readonly if?: readonly Condition[] } = {},
): Promise<T | null> {
	// Nothing is lower or greater than null.
	if (guard.if?.some(({ op, value }) => value === null && op !== 'eq' && op !== 'ne') === true) {
		return null;
	}
	const filter: Filter = {
		_id: text(id),
		...(guard.rev === undefined ? {} : { rev: whole(guard.rev) }),
		...(guard.if === undefined || guard.if.length === 0 ? {} : { $and: guard.if.map(conditionOf) }),
	};
	const change = changeOf(patch, uniqueFields(collection));
	// The driver's own: a field may have a name that means something to mongoose, and values.ts has cast every value.
	const row = await steps.write(() =>
		steps.models
			.docs(collection.name)
			.collection.findOneAndUpdate(filter as never, change, { returnDocument: 'after' }),
	);
	return row === null ? null : docOf(row as unknown as DocRow);
}

/** Comparisons hold between values of one kind only, and never with null, as the database has it too. */
function conditionOf({ field, op, value }: Condition): Filter {
	return { [field === 'id' ? '_id' : fieldName(field)]: { [`$${op}`]: scalar(value) } };
}

function changeOf({ set = {}, unset = [], inc = {}, max = {} }: Patch, unique: readonly string[]) {
	const change: Record<string, Record<string, unknown>> = { $inc: { rev: 1 } };
	const into = (operator: string, field: string, value: unknown): void => {
		(change[operator] ??= {})[field] = value;
	};
	for (const [name, value] of Object.entries(set)) {
		const field = fieldName(name);
		if (!unique.includes(field)) {
			into('$set', field, fieldOf(value));
		} else if (value === null) {
			into('$unset', field, 1);
			into('$set', `_nulls.${field}`, true);
		} else {
			into('$set', field, fieldOf(value));
			into('$unset', `_nulls.${field}`, 1);
		}
	}
	for (const name of unset) {
		into('$unset', fieldName(name), 1);
		if (unique.includes(name)) into('$unset', `_nulls.${name}`, 1);
	}
	for (const [name, by] of Object.entries(inc)) into('$inc', fieldName(name), finite(by));
	for (const [name, least] of Object.entries(max)) into('$max', fieldName(name), finite(least));
	return change;
}

export async function remove<T extends Doc>(
	steps: Steps,
	collection: Collection<T>,
	id: string,
	guard: { readonly rev?: number } = {},
): Promise<boolean> {
	const filter = { _id: text(id), ...(guard.rev === undefined ? {} : { rev: whole(guard.rev) }) };
	const { deletedCount } = await steps.write(() =>
		steps.models.docs(collection.name).deleteOne(filter),
	);
	return deletedCount === 1;
}
