import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { textOf } from '../../server/backup/tally.ts';
import { refuseUnfinished, unfinishedCopies } from '../../server/backup/unfinished.ts';
import { collections } from '../../server/house.ts';
import type { Blobs } from '../../server/ports/blobs.ts';
import type { Store } from '../../server/ports/store.ts';
import { openMongoStore } from '../../server/stores/mongo/open-mongo-store.ts';
import { docsName } from '../../server/stores/mongo/indexes.ts';
import { freshDatabaseUrl, isStandalone } from '../../server/stores/mongo/testing/test-url.ts';
import { begin, newFolder, withData, type Running } from './parley-command.ts';

/** What stands after --from and --to. */
export interface Place {
	readonly kind: 'sqlite' | 'mongodb';
	readonly text: string;
}

/** Addresses that were given out: whoever asked drops them. */
export const databases: string[] = [];

export function newPlace(kind: Place['kind']): Place {
	if (kind === 'sqlite') return { kind, text: join(newFolder(), 'data') };
	const text = freshDatabaseUrl();
	databases.push(text);
	return { kind, text };
}

/** Only for tests: whatever MongoDB they have. */
export const mongoEnv: Readonly<Record<string, string>> = isStandalone
	? { MONGO_STANDALONE: 'only-for-tests' }
	: {};

export const beginAt = (from: Place, to: Place): Running =>
	begin(newFolder(), ['migrate', '--from', from.text, '--to', to.text], mongoEnv);

async function withPlace<T>(
	{ kind, text }: Place,
	work: (store: Store, blobs: Blobs) => Promise<T>,
): Promise<T> {
	if (kind === 'sqlite') return withData(text, work);
	const { store, blobs } = await openMongoStore({
		url: text,
		collections,
		node: randomUUID(),
		allowStandalone: isStandalone,
	});
	try {
		return await work(store, blobs);
	} finally {
		await store.close();
	}
}

/** All events and files as text to be compared, and what is wrong with them. */
export function placeContents(place: Place) {
	return withPlace(place, async (store, blobs) => {
		const all: string[] = [];
		for await (const row of store.dump()) {
			if (row.kind === 'event') all.push(textOf(row));
		}
		for await (const { id } of blobs.list()) all.push(JSON.stringify(await blobs.info(id)));
		const isHalf = await refuseUnfinished(store).then(
			() => false,
			() => true,
		);
		return { all: all.sort(), damage: await store.check(), epoch: store.epoch, isHalf };
	});
}

/** Not by opening a store there: the migration would take that for a server, and refuse. */
export async function untilHalf({ text }: Place, migrating: Running): Promise<void> {
	const connection = await createConnection(text, { runtimeAdapters: { os } }).asPromise();
	const notes = connection.collection(docsName(unfinishedCopies.name));
	let isEnded = false;
	void migrating.ended.then(() => (isEnded = true));
	while (!isEnded && (await notes.findOne({ _id: 'state' as never })) === null) {
		await new Promise((done) => setImmediate(done));
	}
	await connection.close();
}
