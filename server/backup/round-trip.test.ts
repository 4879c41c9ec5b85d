import { join } from 'node:path';
import { statSync } from 'node:fs';
import { contractCollections, people, facts } from '../stores/contract/collections.ts';
import { newPerson } from '../stores/contract/documents.ts';
import { later } from '../stores/contract/samples.ts';
import { keyMark } from './format.ts';
import { loadBackup } from './load-backup.ts';
import { verifyBackup } from './read-backup.ts';
import {
	bytesOf,
	contentsOf,
	kinds,
	newFolder,
	openPair,
	tidyUp,
	type Pair,
} from './testing/stores.ts';
import { sink, talk } from './testing/talk.ts';
import { writeBackup } from './write-backup.ts';

afterEach(tidyUp);

const options = {
	now: Date.UTC(2026, 10, 1),
	version: '9.9.9',
	needsKey: keyMark(Buffer.from('key')),
};

async function furnish(pair: Pair): Promise<void> {
	const { store, blobs } = pair;
	const small = await blobs.put(bytesOf('nine bytes'), 100);
	await blobs.put(bytesOf(), 100);
	// Longer than a chunk, and in parts that do not fit its borders.
	const part = Buffer.alloc(100_001, 'ab\n\u0000\uFFFD');
	await blobs.put(bytesOf(...Array.from({ length: 7 }, () => part)), 1_000_000);
	const first = await talk(store, { blob: small.id, sinks: [sink] });
	for (let n = 0; n < 30; n += 1) await talk(store, { sinks: n % 2 === 0 ? [sink] : [] });
	const lane = (await store.lease(sink, first, later, later))!;
	await store.settle(lane, { cursor: 2, dueAt: later + 5, tries: 3, problem: 'no luck' });
	await store.erase(first, [{ seq: 3, body: { text: '' } }], later);
	await store.insert(people, newPerson({ id: 'p1', email: 'a@example.org', name: 'Ünï\u2028"\\' }));
	await store.update(people, 'p1', { inc: { load: 2 } });
	await store.insert(facts, { id: 'f1', through: 3, total: 4 });
}

const ways = kinds.flatMap((from) => kinds.map((to) => [from, to] as const));

test.each(ways)('what is backed up from %s is the same in %s', async (from, to) => {
	const source = await openPair(from, contractCollections);
	await furnish(source);
	const path = join(newFolder(), 'deep', 'a.backup');
	const written = await writeBackup(path, { ...source, collections: contractCollections }, options);
	expect(written.bytes).toBe(statSync(path).size);
	expect(statSync(path).mode & 0o777).toBe(0o600);

	const target = await openPair(to, contractCollections);
	const loaded = await loadBackup(path, target);
	expect(await contentsOf(target)).toEqual(await contentsOf(source));
	expect(await target.store.check()).toEqual([]);
	expect(loaded.leftOut).toEqual([]);
	expect(loaded.counts).toEqual(written.counts);
	expect(loaded.counts).toMatchObject({ events: 31 * 6, documents: 2, lanes: 16, blobs: 3 });
	expect(target.store.epoch).not.toBe(source.store.epoch);
	expect(loaded.header).toEqual({
		parley: 'backup',
		format: 1,
		epoch: source.store.epoch,
		createdAt: '2026-11-01T00:00:00.000Z',
		version: '9.9.9',
		needsKey: '2c70e12b',
	});
});

test('a backup goes from store to store and back, and stays the same', async () => {
	const first = await openPair('sqlite', contractCollections);
	await furnish(first);
	let source = first;
	for (const kind of [...kinds, ...kinds].reverse()) {
		const path = join(newFolder(), 'a.backup');
		await writeBackup(path, { ...source, collections: contractCollections }, options);
		const target = await openPair(kind, contractCollections);
		await loadBackup(path, target);
		source = target;
	}
	expect(await contentsOf(source)).toEqual(await contentsOf(first));
});

test('an empty store gives a sound backup', async () => {
	const source = await openPair('sqlite', contractCollections);
	const path = join(newFolder(), 'a.backup');
	await writeBackup(path, { ...source, collections: contractCollections }, options);
	expect((await verifyBackup(path)).counts.events).toBe(0);
	const target = await openPair('hostile', contractCollections);
	await loadBackup(path, target);
	expect(await contentsOf(target)).toEqual([]);
});
