import type { Collection, Doc } from '../../ports/store.ts';
import { connect } from './connect.ts';
import { openGridBlobs, type GridBlobs } from './grid-blobs.ts';
import { MongoStore } from './mongo-store.ts';
import { announce } from './presence.ts';
import { modelsOf } from './schemas.ts';
import { Session } from './session.ts';
import { startErrorOf } from './start-errors.ts';
import { startUp } from './start-up.ts';

export interface MongoOptions {
	/** mongodb:// or mongodb+srv://; without a database in its path it is `parley`. */
	readonly url: string;
	readonly collections: readonly Collection<Doc>[];
	/** Names this server among those on the database, the same after a restart: leases and presence carry it. */
	readonly node: string;
	/** Tests only: takes a MongoDB that is no replica set, which can lose what it acknowledged. */
	readonly allowStandalone?: boolean;
}

/** Connects and makes what is missing of collections and indexes; rejects with StoreStartError when it cannot. */
export async function openMongoStore(
	options: MongoOptions,
): Promise<{ readonly store: MongoStore; readonly blobs: GridBlobs }> {
	const { url, collections, node, allowStandalone = false } = options;
	const link = await connect({ url, allowStandalone });
	try {
		const models = modelsOf(link.mongoose, link.connection, collections);
		const epoch = await startUp(link.connection, models, collections);
		const session = new Session(models, link, node);
		const blobs = await openGridBlobs(session);
		const presence = await announce(session);
		return { store: new MongoStore({ session, presence, collections, epoch }), blobs };
	} catch (error) {
		await link.close().catch(() => undefined);
		throw startErrorOf(error, url);
	}
}
