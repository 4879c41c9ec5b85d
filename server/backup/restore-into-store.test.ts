import { join, resolve } from 'node:path';
import { summaries } from '../conversations/index.ts';
import { factsCollection } from '../reports/index.ts';
import { sitesCollection } from '../sites/index.ts';
import { people } from '../stores/contract/collections.ts';
import { newPerson } from '../stores/contract/documents.ts';
import { decidedAt } from '../stores/contract/samples.ts';
import { describeMongo, isStandalone } from '../stores/mongo/testing/test-url.ts';
import { restoreBackup } from './restore.ts';
import { restoreIntoStore, type StoreRestoreOptions } from './restore-into-store.ts';
import {
	bytesOf,
	contentsOf,
	newDatabase,
	newFolder,
	openDatabase,
	isDerived,
	openFolder,
	tidyUp,
	writerPath,
	type Pair,
} from './testing/stores.ts';
import { site, talk } from './testing/talk.ts';
import { markerIn, newMigration, refuseUnfinished, unfinishedCopies } from './unfinished.ts';
import { writeBackup } from './write-backup.ts';

afterEach(tidyUp);

const collections = [summaries, factsCollection, sitesCollection, people, unfinishedCopies];
const clock = { now: () => decidedAt, after: () => () => undefined };

describeMongo('a restore into MongoDB', () => {
	let path: string;
	let backedUp: string[];
	let url: string;
	beforeEach(async () => {
		const pair = await openFolder(newFolder(), collections);
		const { id: blob } = await pair.blobs.put(bytesOf('a file'), 99);
		for (let n = 0; n < 3; n += 1) {
			const id = await talk(pair.store, { blob });
			await pair.store.erase(id, [{ seq: 5, body: { text: '' } }], decidedAt);
		}
		await pair.store.insert(people, newPerson({ id: 'p', email: 'a@example.org' }));
		path = await backupOf(pair);
		backedUp = await contentsOf(pair);
		url = newDatabase();
	});

	async function backupOf(pair: Pair): Promise<string> {
		const file = join(newFolder(), 'a.backup');
		await writeBackup(file, { ...pair, collections }, { now: 7, version: '1', needsKey: 'k' });
		return file;
	}
	const run = (more: Partial<StoreRestoreOptions> = {}) =>
		restoreIntoStore({
			path,
			to: { kind: 'mongodb', url },
			collections,
			buildDir: resolve('build'),
			allowStandalone: isStandalone,
			clock,
			progress: () => undefined,
			...more,
		});
	const withoutLists = (rows: string[]): string[] => rows.filter((row) => !isDerived(row));

	it('gives the same contents, and its backup gives them to a folder again', async () => {
		const { counts, leftOut, rebuilt } = await run();
		expect(counts).toMatchObject({ events: 18, documents: 1, blobs: 1 });
		expect([leftOut, rebuilt.broken]).toEqual([[], []]);
		const pair = await openDatabase(url, collections);
		await refuseUnfinished(pair.store);
		expect(withoutLists(await contentsOf(pair))).toEqual(backedUp);
		expect((await pair.store.search(site, 'apricot', { limit: 9 })).hits).toHaveLength(3);

		const dataDir = newFolder();
		await restoreBackup({
			path: await backupOf(pair),
			dataDir,
			replace: false,
			collections,
			writerPath,
			clock,
			progress: () => undefined,
		});
		const back = await openFolder(dataDir, collections);
		expect(withoutLists(await contentsOf(back))).toEqual(backedUp);
	});

	it('is refused where there are data', async () => {
		await run();
		const refused = expect.stringMatching(/holds data already.*STORE_URL.*--replace/) as string;
		await expect(run()).rejects.toMatchObject({ code: 'holds_data', message: refused });
	});

	it('can be repeated after it was stopped anywhere, and nobody can start on it in between', async () => {
		for (const [at, nth] of [
			['loading', 1],
			['rebuilding', 1],
		] as const) {
			let told = 0;
			const stopper = new AbortController();
			const stopping = run({
				signal: stopper.signal,
				progress(step) {
					if (step === at && (told += 1) === nth) stopper.abort(new Error('stopped'));
				},
			});
			// Stopped during its last step it still comes to the end.
			await stopping.catch((error: unknown) => expect(String(error)).toContain('stopped'));
			const pair = await openDatabase(url, collections);
			const isDone = (await markerIn(pair.store).read()) === null;
			if (!isDone) {
				await expect(refuseUnfinished(pair.store)).rejects.toMatchObject({
					code: 'unfinished',
					message: expect.stringContaining('parley restore') as string,
				});
			}
			await pair.store.close();
			if (isDone) break;
		}
		await run().catch((error: unknown) => expect(String(error)).toContain('holds data'));
		const pair = await openDatabase(url, collections);
		expect(withoutLists(await contentsOf(pair))).toEqual(backedUp);
	});

	it('leaves alone what another copy has begun, and what a server lives on', async () => {
		const pair = await openDatabase(url, collections);
		await expect(run()).rejects.toMatchObject({ code: 'locked' });
		await markerIn(pair.store).write(newMigration(pair.store, '/srv/old', 0));
		await pair.store.close();
		await expect(run()).rejects.toMatchObject({
			code: 'holds_data',
			message: expect.stringContaining('a migration of /srv/old') as string,
		});
	});
});
