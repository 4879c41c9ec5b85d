import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blobs } from '../../ports/blobs.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';
import { dropDatabase, openMongoForTest } from '../mongo/testing/open-for-test.ts';
import { freshDatabaseUrl, mongoTestUrl } from '../mongo/testing/test-url.ts';
import { openFileBlobs } from '../sqlite/file-blobs.ts';
import { writerPath } from '../sqlite/open-for-test.ts';
import { openSqliteStore } from '../sqlite/sqlite-store.ts';

/** The data of one real store, which outlive those who open it. */
export interface RealData {
	open(): Promise<{ readonly store: Store; readonly blobs: Blobs }>;
	/** Once everybody has closed. */
	remove(): Promise<void>;
}

export interface RealStore {
	readonly name: string;
	/** Two processes may have it open at the same time. */
	readonly isShared: boolean;
	/** New and empty. */
	newData(collections: readonly Collection<Doc>[]): RealData;
}

const sqlite: RealStore = {
	name: 'SQLite',
	isShared: false,
	newData(collections) {
		const dataDir = mkdtempSync(join(tmpdir(), 'parley-real-'));
		return {
			async open() {
				const store = await openSqliteStore({ dataDir, collections, writerPath });
				return { store, blobs: await openFileBlobs(dataDir, store) };
			},
			remove: async () => rmSync(dataDir, { recursive: true, force: true }),
		};
	},
};

const mongodb: RealStore = {
	name: 'MongoDB',
	isShared: true,
	newData(collections) {
		const url = freshDatabaseUrl();
		return { open: () => openMongoForTest(url, collections), remove: () => dropDatabase(url) };
	},
};

/** SQLite, and the MongoDB that npm test brought up. Without one its contract suite says that it is left out. */
export const realStores: readonly RealStore[] =
	mongoTestUrl() === null ? [sqlite] : [sqlite, mongodb];
