import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { summaries } from '../conversations/index.ts';
import type { SinkId } from '../../shared/ids.ts';
import { Unknown } from '../ports/errors.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts';
import { laneCollections, type Consumer, type ConsumerItem } from './index.ts';
import { createWorld } from './testing/world.ts';

const collections = [summaries, ...laneCollections] as never[];

/** Folds numbers forward, as all of ours do. */
function folding(consume: (batch: readonly ConsumerItem[]) => void = () => {}) {
	const through = new Map<string, number>();
	const batches: string[][] = [];
	const consumer: Consumer = {
		id: 'index' as SinkId,
		wants: (event) => event.type === 'message',
		async consume(batch) {
			batches.push(
				batch.flatMap(({ timeline, events }) => events.map(({ seq }) => `${timeline}/${seq}`)),
			);
			await Promise.resolve();
			consume(batch);
			for (const { timeline, events } of batch) {
				const last = events.at(-1)?.seq ?? 0;
				through.set(timeline, Math.max(last, through.get(timeline) ?? 0));
			}
		},
	};
	return { consumer, through, batches };
}

test('a hot conversation is folded many events at a time, together with others', async () => {
	const { consumer, batches } = folding();
	const world = createWorld((await openHostileStore({ collections })).store, {
		consumers: [consumer],
	});
	await world.lanes.start();
	for (let n = 0; n < 10; n += 1) await world.say('v1', `${n}`);
	await world.say('v2', 'other');
	await world.clock.settle();
	expect(batches).toEqual([]);
	await world.clock.advance(150);
	expect(batches).toHaveLength(1);
	expect(batches[0]).toHaveLength(11);
	expect(await world.lanes.status()).toMatchObject([{ sink: 'index', kind: 'consumer', owing: 0 }]);
	await world.lanes.stop();
});

test('what was committed here is folded without reading it', async () => {
	const { store } = await openHostileStore({ collections });
	const reads = jest.spyOn(store, 'owedEvents');
	const { consumer, batches } = folding();
	const world = createWorld(store, { consumers: [consumer] });
	await world.lanes.start();
	for (let n = 0; n < 5; n += 1) await world.say('v1', `${n}`);
	await world.clock.advance(150);
	expect(batches).toEqual([[1, 2, 3, 4, 5].map((seq) => `v1.1/${seq}`)]);
	expect(reads).not.toHaveBeenCalled();
	await world.lanes.stop();
});

test('what can wait does so while the server is at its limit, but not for ever', async () => {
	let isCalm = false;
	const { consumer, batches } = folding();
	const patient = { ...consumer, delayMs: 1000, patience: { isCalm: () => isCalm, maxMs: 30_000 } };
	const world = createWorld((await openHostileStore({ collections })).store, {
		consumers: [patient],
	});
	await world.lanes.start();
	await world.say('v1', 'one');
	await world.clock.advance(20_000);
	expect(batches).toEqual([]);
	isCalm = true;
	await world.clock.advance(1_000);
	expect(batches).toHaveLength(1);

	// A calm moment begins the wait anew.
	isCalm = false;
	await world.say('v1', 'two');
	await world.clock.advance(28_000);
	expect(batches).toHaveLength(1);
	await world.clock.advance(8_000);
	expect(batches).toEqual([['v1.1/1'], ['v1.1/2']]);
	await world.lanes.stop();
	expect(world.clock.pending).toBe(0);
});

test('a round settles all its lanes in one commit', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-'));
	const writerPath = join(import.meta.dirname, '../../build/server/writer.js');
	const store = await openSqliteStore({ dataDir, collections, writerPath });
	const { consumer, through } = folding();
	const world = createWorld(store, { consumers: [consumer] });
	for (let n = 0; n < 60; n += 1) await world.say(`v${n}`, 'hello');
	// Each message to the writer is one transaction and one fsync.
	const commits = jest.spyOn(Worker.prototype, 'postMessage');
	await world.lanes.start();
	await world.clock.until(async () => (await store.owingSinks()).length === 0);
	expect(through.size).toBe(60);
	expect(commits).toHaveBeenCalledTimes(1);
	expect(commits.mock.calls[0]![0]).toHaveLength(60);
	commits.mockRestore();
	await world.lanes.stop();
	await store.close();
	rmSync(dataDir, { recursive: true });
});

test('one poisoned conversation cannot stop the others; it is tried again and never left out', async () => {
	let isSick = true;
	const { consumer, through } = folding((batch) => {
		if (isSick && batch.some(({ timeline }) => timeline === 'v3.1')) throw new Error('poison');
	});
	const world = createWorld((await openHostileStore({ collections })).store, {
		consumers: [consumer],
	});
	await world.lanes.start();
	for (let n = 0; n < 9; n += 1) await world.say(`v${n}`, 'hello');
	await world.clock.advance(150);
	expect(through.size).toBe(8);
	expect(await world.lanes.status()).toMatchObject([
		{ owing: 1, parked: 0, troubled: [{ timeline: 'v3.1', problem: 'poison' }] },
	]);
	await world.clock.advance(3_600_000);
	isSick = false;
	await world.clock.advance(600_000);
	expect(through.get('v3.1')).toBe(1);
	await world.lanes.stop();
}, 30_000);

test('a long problem of a consumer is kept up to the last whole character', async () => {
	const { consumer } = folding(() => {
		throw new Error(`${'x'.repeat(999)}😀`);
	});
	const world = createWorld((await openHostileStore({ collections })).store, {
		consumers: [consumer],
	});
	await world.lanes.start();
	await world.say('v1', 'hello');
	await world.clock.advance(150);
	expect(await world.lanes.status()).toMatchObject([{ troubled: [{ problem: 'x'.repeat(999) }] }]);
	await world.lanes.stop();
});

test('trouble of the store is held against no conversation', async () => {
	let isDown = true;
	const { consumer, through } = folding(() => {
		if (isDown) throw new Unknown();
	});
	const world = createWorld((await openHostileStore({ collections })).store, {
		consumers: [consumer],
	});
	await world.lanes.start();
	await world.say('v1', 'hello');
	await world.clock.advance(20_000);
	expect(await world.lanes.status()).toMatchObject([{ owing: 1, troubled: [] }]);
	isDown = false;
	await world.clock.advance(6_000);
	expect(through.get('v1.1')).toBe(1);
	await world.lanes.stop();
});

test('two nodes that fold the same lanes lose nothing', async () => {
	for (let seed = 1; seed <= 15; seed += 1) {
		const faults = { unknownBefore: 0.03, unknownAfter: 0.03, unknownLate: 0.03 };
		const one = await openHostileStore({ collections, seed, ...faults });
		const two = await one.reopen();
		const { consumer, through } = folding();
		const world = createWorld(one.store, { consumers: [consumer] });
		const other = createWorld(two.store, { consumers: [consumer], clock: world.clock });
		await Promise.all([world.lanes.start(), other.lanes.start()]);
		let said = 0;
		for (let n = 0; n < 30; n += 1) {
			void (n % 2 === 0 ? world : other).say(`v${n % 3}`, `${n}`).then(() => (said += 1));
		}
		await world.clock.until(() => said === 30);
		const calm = (await one.reopen({})).store;
		// What the two have committed and told no lane yet is known to them alone, and to whoever reads all events.
		await world.clock.until(async () => {
			await calm.mendLanes();
			return (await calm.owingSinks()).length === 0;
		}, 600_000);
		for (const timeline of await calm.timelines(null, 10)) {
			expect([timeline, through.get(timeline)]).toEqual([
				timeline,
				(await calm.head(timeline)).seq,
			]);
		}
	}
}, 60_000);
