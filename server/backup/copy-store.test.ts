import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { below, seededRandom } from '../stores/hostile/random.ts';
import { summaries } from '../conversations/index.ts';
import type { DumpRow } from '../ports/store.ts';
import { people } from '../stores/contract/collections.ts';
import { decidedAt } from '../stores/contract/samples.ts';
import type { TimelineId } from '../../shared/ids.ts';
import { CopyDiffers } from './compare.ts';
import { copyStore, SourceChanged, type Copied, type CopyOptions } from './copy-store.ts';
import { rowsOf } from './copied-rows.ts';
import { Tally, textOf } from './tally.ts';
import { fillAtRandom, randomCollections } from './testing/random-contents.ts';
import {
	bytesOf,
	contentsOf,
	kinds,
	openPair,
	tidyUp,
	type Kind,
	type Pair,
} from './testing/stores.ts';
import { site, talk } from './testing/talk.ts';
import { markerIn, newMigration } from './unfinished.ts';

afterEach(tidyUp);
jest.setTimeout(60_000);

const clock = { now: () => decidedAt, after: () => () => undefined };
const seeds = Array.from({ length: process.env['FAULTS'] === 'full' ? 20 : 3 }, () =>
	below(Math.random, 2 ** 31),
);
const ways = kinds.flatMap((from) => kinds.map((to) => [from, to] as const));

/** As a migration does it, from wherever an earlier one was cut off. */
async function copy(source: Pair, target: Pair, more: Partial<CopyOptions> = {}) {
	const marker = markerIn(target.store);
	const begun = (await marker.read()) ?? newMigration(source.store, 'here', 0);
	await marker.write(begun);
	const copied = await copyStore(source, target, marker, begun, { clock, ...more });
	await marker.remove();
	return copied;
}
const open = (kind: Kind): Promise<Pair> => openPair(kind, randomCollections);

describe.each(ways)('from %s to %s', (from, to) => {
	it.each(seeds)('everything is copied and compared (seed %s)', async (seed) => {
		const source = await open(from);
		await fillAtRandom(source, seededRandom(seed));
		const before = await contentsOf(source);
		const target = await open(to);
		const { compared } = await copy(source, target);
		expect(await contentsOf(source)).toEqual(before);
		expect(await contentsOf(target)).toEqual(before);
		expect(target.store.epoch).toBe(source.store.epoch);
		expect(await target.store.check()).toEqual([]);
		expect(compared.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['events', 'documents: people', 'documents: not_installed']),
		);
	});

	it('goes on where it was cut off, at any row, without asking again for what is there', async () => {
		const seed = seeds[0] ?? 1;
		const source = await open(from);
		await fillAtRandom(source, seededRandom(seed));
		for (let n = 0; n < 30; n += 1) await talk(source.store);
		await source.blobs.put(bytesOf('a file'), 99);
		const target = await open(to);
		let loads = 0;
		let copied: Copied | null = null;
		for (let round = 0; copied === null; round += 1) {
			expect(round).toBeLessThan(20);
			const loadedBefore = loads;
			const load: Pair['store']['load'] = async (rows) => {
				loads += 1;
				if (loads <= loadedBefore + 1) return target.store.load(rows);
				await target.store.load(rows.slice(0, below(Math.random, rows.length + 1)));
				throw new Error('killed');
			};
			const cutOff = { ...target, store: withVerb(target.store, 'load', load) };
			copied = await copy(source, cutOff).catch((error: unknown) => {
				expect(String(error)).toBe('Error: killed');
				return null;
			});
		}
		expect(copied.compared).not.toEqual([]);
		// Each round but the last was cut off in its second batch, which alone was read twice.
		let rows = 0;
		for await (const _row of rowsOf(source.store)) rows += 1;
		expect(loads).toBeLessThanOrEqual(2 * Math.ceil(rows / 500) - 1);
	});
});

it('comes to its end although the process dies again and again between any two steps', async () => {
	const seed = seeds[0] ?? 1;
	const random = seededRandom(seed);
	const source = await open('sqlite');
	await fillAtRandom(source, random);
	await talk(source.store);
	let target = await openHostileStore({ collections: randomCollections, seed });
	let copied: Copied | null = null;
	let deaths = 0;
	for (let most = 40; copied === null; most += 20) {
		target.crashBefore(below(random, most));
		copied = await copy(source, target).catch(() => null);
		if (copied === null) deaths += 1;
		await target.quiet();
		target = await target.reopen();
	}
	console.log(`died ${deaths} times (seed ${seed})`);
	expect(target.store.epoch).toBe(source.store.epoch);
	expect(await target.store.check()).toEqual([]);
	expect((await target.store.search(site, 'apricot', { limit: 5 })).hits).toHaveLength(1);
});

/** The same, but for one verb. */
function withVerb<T extends object, Name extends keyof T>(of: T, verb: Name, own: T[Name]): T {
	return new Proxy(of, {
		get(object, name) {
			if (name === verb) return own;
			const value: unknown = Reflect.get(object, name, object);
			return typeof value === 'function' ? (value.bind(object) as unknown) : value;
		},
	});
}

describe.each(kinds)('into %s', (kind) => {
	let source: Pair;
	let target: Pair;
	beforeEach(async () => {
		source = await open('sqlite');
		await fillAtRandom(source, seededRandom(7));
		await talk(source.store);
		target = await open(kind);
	});

	it('makes lists and search, and carries out what was not', async () => {
		const { rebuilt } = await copy(source, target);
		expect(rebuilt).toMatchObject({ indexed: 3, erased: 1 });
		expect(await target.store.count(summaries, { index: 'bySiteStatus' }, 5)).toBe(1);
		expect((await target.store.search(site, 'apricot', { limit: 5 })).hits).toHaveLength(1);
	});

	/** Changes the target when all of it is loaded and nothing is compared yet. */
	const beforeComparing = (change: () => Promise<unknown>) => {
		let isDone = false;
		async function* dump(): AsyncGenerator<DumpRow> {
			if (!isDone) await change();
			isDone = true;
			yield* target.store.dump();
		}
		return copy(source, { ...target, store: withVerb(target.store, 'dump', dump) });
	};

	it('sees a document that is not the same, and names it', async () => {
		const { items } = await source.store.find(people, { index: 'name', limit: 1 });
		const { id } = items[0]!;
		const { epoch } = target.store;
		const copying = beforeComparing(() => target.store.update(people, id, { set: { name: 'x' } }));
		await expect(copying).rejects.toThrow(CopyDiffers);
		await expect(copying).rejects.toThrow(`the document people ${id} differs`);
		expect(target.store.epoch).toBe(epoch);
		expect(await markerIn(target.store).read()).toMatchObject({ step: 'loading' });
	});

	it('sees an event that is not the same, missing or too much, and names its conversation', async () => {
		const id = await talk(source.store);
		const erased = beforeComparing(() =>
			target.store.erase(id, [{ seq: 1, body: { text: 'blueberry' } }], 1),
		);
		await expect(erased).rejects.toThrow(`the conversation ${id} differs`);
		const stranger = 'v_stranger.1' as TimelineId;
		const added = beforeComparing(async () => {
			for await (const row of source.store.dump()) {
				if (row.kind !== 'event') continue;
				const event = { ...row.event, timeline: stranger };
				return target.store.load([{ kind: 'event', event }]);
			}
			return undefined;
		});
		await expect(added).rejects.toThrow(/v_stranger.1 is only in the copy|differs/);
	});

	it('sees a file that is missing, and goes on with it', async () => {
		const { id } = await source.blobs.put(bytesOf('a file'), 99);
		const copying = beforeComparing(() => target.blobs.remove(id));
		await expect(copying).rejects.toThrow(`the file ${id} is missing in the copy`);
		await copy(source, target);
		expect(await target.blobs.info(id)).toMatchObject({ size: 6 });
	});

	it('stores a file again that has other bytes in the copy', async () => {
		const { id } = await source.blobs.put(bytesOf('a file'), 99);
		await target.blobs.putAs(id, bytesOf('a film'));
		await copy(source, target);
		expect(await target.blobs.info(id)).toEqual(await source.blobs.info(id));
	});

	it('copies a file that is damaged in the source as it is, and says so', async () => {
		const { id } = await source.blobs.put(bytesOf('a file'), 99);
		const info: Pair['blobs']['info'] = async (of) => {
			const stored = await source.blobs.info(of);
			return of === id && stored !== null ? { ...stored, sha256: '0'.repeat(64) } : stored;
		};
		const damaged = { ...source, blobs: withVerb(source.blobs, 'info', info) };
		expect((await copy(damaged, target)).damagedFiles).toEqual([id]);
		expect(await target.blobs.info(id)).toEqual(await source.blobs.info(id));
	});

	it('refuses to go on when the source has changed since it began, and since it was compared', async () => {
		const { rows, sum } = await sumOf(source);
		const begun = newMigration(source.store, 'here', 0);
		const { write } = markerIn(target.store);
		await write({ ...begun, rows: rows - 1, sum });
		await expect(copy(source, target)).rejects.toThrow(SourceChanged);
		await write({ ...begun, rows: rows + 1, sum });
		await expect(copy(source, target)).rejects.toThrow(SourceChanged);
		await write({ ...begun, rows, sum, step: 'finishing' });
		await talk(source.store);
		await expect(copy(source, target)).rejects.toThrow(SourceChanged);
	});

	it('stops when it is told to, and goes on later', async () => {
		const stopper = new AbortController();
		const stopping = copy(source, target, {
			signal: stopper.signal,
			progress: () => stopper.abort(new Error('stopped')),
		});
		await expect(stopping).rejects.toThrow('stopped');
		await copy(source, target);
		expect(target.store.epoch).toBe(source.store.epoch);
	});
});

async function sumOf({ store }: Pair): Promise<{ rows: number; sum: string }> {
	const tally = new Tally();
	for await (const row of rowsOf(store)) tally.add(textOf(row));
	return { rows: tally.count, sum: tally.sum };
}
