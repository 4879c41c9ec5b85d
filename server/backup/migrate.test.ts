import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StorePlace } from '../open-store.ts';
import { lock } from '../stores/sqlite/lock.ts';
import { describeMongo } from '../stores/mongo/testing/test-url.ts';
import { people } from '../stores/contract/collections.ts';
import { newPerson } from '../stores/contract/documents.ts';
import { decidedAt } from '../stores/contract/samples.ts';
import type { Compared } from './compare.ts';
import { migratingPath } from './data-folder.ts';
import {
	contentsIn,
	databaseAt,
	folderAt,
	furnish,
	notes,
	open,
	run,
	write,
} from './testing/migrating.ts';
import { contentsOf, newDatabase, newFolder, tidyUp } from './testing/stores.ts';
import { markerBeside, markerIn, newMigration, refuseUnfinished } from './unfinished.ts';

afterEach(tidyUp);

describe('into a folder', () => {
	let from: StorePlace;
	let source: Awaited<ReturnType<typeof furnish>>;
	beforeEach(async () => {
		from = folderAt(newFolder());
		source = await furnish(from);
	});

	it('everything goes over, and nothing is left beside it', async () => {
		const dataDir = join(newFolder(), 'deep', 'data');
		const { counts, aside } = await run(from, folderAt(dataDir));
		expect(counts).toMatchObject({ events: 18, documents: 1, blobs: 1 });
		expect(aside).toBeNull();
		expect(readdirSync(dataDir).sort()).toEqual(['blobs', 'lock.db', 'parley.db']);
		expect(await contentsIn(folderAt(dataDir))).toEqual(source);
		const before = await open(from);
		expect(await contentsOf(before)).toEqual(source.contents);
	});

	it('is refused where there are conversations, and where they are these already', async () => {
		const to = folderAt(newFolder());
		await run(from, to);
		await expect(run(from, to)).rejects.toMatchObject({
			code: 'holds_data',
			message: expect.stringContaining('holds these very data already') as string,
		});
		const other = folderAt(newFolder());
		await furnish(other);
		await expect(run(other, to)).rejects.toMatchObject({
			code: 'holds_data',
			message: expect.stringMatching(/holds 3 conversations.*--to sqlite:<folder>/) as string,
		});
		expect(await contentsIn(to)).toEqual(source);
	});

	it('tells all counts and sums, also when it was stopped after they were compared', async () => {
		await write(from);
		const [whole, dataDir] = [await run(from, folderAt(newFolder())), newFolder()];
		// Asked when it begins, then when the redaction is carried out.
		const times = [decidedAt];
		const now = (): number => {
			const time = times.pop();
			if (time === undefined) throw new Error('stopped');
			return time;
		};
		const clock = { now, after: () => () => undefined };
		await expect(run(from, folderAt(dataDir), { clock })).rejects.toThrow('stopped');
		expect(await markerBeside(migratingPath(dataDir)).read()).toMatchObject({ step: 'finishing' });
		const again = await run(from, folderAt(dataDir));
		expect(again.counts).toEqual(whole.counts);
		expect(again.compared.map(textOfLine)).toEqual(whole.compared.map(textOfLine));
		expect(again.counts).toMatchObject({ blobs: 1, events: 24 });
	});

	it('names the options, and no setting, to who gave places by options', async () => {
		const nowhere = databaseAt('mongodb://127.0.0.1:1/x');
		await expect(run(nowhere, folderAt(newFolder()))).rejects.toThrow(/that --from names its host/);
		await expect(run(from, nowhere)).rejects.toThrow(/that --to names its host/);
		const held = folderAt(newFolder());
		await furnish(held);
		const release = await lock(held.kind === 'sqlite' ? held.dataDir : '');
		await expect(run(held, folderAt(newFolder()))).rejects.toThrow(
			/Stop it first, or name another folder: --from/,
		);
		release();
	});

	it('puts a folder aside that was started once, but not used', async () => {
		const dataDir = newFolder();
		const pair = await open(folderAt(dataDir));
		await pair.store.insert(people, newPerson({ id: 'q' }));
		await pair.store.close();
		const { aside } = await run(from, folderAt(dataDir));
		expect(existsSync(join(aside ?? '', 'parley.db'))).toBe(true);
		expect(await contentsIn(folderAt(dataDir))).toEqual(source);
	});

	it('is refused while a server runs on either side', async () => {
		const to = folderAt(newFolder());
		for (const place of [from, to]) {
			const release = await lock(place.kind === 'sqlite' ? place.dataDir : '');
			await expect(run(from, to)).rejects.toMatchObject({ code: 'locked' });
			release();
		}
		await run(from, to);
	});

	it('has nothing to move from where there is nothing, and makes nothing there', async () => {
		const dataDir = newFolder();
		const nowhere = folderAt(join(dataDir, 'none'));
		await expect(run(nowhere, folderAt(newFolder()))).rejects.toMatchObject({ code: 'no_data' });
		expect(readdirSync(dataDir)).toEqual([]);
		const empty = folderAt(newFolder());
		await (await open(empty)).store.close();
		await expect(run(empty, folderAt(newFolder()))).rejects.toMatchObject({ code: 'no_data' });
	});

	it('goes on with half a copy of the same, and throws away one of something else', async () => {
		const dataDir = newFolder();
		const stopper = new AbortController();
		const stopping = run(from, folderAt(dataDir), {
			signal: stopper.signal,
			progress: ({ step }) => step === 'copying' && stopper.abort(new Error('stopped')),
		});
		await expect(stopping).rejects.toThrow('stopped');
		expect(existsSync(join(dataDir, 'parley.db'))).toBe(false);
		expect(existsSync(join(migratingPath(dataDir), 'parley.db'))).toBe(true);

		await run(from, folderAt(dataDir));
		expect(notes).toEqual([
			'An unfinished migration goes on: 19 events and documents are there already.',
		]);
		expect(await contentsIn(folderAt(dataDir))).toEqual(source);

		// Of something else, which is of no use here.
		const other = newFolder();
		await run(from, folderAt(migratingPath(other)));
		const state = { ...newMigration({ epoch: 'other' }, 'there', 0), rows: 7 };
		await markerBeside(migratingPath(other)).write(state);
		await run(from, folderAt(other));
		expect(notes).toEqual([]);
		expect(await contentsIn(folderAt(other))).toEqual(source);
	});

	it('goes on after each step, and starts over when the source has changed meanwhile', async () => {
		const dataDir = newFolder();
		const made = migratingPath(dataDir);
		await run(from, folderAt(made));
		const marker = markerBeside(made);
		const pair = await open(from);
		const begun = newMigration(pair.store, 'here', 0);
		await pair.store.close();
		await marker.write({ ...begun, rows: 5, sum: 'of something else' });
		await run(from, folderAt(dataDir));
		expect(notes).toEqual([
			'An unfinished migration goes on: 5 events and documents are there already.',
			expect.stringContaining('has changed since its migration began: it starts over'),
		]);
		expect(await contentsIn(folderAt(dataDir))).toEqual(source);
		// Killed after the last step, before the note of it was removed.
		mkdirSync(made);
		await marker.write({ ...begun, step: 'ready' });
		await expect(run(from, folderAt(dataDir))).rejects.toMatchObject({ code: 'holds_data' });
		expect(existsSync(made)).toBe(false);
	});

	it('takes a note that was cut off for none', async () => {
		const dataDir = newFolder();
		mkdirSync(migratingPath(dataDir));
		writeFileSync(join(migratingPath(dataDir), 'unfinished.json'), '{"kind":"mig');
		await run(from, folderAt(dataDir));
		expect(await contentsIn(folderAt(dataDir))).toEqual(source);
	});
});

const textOfLine = ({ name, source, target }: Compared): unknown[] => [
	name,
	...[source, target].flatMap(({ count, sum }) => [count, sum]),
];

describeMongo('with MongoDB', () => {
	it('everything goes there and back, with the same epoch', async () => {
		const [first, there, back] = [
			folderAt(newFolder()),
			databaseAt(newDatabase()),
			folderAt(newFolder()),
		];
		const source = await furnish(first);
		await run(first, there);
		expect(await contentsIn(there)).toEqual(source);
		await run(there, back);
		expect(await contentsIn(back)).toEqual(source);
		await expect(run(first, there)).rejects.toMatchObject({
			code: 'holds_data',
			message: expect.stringContaining('holds these very data already') as string,
		});
	});

	it('is refused where there are data of others, whole or half', async () => {
		const [from, to, used] = [
			folderAt(newFolder()),
			databaseAt(newDatabase()),
			databaseAt(newDatabase()),
		];
		await furnish(from);
		await furnish(used);
		const names = expect.stringContaining('name another one') as string;
		const refused = { code: 'holds_data', message: names };
		await expect(run(from, used)).rejects.toMatchObject(refused);
		const pair = await open(to);
		await markerIn(pair.store).write(newMigration({ epoch: 'other' }, 'there', 0));
		await expect(refuseUnfinished(pair.store)).rejects.toMatchObject({ code: 'unfinished' });
		await pair.store.close();
		await expect(run(from, to)).rejects.toMatchObject(refused);
		await expect(run(to, folderAt(newFolder()))).rejects.toMatchObject({
			code: 'unfinished',
			message: expect.stringContaining('The database of --from holds half') as string,
		});
	});

	it('goes on after it was stopped, and nobody can start on it in between', async () => {
		const [from, to] = [folderAt(newFolder()), databaseAt(newDatabase())];
		const source = await furnish(from);
		const stopper = new AbortController();
		const stopping = run(from, to, {
			signal: stopper.signal,
			progress: ({ step }) => step === 'copying' && stopper.abort(new Error('stopped')),
		});
		await expect(stopping).rejects.toThrow('stopped');
		const pair = await open(to);
		await expect(refuseUnfinished(pair.store)).rejects.toMatchObject({
			code: 'unfinished',
			message: expect.stringContaining('half a copy') as string,
		});
		await pair.store.close();
		await run(from, to);
		expect(notes).toEqual([
			'An unfinished migration goes on: 19 events and documents are there already.',
		]);
		expect(await contentsIn(to)).toEqual(source);
	});

	it('says so when the source was written in between, and leaves it to people', async () => {
		const [from, to] = [folderAt(newFolder()), databaseAt(newDatabase())];
		const { epoch } = await furnish(from);
		const pair = await open(to);
		await markerIn(pair.store).write({ ...newMigration({ epoch }, 'there', 0), rows: 5, sum: '7' });
		await pair.store.close();
		await expect(run(from, to)).rejects.toMatchObject({
			code: 'differs',
			message: expect.stringMatching(/has changed since .*Drop that database/) as string,
		});
	});

	it('is refused while a server lives on either side, and says which', async () => {
		const [from, to] = [databaseAt(newDatabase()), databaseAt(newDatabase())];
		await furnish(from);
		for (const place of [from, to]) {
			const server = await open(place);
			await expect(run(from, to)).rejects.toMatchObject({
				code: 'locked',
				message: expect.stringMatching(
					new RegExp(`process ${process.pid} on .*wait 30 seconds`),
				) as string,
			});
			await server.store.close();
		}
		await run(from, to);
	});
});
