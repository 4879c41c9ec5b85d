import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadDriver } from './driver.ts';
import { sqliteCode } from './sqlite-code.ts';
import { lockedError, startErrorOf } from './start-error.ts';

/** Gives the data folder free again. */
export type Release = () => void;

/**
 * Makes this process the only owner of the data folder, or says null when there is another one (D18).
 *
 * The lock is an exclusive transaction on a database of its own, never committed: no byte is written, so it works on a
 * full disk too, and the system frees it when the process dies in whatever way. The file must never be opened by
 * anything else in this process: closing any handle of it would free the lock, as POSIX wants it.
 */
export async function tryLock(dataDir: string): Promise<Release | null> {
	const open = await loadDriver();
	try {
		makeFolder(dataDir);
		expectWritable(dataDir);
		const connection = open(join(dataDir, 'lock.db'));
		try {
			connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
			return () => connection.close();
		} catch (error) {
			connection.close();
			if (sqliteCode(error) === 'busy') {
				return null;
			}
			throw error;
		}
	} catch (error) {
		throw startErrorOf(error, dataDir);
	}
}

/** Level by level: Node's own recursive way never ends where the system says ENOENT to a new folder, as in /proc. */
function makeFolder(path: string): void {
	if (existsSync(path)) return;
	makeFolder(dirname(path));
	try {
		mkdirSync(path, { mode: 0o700 });
	} catch (error) {
		// Another process was quicker.
		if (!existsSync(path)) throw error;
	}
}

/** SQLite itself opens what it may only read, and would take the lock there without a word. */
function expectWritable(dataDir: string): void {
	accessSync(dataDir, constants.W_OK | constants.X_OK);
	for (const name of ['lock.db', 'parley.db']) {
		const path = join(dataDir, name);
		if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
	}
}

export async function lock(dataDir: string): Promise<Release> {
	const release = await tryLock(dataDir);
	if (release === null) {
		throw lockedError(dataDir);
	}
	return release;
}
