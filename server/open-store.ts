import { join } from 'node:path';
import type { Blobs } from './ports/blobs.ts';
import type { Collection, Doc, Store } from './ports/store.ts';
import { openMongoStore } from './stores/mongo/open-mongo-store.ts';
import { openFileBlobs } from './stores/sqlite/file-blobs.ts';
import { openSqliteStore } from './stores/sqlite/sqlite-store.ts';

/** Where the data are. */
export type StorePlace =
	| { readonly kind: 'sqlite'; readonly dataDir: string }
	| { readonly kind: 'mongodb'; readonly url: string };

export interface StoreOptions {
	readonly collections: readonly Collection<Doc>[];
	readonly buildDir: string;
	/** SQLite only. */
	readonly sync?: 'full' | 'normal';
	/** Names this server among those on one MongoDB, the same after a restart: its own leases are dropped then. */
	readonly node: string;
	/** Tests only: takes a MongoDB that is no replica set, which can lose what it acknowledged. */
	readonly allowStandalone?: boolean;
}

/** A store with what its owner must know besides the port. */
export type OwnedStore = Store & {
	/** Settles when the store cannot go on: the owner ends the process, and a new one opens it. */
	readonly failed: Promise<Error>;
	/** Gives up the leases that an earlier process of this server left behind. */
	dropLeases(): Promise<void>;
	/** What kind of store it is and how it keeps the data, in sentences for doctor; nothing in them is secret. */
	describe(): Promise<readonly string[]>;
	/** Other server processes that are alive on the same data. Left out where there can be none. */
	others?(): Promise<readonly OtherServer[]>;
};

export interface OtherServer {
	/** Its own name among the servers of this store: host and data folder. */
	readonly node: string;
	readonly host: string;
	readonly pid: number;
	/** When it last said that it is alive. */
	readonly seenAt: number;
}

export interface OpenedStore {
	readonly store: OwnedStore;
	readonly blobs: Blobs;
}

/** The one place that knows which kinds of store there are. Rejects with StoreStartError. */
export async function openStore(place: StorePlace, options: StoreOptions): Promise<OpenedStore> {
	const { collections, buildDir, node, allowStandalone = false } = options;
	if (place.kind === 'mongodb') {
		return openMongoStore({ url: place.url, collections, node, allowStandalone });
	}
	const { dataDir } = place;
	const writerPath = join(buildDir, 'server/writer.js');
	const sync = options.sync === undefined ? {} : { sync: options.sync };
	const store = await openSqliteStore({ dataDir, collections, writerPath, ...sync });
	try {
		return { store, blobs: await openFileBlobs(dataDir, store) };
	} catch (error) {
		await store.close();
		throw error;
	}
}
