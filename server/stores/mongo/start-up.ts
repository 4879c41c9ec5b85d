import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Collection, Doc } from '../../ports/store.ts';
import { StoreStartError } from '../start-error.ts';
import { docsName, indexes, indexesOf, type Index } from './indexes.ts';
import { duplicateOf, isDriverError, isDuplicate } from './mongo-errors.ts';
import type { Models } from './schemas.ts';

/** Of the collections as this code knows them. A newer one is not touched; an older one is migrated here. */
export const schemaVersion = 1;

/** Makes what is missing of collections and indexes, and says which history the numbers belong to. */
export async function startUp(
	connection: Connection,
	models: Models,
	collections: readonly Collection<Doc>[],
): Promise<string> {
	const found = await models.meta.findById('store').lean();
	if (found !== null && found.version > schemaVersion) {
		throw new StoreStartError(
			'newer_version',
			`The database was written by a newer Parley (format ${found.version}, this one knows ${schemaVersion}). Start the newer version, or restore a backup that was made before the update into another database.`,
		);
	}
	const declared: [string, readonly Index[]][] = [
		...Object.entries(indexes),
		...collections.map((one): [string, Index[]] => [docsName(one.name), indexesOf(one)]),
	];
	await Promise.all(declared.map(([name, wanted]) => makeIndexes(connection, name, wanted)));
	if (found !== null) return found.epoch;
	// Two servers that start on an empty database at the same time: one of their documents stays.
	const fresh = { _id: 'store', version: schemaVersion, epoch: randomUUID() } as const;
	await models.meta.collection.insertOne({ ...fresh } as never).catch((error: unknown) => {
		if (!isDuplicate(error)) throw error;
	});
	const stored = await models.meta.findById('store').lean();
	return stored?.epoch ?? fresh.epoch;
}

/** Costs one command where all are there as they are wanted. One of another form under its name is made anew. */
async function makeIndexes(
	connection: Connection,
	name: string,
	wanted: readonly Index[],
): Promise<void> {
	if (wanted.length === 0) return;
	const collection = connection.collection(name);
	const make = (some: readonly Index[]): Promise<unknown> =>
		collection.createIndexes(some.map((index) => ({ ...index, key: { ...index.key } })));
	try {
		await make(wanted);
	} catch (error) {
		if (!isConflict(error)) throw asStartError(error, name);
		for (const index of wanted) await makeAnew(index, (one) => make([one]), collection);
	}
}

async function makeAnew(
	index: Index,
	make: (index: Index) => Promise<unknown>,
	collection: { dropIndex(name: string): Promise<unknown>; readonly name: string },
): Promise<void> {
	try {
		await make(index);
	} catch (error) {
		if (!isConflict(error)) throw asStartError(error, collection.name);
		await collection.dropIndex(index.name);
		await make(index).catch((failure: unknown) => {
			throw asStartError(failure, collection.name);
		});
	}
}

/** IndexOptionsConflict and IndexKeySpecsConflict. */
const isConflict = (error: unknown): boolean =>
	isDriverError(error) && (error.code === 85 || error.code === 86);

function asStartError(error: unknown, collection: string): unknown {
	if (!isDuplicate(error)) return error;
	return new StoreStartError(
		'damaged',
		`The collection ${collection} holds the same value twice where it may be there once (index ${error instanceof Error ? duplicateOf(error).index : '?'}). No document was changed. Restore a backup into another database.`,
		error,
	);
}
