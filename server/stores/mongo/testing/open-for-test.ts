import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { createConnection } from 'mongoose';
import type { Blobs } from '../../../ports/blobs.ts';
import type { Collection, Doc, Store } from '../../../ports/store.ts';
import type { MongoStore } from '../mongo-store.ts';
import { openMongoStore } from '../open-mongo-store.ts';
import { isStandalone } from './test-url.ts';

export interface OpenedForTest {
	readonly store: MongoStore;
	readonly blobs: Blobs;
	/** Another server's store on the same database; `close` closes it, too. */
	another(): Promise<Store>;
	/** Closes what is open. */
	close(): Promise<void>;
	/** Closes what is open and drops the database. */
	drop(): Promise<void>;
}

export async function openMongoForTest(
	url: string,
	collections: readonly Collection<Doc>[],
): Promise<OpenedForTest> {
	const others: Store[] = [];
	const open = () =>
		openMongoStore({ url, collections, node: randomUUID(), allowStandalone: isStandalone });
	const { store, blobs } = await open();
	const close = async (): Promise<void> => {
		await Promise.all([store, ...others].map((one) => one.close()));
	};
	return {
		store,
		blobs,
		async another() {
			const opened = await open();
			others.push(opened.store);
			return opened.store;
		},
		close,
		async drop() {
			await close();
			await dropDatabase(url);
		},
	};
}

export async function dropDatabase(url: string): Promise<void> {
	const connection = await createConnection(url, { runtimeAdapters: { os } }).asPromise();
	await connection.dropDatabase();
	await connection.close();
}
