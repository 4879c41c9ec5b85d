import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { refuseUnfinished } from './backup/unfinished.ts';
import type { Config } from './config.ts';
import { openStore, type OpenedStore, type StoreOptions } from './open-store.ts';
import { shownUrl } from './system/store-url.ts';
import { lock } from './stores/sqlite/lock.ts';
import { keyPath } from './system/data-key.ts';
import { movedNotePath, readMovedNote, writeMovedNote } from './system/moved-note.ts';
import { StoreStartError } from './stores/start-error.ts';

export interface OpenedData extends OpenedStore {
	/** The data folder was used before, but its database was not there any more. */
	readonly isDatabaseGone: boolean;
	/** Closes the store, then gives the data folder free. */
	close(): Promise<void>;
}

/** Takes the data folder for this process and opens the store that the settings name. Rejects with StoreStartError. */
export async function openData(
	config: Config,
	collections: StoreOptions['collections'],
	buildDir: string,
): Promise<OpenedData> {
	const { dataDir, storeUrl, storeSync: sync, allowStandalone } = config;
	const options = { collections, buildDir, node: `${hostname()}:${dataDir}`, allowStandalone };
	if (storeUrl === null) {
		refuseMoved(dataDir);
		const isDatabaseGone = existsSync(keyPath(dataDir)) && !existsSync(join(dataDir, 'parley.db'));
		const opened = await openStore({ kind: 'sqlite', dataDir }, { ...options, sync });
		return { ...opened, isDatabaseGone, close: () => opened.store.close() };
	}
	// The folder names this server among those on the database, and holds its socket: it must be one process's too.
	const release = await lock(dataDir);
	try {
		const opened = await openStore({ kind: 'mongodb', url: storeUrl }, options);
		const close = (): Promise<void> => opened.store.close().finally(release);
		await refuseUnfinished(opened.store).catch(async (error: unknown) => {
			await opened.store.close();
			throw error;
		});
		writeMovedNote(dataDir, shownUrl(storeUrl));
		return { ...opened, isDatabaseGone: false, close };
	} catch (error) {
		release();
		throw error;
	}
}

function refuseMoved(dataDir: string): void {
	const address = readMovedNote(dataDir);
	if (address === null) return;
	throw new StoreStartError(
		'moved',
		`The data of this server are in ${address}, and STORE_URL is not set: without it a new or an old database in ${dataDir} would be used, and new messages would go there. Set STORE_URL again; or, if the database in the folder is meant, delete ${movedNotePath(dataDir)} first.`,
	);
}
