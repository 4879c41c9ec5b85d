import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobId } from '../../shared/ids.ts';
import { summaries } from '../conversations/index.ts';
import { factsCollection } from '../reports/index.ts';
import { sitesCollection } from '../sites/index.ts';
import type { Clock } from '../ports/clock.ts';
import { lock } from '../stores/sqlite/lock.ts';
import { settleOldData } from './data-folder.ts';
import { restoreBackup, type RestoreOptions } from './restore.ts';
import {
	bytesOf,
	contentsOf,
	newFolder,
	openFolder,
	openPair,
	tidyUp,
	writerPath,
} from './testing/stores.ts';
import { site, talk } from './testing/talk.ts';
import { writeBackup } from './write-backup.ts';

afterEach(tidyUp);

const collections = [summaries, factsCollection, sitesCollection];
const clock: Clock = { now: () => Date.UTC(2026, 10, 1), after: () => () => undefined };

let path: string;
let blob: BlobId;
let backedUp: string[];
let epoch: string;
beforeEach(async () => {
	const pair = await openPair('hostile', collections);
	({ id: blob } = await pair.blobs.put(bytesOf('a file'), 100));
	await talk(pair.store, { blob });
	path = join(newFolder(), 'a.backup');
	await writeBackup(path, { ...pair, collections }, { now: 0, version: '1', needsKey: 'k' });
	backedUp = await contentsOf(pair);
	epoch = pair.store.epoch;
});

const optionsFor = (dataDir: string, more: Partial<RestoreOptions> = {}): RestoreOptions => ({
	path,
	dataDir,
	replace: false,
	collections,
	writerPath,
	clock,
	progress: () => undefined,
	...more,
});

/** A folder with a conversation and a file of its own. */
async function usedFolder(): Promise<{ dataDir: string; contents: string[]; old: BlobId }> {
	const dataDir = newFolder();
	const pair = await openFolder(dataDir, collections);
	const { id: old } = await pair.blobs.put(bytesOf('an old file'), 100);
	await talk(pair.store, { blob: old });
	await talk(pair.store);
	const contents = await contentsOf(pair);
	await pair.store.close();
	writeFileSync(join(dataDir, 'key'), 'the key');
	return { dataDir, contents, old };
}

async function contentsIn(dataDir: string): Promise<string[]> {
	const pair = await openFolder(dataDir, collections);
	try {
		return await contentsOf(pair);
	} finally {
		await pair.store.close();
	}
}

it('makes an empty folder what the backup says, with lists and search, in a new epoch', async () => {
	const dataDir = newFolder();
	const done = await restoreBackup(optionsFor(dataDir));
	expect(done).toMatchObject({ aside: null, leftOut: [], counts: { events: 6, blobs: 1 } });
	const pair = await openFolder(dataDir, collections);
	expect(pair.store.epoch).not.toBe(epoch);
	expect(await pair.store.check()).toEqual([]);
	expect((await pair.store.search(site, 'apricot', { limit: 5 })).hits).toHaveLength(1);
	expect(await pair.store.count(summaries, { index: 'bySiteStatus' }, 5)).toBe(1);
	expect(await pair.blobs.info(blob)).toMatchObject({ size: 6 });
	// All but what the repair added: the summary, and the text that was taken back.
	const contents = await contentsOf(pair);
	expect(contents.filter((row) => backedUp.includes(row))).toHaveLength(backedUp.length - 1);
	await pair.store.close();
	expect(readdirSync(dataDir).filter((name) => /restor/.test(name))).toEqual([]);
});

it('refuses a folder that holds conversations, and changes nothing', async () => {
	const { dataDir, contents } = await usedFolder();
	await expect(restoreBackup(optionsFor(dataDir))).rejects.toMatchObject({
		code: 'holds_data',
		message: expect.stringMatching(/holds 2 conversations.*--replace/) as string,
	});
	expect(await contentsIn(dataDir)).toEqual(contents);
	expect(existsSync(join(dataDir, 'restoring'))).toBe(false);
});

it('puts the old data aside where it is told to replace them', async () => {
	const { dataDir, contents, old } = await usedFolder();
	const { aside } = await restoreBackup(optionsFor(dataDir, { replace: true }));
	expect(aside).toBe(join(dataDir, 'before-restore-2026-11-01T00-00-00'));
	expect(await contentsIn(aside!)).toEqual(contents);
	const pair = await openFolder(dataDir, collections);
	expect(await pair.store.timelines(null, 9)).toHaveLength(1);
	expect(await pair.blobs.info(old)).toBeNull();
	expect(await pair.blobs.info(blob)).not.toBeNull();
	await pair.store.close();
	expect(readFileSync(join(dataDir, 'key'), 'utf8')).toBe('the key');
	// Twice within a second: nothing is written over.
	const second = await restoreBackup(optionsFor(dataDir, { replace: true }));
	expect(second.aside).not.toBe(aside);
	expect(await contentsIn(aside!)).toEqual(contents);
});

it('replaces a damaged database, and keeps it', async () => {
	const { dataDir } = await usedFolder();
	const database = join(dataDir, 'parley.db');
	writeFileSync(database, Buffer.alloc(8192, 'damage'));
	// A log that is none; SQLite may throw it away.
	writeFileSync(`${database}-wal`, 'damage too');
	await expect(restoreBackup(optionsFor(dataDir))).rejects.toMatchObject({
		code: 'holds_data',
		message: expect.stringContaining('a damaged database') as string,
	});
	const { aside } = await restoreBackup(optionsFor(dataDir, { replace: true }));
	expect(readFileSync(join(aside!, 'parley.db'), 'utf8')).toContain('damage');
	expect(await contentsIn(dataDir)).toHaveLength(backedUp.length + 2);
});

it('refuses while a server holds the folder', async () => {
	const { dataDir, contents } = await usedFolder();
	const release = await lock(dataDir);
	await expect(restoreBackup(optionsFor(dataDir, { replace: true }))).rejects.toMatchObject({
		code: 'locked',
		message: expect.stringContaining('Stop it') as string,
	});
	release();
	expect(await contentsIn(dataDir)).toEqual(contents);
});

it('changes nothing when the backup is damaged', async () => {
	const { dataDir, contents } = await usedFolder();
	const bytes = readFileSync(path);
	bytes[bytes.length >> 1]! ^= 0x55;
	writeFileSync(path, bytes);
	await expect(restoreBackup(optionsFor(dataDir, { replace: true }))).rejects.toMatchObject({
		name: 'BackupProblem',
	});
	expect(readdirSync(dataDir).filter((name) => /restor/.test(name))).toEqual([]);
	expect(await contentsIn(dataDir)).toEqual(contents);
});

it('takes the place of a restore that was killed', async () => {
	const dataDir = newFolder();
	mkdirSync(join(dataDir, 'restoring'));
	writeFileSync(join(dataDir, 'restoring', 'parley.db'), 'half');
	await restoreBackup(optionsFor(dataDir));
	expect(await contentsIn(dataDir)).toHaveLength(backedUp.length + 2);
});

it('stops when it is cancelled, and changes nothing', async () => {
	const { dataDir, contents } = await usedFolder();
	const controller = new AbortController();
	controller.abort(new Error('cancelled'));
	const options = optionsFor(dataDir, { replace: true, signal: controller.signal });
	await expect(restoreBackup(options)).rejects.toThrow('cancelled');
	expect(readdirSync(dataDir).filter((name) => /restor/.test(name))).toEqual([]);
	expect(await contentsIn(dataDir)).toEqual(contents);
});

it('sees what an unclosed database holds', async () => {
	const dataDir = newFolder();
	const { store } = await openFolder(dataDir, collections);
	await talk(store);
	// As a kill leaves it: the log is not in the file yet.
	const copy = newFolder();
	for (const name of ['parley.db', 'parley.db-wal']) {
		writeFileSync(join(copy, name), readFileSync(join(dataDir, name)));
	}
	const { epoch: same } = store;
	const found = { isThere: true, conversations: 1, isDamaged: false, epoch: same };
	expect(await settleOldData(copy)).toEqual(found);
	expect(await settleOldData(newFolder())).toMatchObject({ isThere: false });
});
