import {
	copyFile,
	link,
	mkdir,
	opendir,
	readdir,
	rename,
	rm,
	stat,
	unlink,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadDriver } from '../stores/sqlite/driver.ts';
import { sqliteCode } from '../stores/sqlite/sqlite-code.ts';
import { errorCode } from '../system/error-code.ts';
import { syncFolder } from './write-backup.ts';

/*
 * The data folder's side of a restore or migration. The copy is made whole in DATA_DIR/restoring (or migrating); then one
 * rename of its database over the old one is the moment at which the folder becomes the new one. Before it, a kill leaves
 * the old data as they were, with some files of chats too many; after it, the new ones. There is no state in between to be
 * explained.
 */

export const restoringPath = (dataDir: string): string => join(dataDir, 'restoring');
export const migratingPath = (dataDir: string): string => join(dataDir, 'migrating');
/** Beginning of the names of folders that hold data put aside. */
export const asideName = 'before-restore-';

const database = 'parley.db';
/** Belong to a database that was not closed. */
const logs = [`${database}-wal`, `${database}-shm`];

export interface OldData {
	/** False: there is no database, or none that was ever used. */
	readonly isThere: boolean;
	readonly conversations: number;
	/** True: it cannot be read. */
	readonly isDamaged: boolean;
	/** Null: there is none, or it cannot be read. */
	readonly epoch: string | null;
}

const nothing: OldData = { isThere: false, conversations: 0, isDamaged: false, epoch: null };

/** Brings a database's log into its file, so that the file alone is the data. The caller holds the folder's lock. */
export async function settleOldData(dataDir: string): Promise<OldData> {
	const path = join(dataDir, database);
	if (!(await isFile(path))) return nothing;
	const open = await loadDriver();
	try {
		const db = open(path);
		try {
			if (db.value('PRAGMA wal_checkpoint(TRUNCATE)') !== 0) {
				throw new Error(`${path} is used by another program. Stop it, then restore again.`);
			}
			const isOurs = db.value("SELECT 1 FROM sqlite_schema WHERE name = 'timelines'") === 1;
			const conversations = isOurs ? Number(db.value('SELECT count(*) FROM timelines')) : 0;
			const epoch = isOurs ? String(db.value("SELECT value FROM meta WHERE key = 'epoch'")) : null;
			return { isThere: true, conversations, isDamaged: false, epoch };
		} finally {
			db.close();
		}
	} catch (error) {
		if (sqliteCode(error) === null) throw error;
		return { ...nothing, isThere: true, isDamaged: true };
	}
}

/** Puts what the folder `made` holds in the place of the old data, which stay in `aside` (null: there are none). */
export async function putInPlace(
	dataDir: string,
	made: string,
	aside: string | null,
	isDamaged: boolean,
): Promise<void> {
	await settleOldData(made);
	if (aside !== null) await putAside(dataDir, aside);
	await moveBlobs(join(made, 'blobs'), join(dataDir, 'blobs'));
	// A damaged database keeps its log beside it; the new one would take it for its own.
	if (isDamaged && aside !== null) await moveLogs(dataDir, aside);
	await rename(join(made, database), join(dataDir, database));
	await syncFolder(dataDir);
	if (aside !== null) await removeOldBlobs(join(dataDir, 'blobs'), join(aside, 'blobs'));
	await rm(made, { recursive: true, force: true });
}

/** A name for old data that is not taken: two copies within a second must not meet in one folder. */
export async function freeAside(dataDir: string, now: number): Promise<string> {
	const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
	const base = join(dataDir, asideName + time);
	let name = base;
	for (let n = 2; (await stat(name).catch(() => null)) !== null; n += 1) name = `${base}-${n}`;
	return name;
}

/** Second names for the old files: they stay where they are until the new database is in its place. */
async function putAside(dataDir: string, aside: string): Promise<void> {
	await mkdir(join(aside, 'blobs'), { recursive: true, mode: 0o700 });
	await linkOrCopy(join(dataDir, database), join(aside, database));
	for await (const { folder, name } of blobFiles(join(dataDir, 'blobs'))) {
		await mkdir(join(aside, 'blobs', folder), { recursive: true, mode: 0o700 });
		await linkOrCopy(join(dataDir, 'blobs', folder, name), join(aside, 'blobs', folder, name));
	}
	for (const folder of await readdir(join(aside, 'blobs'))) {
		await syncFolder(join(aside, 'blobs', folder));
	}
	await syncFolder(join(aside, 'blobs'));
	await syncFolder(aside);
	await syncFolder(dataDir);
}

async function moveLogs(dataDir: string, aside: string): Promise<void> {
	for (const name of logs) {
		if (await isFile(join(dataDir, name))) await rename(join(dataDir, name), join(aside, name));
	}
}

/**
 * A restore that was killed before its step has given the data second names, and nothing else. Nobody must open them under
 * both, so the second ones go.
 */
export async function removeSecondNames(dataDir: string): Promise<void> {
	const now = await stat(join(dataDir, database)).catch(() => null);
	for (const name of await readdir(dataDir).catch(() => [])) {
		if (now === null || !name.startsWith(asideName)) continue;
		const old = await stat(join(dataDir, name, database)).catch(() => null);
		if (old?.ino !== now.ino) continue;
		await rm(join(dataDir, name), { recursive: true, force: true });
	}
}

async function linkOrCopy(from: string, to: string): Promise<void> {
	// Some file systems have no second names.
	await link(from, to).catch(() => copyFile(from, to));
}

async function moveBlobs(from: string, to: string): Promise<void> {
	await mkdir(to, { recursive: true, mode: 0o700 });
	const folders = new Set<string>();
	for await (const { folder, name } of blobFiles(from)) {
		if (!folders.has(folder)) await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
		folders.add(folder);
		await rename(join(from, folder, name), join(to, folder, name));
	}
	for (const folder of folders) await syncFolder(join(to, folder));
	await syncFolder(to);
}

/** What has the same file behind both names is not of the restored copy, which brought its own. */
async function removeOldBlobs(blobs: string, aside: string): Promise<void> {
	for await (const { folder, name } of blobFiles(aside)) {
		const path = join(blobs, folder, name);
		const [now, old] = await Promise.all([
			stat(path).catch(() => null),
			stat(join(aside, folder, name)),
		]);
		if (now !== null && now.ino === old.ino) await unlink(path);
	}
}

/** Files in the folders of two digits; what is unfinished is left out. */
async function* blobFiles(root: string): AsyncGenerator<{ folder: string; name: string }> {
	const folders = await readdir(root).catch(() => []);
	for (const folder of folders.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
		for await (const entry of await opendir(join(root, folder))) {
			yield { folder, name: basename(entry.name) };
		}
	}
}

export async function hasDatabase(folder: string): Promise<boolean> {
	return isFile(join(folder, database));
}

/** Rejects where it cannot be known: what may not be looked at is not missing. */
async function isFile(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isFile();
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return false;
		throw error;
	}
}
