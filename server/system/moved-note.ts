import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';

/*
 * A data folder whose server keeps its data in MongoDB says so in a file. Whoever starts a server on it without STORE_URL
 * would otherwise get the folder's own database, an old or an empty one, and new messages would go there unnoticed.
 */

export const movedNotePath = (dataDir: string): string => join(dataDir, 'moved-to-mongodb');

/** @param address for people: without user and password */
export function writeMovedNote(dataDir: string, address: string): void {
	if (readMovedNote(dataDir) === address) return;
	writeFileSync(movedNotePath(dataDir), `${address}\n`, { mode: 0o600 });
}

/** Where the data are; null: in the folder. */
export function readMovedNote(dataDir: string): string | null {
	try {
		return readFileSync(movedNotePath(dataDir), 'utf8').trim();
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return null;
		throw error;
	}
}

export function removeMovedNote(dataDir: string): void {
	rmSync(movedNotePath(dataDir), { force: true });
}
