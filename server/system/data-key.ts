import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';

/** The server's key: secrets of plugins are encrypted under it. Losing it loses them; backups do not hold it. */
export interface DataKey {
	readonly bytes: Buffer;
	/** Where it comes from, for doctor. */
	readonly source: 'PARLEY_KEY' | 'file';
}

export const keyPath = (dataDir: string): string => join(dataDir, 'key');

/** From the environment, else from the data folder, where the first start makes it with mode 0600. */
export function loadDataKey(dataDir: string, given: string | null): DataKey {
	if (given !== null)
		return { bytes: Buffer.from(given, 'base64').subarray(0, 32), source: 'PARLEY_KEY' };
	const path = keyPath(dataDir);
	const stored = readIfThere(path) ?? create(path);
	const bytes = Buffer.from(stored, 'base64');
	if (bytes.length !== 32) {
		throw new Error(
			`${path} does not hold a key. Put the right one back from your own safe copy, or delete it to lose all stored secrets.`,
		);
	}
	return { bytes, source: 'file' };
}

function readIfThere(path: string): string | null {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return null;
		throw error;
	}
}

function create(path: string): string {
	const text = randomBytes(32).toString('base64');
	const file = openSync(path, 'wx', 0o600);
	try {
		writeSync(file, `${text}\n`);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
	chmodSync(path, 0o600);
	return text;
}
