import { join } from 'node:path';
import type { Collection, Doc } from '../../ports/store.ts';
import { loadDriver } from './driver.ts';
import { lock } from './lock.ts';
import { configureReader } from './schema.ts';
import { startErrorOf } from './start-error.ts';
import { SqliteStore } from './store-verbs.ts';
import { runCheck, startWriter } from './write-queue.ts';

export interface SqliteOptions {
	/** Made with mode 0700 if it is missing. On a local disk, never on NFS. */
	readonly dataDir: string;
	readonly collections: readonly Collection<Doc>[];
	/** The bundle of writer.ts. */
	readonly writerPath: string;
	/** `normal` may lose the last commits at a power cut, though never at the end of the process. Default `full`. */
	readonly sync?: 'full' | 'normal';
	/** For tests of a full disk. */
	readonly maxPages?: number;
}

/** Takes the data folder for this process and opens the store in it; rejects with StoreStartError when it cannot. */
export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
	const { dataDir, writerPath, sync = 'full', maxPages } = options;
	const collections = options.collections.map(({ name, indexes }) => ({ name, indexes }));
	const settings = { dataDir, collections, sync, maxPages };
	const release = await lock(dataDir);
	try {
		const queue = await startWriter(writerPath, settings);
		try {
			const open = await loadDriver();
			const reader = open(join(dataDir, 'parley.db'), 'read');
			configureReader(reader);
			const check = (): Promise<string[]> => runCheck(writerPath, settings);
			return new SqliteStore({ dataDir, open, reader, queue, check, release });
		} catch (error) {
			await queue.close();
			throw error;
		}
	} catch (error) {
		release();
		throw startErrorOf(error, dataDir);
	}
}
