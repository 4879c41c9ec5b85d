import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractCollections } from '../stores/contract/collections.ts';
import type { DumpRow } from '../ports/store.ts';
import { verifyBackup } from './read-backup.ts';
import { newFolder, openPair, tidyUp, withDump, type Pair } from './testing/stores.ts';
import { talk } from './testing/talk.ts';
import { unfinishedPath, writeBackup } from './write-backup.ts';

afterEach(tidyUp);

const options = { now: 0, version: '1', needsKey: '' };
const sourceOf = (pair: Pair) => ({ ...pair, collections: contractCollections });

/** A store that stops to let the test do something after some rows. */
function interrupted(pair: Pair, act: () => void | Promise<void>): Pair {
	const store = withDump(pair.store, async function* (): AsyncGenerator<DumpRow> {
		for await (const row of pair.store.dump()) {
			yield row;
			// So much that something must have been written.
			const event = row.kind === 'event' ? row.event : null;
			if (event === null) continue;
			for (let n = 0; n < 20; n += 1) {
				yield { kind: 'event', event: { ...event, body: { text: 'x'.repeat(100_000) } } };
			}
			await act();
		}
	});
	return { ...pair, store };
}

describe('a backup', () => {
	let pair: Pair;
	let folder: string;
	beforeEach(async () => {
		pair = await openPair('hostile', contractCollections);
		await talk(pair.store);
		folder = newFolder();
	});

	it('never replaces a file', async () => {
		const path = join(folder, 'a.backup');
		writeFileSync(path, 'precious');
		await expect(writeBackup(path, sourceOf(pair), options)).rejects.toMatchObject({
			code: 'file_exists',
			message: expect.stringContaining('Give another name') as string,
		});
		expect(readdirSync(folder)).toEqual(['a.backup']);
	});

	it('stops when its unfinished file is removed, and leaves nothing', async () => {
		const path = join(folder, 'a.backup');
		const source = interrupted(pair, () => rmSync(unfinishedPath(path), { force: true }));
		await expect(writeBackup(path, sourceOf(source), options)).rejects.toMatchObject({
			code: 'cancelled',
		});
		expect(readdirSync(folder)).toEqual([]);
	});

	it('gives way to a second one to the same place', async () => {
		const path = join(folder, 'a.backup');
		let second: Promise<unknown> | null = null;
		const source = interrupted(pair, async () => {
			second ??= writeBackup(path, sourceOf(pair), options);
			await second;
		});
		await expect(writeBackup(path, sourceOf(source), options)).rejects.toMatchObject({
			code: 'cancelled',
		});
		expect(readdirSync(folder)).toEqual(['a.backup']);
		expect((await verifyBackup(path)).counts.events).toBe(6);
	});

	it('takes the place of what a kill left behind', async () => {
		const path = join(folder, 'a.backup');
		writeFileSync(unfinishedPath(path), 'half');
		await writeBackup(path, sourceOf(pair), options);
		expect(readdirSync(folder)).toEqual(['a.backup']);
	});

	it.each([
		['ENOSPC', 'no_space', 'make room'],
		['EACCES', 'not_writable', 'Choose a folder'],
	])('says what to do at %s, and leaves nothing', async (code, problem, cure) => {
		const path = join(folder, 'a.backup');
		const source = interrupted(pair, () => {
			throw Object.assign(new Error('the system says no'), { code });
		});
		await expect(writeBackup(path, sourceOf(source), options)).rejects.toMatchObject({
			code: problem,
			message: expect.stringContaining(cure) as string,
		});
		expect(readdirSync(folder)).toEqual([]);
	});

	it('cannot be written where there is no folder to be made', async () => {
		writeFileSync(join(folder, 'file'), '');
		const path = join(folder, 'file', 'a.backup');
		await expect(writeBackup(path, sourceOf(pair), options)).rejects.toMatchObject({
			code: 'not_writable',
		});
		expect(existsSync(path)).toBe(false);
	});
});
