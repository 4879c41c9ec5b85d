import { resolve } from 'node:path';
import { isDerived } from './stores.ts';
import type { StorePlace } from '../../open-store.ts';
import { people } from '../../stores/contract/collections.ts';
import { newPerson } from '../../stores/contract/documents.ts';
import { decidedAt } from '../../stores/contract/samples.ts';
import { isStandalone } from '../../stores/mongo/testing/test-url.ts';
import { migrate, type MigrateOptions } from '../migrate.ts';
import { randomCollections as collections } from './random-contents.ts';
import { bytesOf, contentsOf, openDatabase, openFolder, type Pair } from './stores.ts';
import { site, talk } from './talk.ts';

export const folderAt = (dataDir: string): StorePlace => ({ kind: 'sqlite', dataDir });
export const databaseAt = (url: string): StorePlace => ({ kind: 'mongodb', url });
export const open = (place: StorePlace): Promise<Pair> =>
	place.kind === 'sqlite'
		? openFolder(place.dataDir, collections)
		: openDatabase(place.url, collections);

/** What the last one noted. */
export const notes: string[] = [];
export function run(from: StorePlace, to: StorePlace, more: Partial<MigrateOptions> = {}) {
	notes.length = 0;
	return migrate({
		from,
		to,
		collections,
		buildDir: resolve('build'),
		allowStandalone: isStandalone,
		clock: { now: () => decidedAt, after: () => () => undefined },
		note: (sentence) => void notes.push(sentence),
		...more,
	});
}

/** Conversations whose redactions are carried out, so that a copy of them stays as it was copied. */
export async function furnish(place: StorePlace): Promise<{ contents: string[]; epoch: string }> {
	const pair = await open(place);
	const { id: blob } = await pair.blobs.put(bytesOf('a file'), 99);
	for (let n = 0; n < 3; n += 1) {
		const id = await talk(pair.store, { blob });
		await pair.store.erase(id, [{ seq: 5, body: { text: '' } }], decidedAt);
	}
	await pair.store.insert(people, newPerson({ id: 'p', email: 'a@example.org' }));
	const contents = await contentsOf(pair);
	await pair.store.close();
	return { contents, epoch: pair.store.epoch };
}

/** Without the lists, which the copy has made for itself. */
export async function contentsIn(
	place: StorePlace,
): Promise<{ contents: string[]; epoch: string }> {
	const pair = await open(place);
	try {
		expect((await pair.store.search(site, 'apricot', { limit: 9 })).hits).toHaveLength(3);
		const rows = await contentsOf(pair);
		const contents = rows.filter((row) => !isDerived(row));
		expect(await pair.store.check()).toEqual([]);
		return { contents, epoch: pair.store.epoch };
	} finally {
		await pair.store.close();
	}
}

/** One more conversation. */
export async function write(place: StorePlace): Promise<void> {
	const pair = await open(place);
	await talk(pair.store);
	await pair.store.close();
}
