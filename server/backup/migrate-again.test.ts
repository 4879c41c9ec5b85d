import type { BlobId } from '../../shared/ids.ts';
import { filesCollection, type StoredFile } from '../files/index.ts';
import type { StorePlace } from '../open-store.ts';
import { people } from '../stores/contract/collections.ts';
import { newPerson } from '../stores/contract/documents.ts';
import { append, message } from '../stores/contract/samples.ts';
import { describeMongo } from '../stores/mongo/testing/test-url.ts';
import { databaseAt, folderAt, furnish, open, run, write } from './testing/migrating.ts';
import { bytesOf, newDatabase, newFolder, tidyUp } from './testing/stores.ts';
import { talk } from './testing/talk.ts';

afterEach(tidyUp);

const uploadOf = (blob: BlobId): Omit<StoredFile, 'rev'> => ({
	id: 'f',
	owner: 'visitor:v',
	site: null,
	name: 'third.txt',
	claimed: '',
	size: 5,
	state: 'ready',
	blob,
	type: 'text/plain',
	width: null,
	height: null,
	isInline: false,
	createdAt: 1,
	attachedAt: 1,
	sweepAt: null,
});

describe('the same migration given again, into a folder', () => {
	let from: StorePlace;
	beforeEach(async () => {
		from = folderAt(newFolder());
		await furnish(from);
	});

	it('is refused where an earlier copy is, and the source has changed since, or both have', async () => {
		const to = folderAt(newFolder());
		await run(from, to);
		await expectEarlierCopies(from, to, 'move parley.db and blobs/ in it away');
	});

	it('takes a redaction that only the copy has carried out for no change', async () => {
		const pair = await open(from);
		await talk(pair.store, { blob: (await pair.blobs.put(bytesOf('another file'), 99)).id });
		const { id: blob } = await pair.blobs.put(bytesOf('third'), 99);
		const id = await talk(pair.store, { blob });
		await pair.store.insert(filesCollection, uploadOf(blob));
		await append(
			pair.store,
			id,
			message(6, { type: 'redaction', target: 1, body: { targetVseq: 1 } }),
		);
		await pair.store.close();
		const to = folderAt(newFolder());
		expect((await run(from, to)).rebuilt.erased).toBe(3);
		const copy = await open(to);
		expect(await copy.store.get(filesCollection, 'f')).toMatchObject({ state: 'gone', name: '' });
		await copy.store.close();
		await expect(run(from, to)).rejects.toThrow(
			/holds these very data already: .*Start the server/,
		);
	});

	it('sees that only a document of the source has changed', async () => {
		const to = folderAt(newFolder());
		await run(from, to);
		const pair = await open(from);
		await pair.store.update(people, 'p', { set: { name: 'Mira' } });
		await pair.store.close();
		await expect(run(from, to)).rejects.toThrow(
			/the source has changed since \(a document of people\)/,
		);
		const other = await open(to);
		await other.store.insert(people, newPerson({ id: 'q' }));
		await other.store.close();
		await expect(run(from, to)).rejects.toThrow(/both have changed since/);
	});
});

describeMongo('the same migration given again, with MongoDB', () => {
	it('is refused where an earlier copy is, and the source has changed since, or both have', async () => {
		const [folder, database] = [folderAt(newFolder()), databaseAt(newDatabase())];
		await furnish(folder);
		await run(folder, database);
		await expectEarlierCopies(folder, database, 'drop that database');
		const [used, copy] = [databaseAt(newDatabase()), folderAt(newFolder())];
		await furnish(used);
		await run(used, copy);
		await expectEarlierCopies(used, copy, 'move parley.db and blobs/ in it away');
	});

	it('may be asked again where only the copy has gone on, which has all', async () => {
		const [from, to] = [folderAt(newFolder()), databaseAt(newDatabase())];
		await furnish(from);
		await run(from, to);
		await write(to);
		await expect(run(from, to)).rejects.toThrow(
			/holds these very data already, and has changed since .*Start the server on it/,
		);
	});
});

/** After a migration: the source is written in, then the copy too. */
async function expectEarlierCopies(from: StorePlace, to: StorePlace, cure: string): Promise<void> {
	await write(from);
	const earlier = `an earlier time; the source has changed since .*Start no server on it: ${cure}`;
	await expect(run(from, to)).rejects.toMatchObject({
		code: 'holds_data',
		message: expect.stringMatching(earlier) as string,
	});
	// What people work with is never to be dropped without a word, in whatever direction it is asked.
	await write(to);
	await expect(run(from, to)).rejects.toThrow(/both have changed since .*go on with it/);
	await expect(run(to, from)).rejects.toThrow(/both have changed since/);
}
