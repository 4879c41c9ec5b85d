import fc from 'fast-check';
import { summaries } from '../conversations/index.ts';
import type { Delivered, DeliveryError } from '../../shared/plugin/plugin.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { below, seededRandom } from '../stores/hostile/random.ts';
import { openHostileStore, type Hostile } from '../stores/hostile/open-hostile-store.ts';
import { realStores } from '../stores/testing/real-stores.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { laneCollections } from './index.ts';
import { carried, createWorld, TestSink, type World } from './testing/world.ts';

const collections = [summaries, ...laneCollections];
const error: DeliveryError = {
	scope: 'item',
	retryable: true,
	retryAfterMs: null,
	message: 'It hiccuped.',
};
const weathers = {
	'nothing gets lost': {},
	'answers get lost': { unknownBefore: 0.04, unknownAfter: 0.04, unknownRead: 0.02, busy: 0.02 },
	'writes arrive late': { unknownLate: 0.05, busy: 0.02 },
};

/** Receivers that outlive the server and fail at random, in all the ways there are. */
function receivers(seed: number): TestSink[] {
	const random = seededRandom(seed);
	return [1, 2].map((n) => {
		const sink = new TestSink(`s${n}:1`, { batch: n === 1 ? 1 : 4 });
		sink.answer = async (batch): Promise<Delivered> => {
			await Promise.resolve();
			const dice = random();
			const through = below(random, batch.length);
			if (dice < 0.08) return { through, receipts: [], failed: error };
			if (dice < 0.11) return { through, receipts: [], failed: { ...error, scope: 'sink' } };
			if (dice < 0.13) return { through, receipts: [], failed: { ...error, retryAfterMs: 3000 } };
			return carried(batch);
		};
		return sink;
	});
}

async function allOwed(store: Store): Promise<StoredEvent[]> {
	const found: StoredEvent[] = [];
	for (const timeline of await store.timelines(null, 1000)) {
		found.push(...(await store.page(timeline, { after: 0, limit: 1000 })).events);
	}
	return found;
}

/** What is wrong with what a receiver got, given what was committed. */
async function wrongs(store: Store, sinks: readonly TestSink[]): Promise<string[]> {
	const found: string[] = [];
	const events = await allOwed(store);
	for (const { sink, calls, got } of sinks) {
		if (new Set(got).size === 0 && events.length > 0) found.push(`${sink.id} got nothing`);
		const delivered = new Set(got.map((line) => line.split(' ')[1]));
		for (const event of events) {
			const { text } = event.body as { text: string };
			if (!delivered.has(text)) found.push(`${sink.id} never got ${text}`);
		}
		/** Of each timeline, where the last call began. */
		const begun = new Map<string, number>();
		const seen = new Map<string, number>();
		for (const call of calls) {
			for (const [index, id] of call.entries()) {
				const [, timeline = '', number] = id.split('/');
				const seq = Number(number);
				if (index === 0) {
					if (seq < (begun.get(timeline) ?? 0)) found.push(`${id} came again after later batches`);
					begun.set(timeline, seq);
				}
				if (seq > (seen.get(timeline) ?? 0) + 1) found.push(`${id} came before the one before it`);
				seen.set(timeline, Math.max(seq, seen.get(timeline) ?? 0));
			}
		}
	}
	return found;
}

async function sayAll(world: World, texts: readonly [string, string][]): Promise<void> {
	let done = false;
	const saying = Promise.all(
		texts.map(([visitor, text]) => world.say(visitor, text).catch(() => {})),
	).then(() => (done = true));
	await world.clock.until(() => done);
	await saying;
}
const drained = (world: World, store: Store) => async (): Promise<boolean> => {
	try {
		return (await store.owingSinks()).length === 0;
	} catch {
		return false;
	}
};
const texts = (run: string, count: number): [string, string][] =>
	Array.from({ length: count }, (_, n) => [`v${n % 4}`, `${run}-${n}`]);

describe.each(Object.entries(weathers))('while %s', (_name, weather) => {
	test('everything that was committed arrives in order, whatever the sinks and the store do', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
				const hostile = await openHostileStore({
					collections: collections as never[],
					seed,
					...weather,
				});
				const sinks = receivers(seed);
				const world = createWorld(hostile.store, { sinks, random: seededRandom(seed) });
				await world.lanes.start();
				await sayAll(world, texts('a', 16));
				await world.clock.until(drained(world, hostile.store), 3_600_000);
				expect(await wrongs((await hostile.reopen({})).store, sinks)).toEqual([]);
				expect(world.troubles.filter(({ kind }) => kind === 'item_parked')).toEqual([]);
			}),
			{ numRuns: 6, seed: 7 },
		);
	}, 120_000);
});

test('a server that dies anywhere delivers the rest after its restart, and repeats only what was in flight', async () => {
	const runs = fc.record({
		seed: fc.integer({ min: 1, max: 2 ** 30 }),
		crashAt: fc.integer({ min: 20, max: 600 }),
	});
	await fc.assert(
		fc.asyncProperty(runs, async ({ seed, crashAt }) => {
			const sinks = receivers(seed);
			const first = await openHostileStore({ collections: collections as never[], seed });
			const before = createWorld(first.store, { sinks, random: seededRandom(seed) });
			await before.lanes.start();
			first.crashBefore(crashAt);
			const list = texts('a', 16);
			for (const [visitor, text] of list) {
				// Whoever gets no answer is gone with the process.
				void before.say(visitor, text).catch(() => {});
				await before.clock.settle(10);
			}
			await before.clock.advance(100);
			first.crash();
			const second: Hostile = await first.reopen({});
			// Its clock stands still from now on: a dead process does nothing more.
			const after = createWorld(second.store, {
				sinks,
				clock: new FakeClock(before.clock.now()),
				random: seededRandom(seed),
			});
			await after.lanes.start();
			await sayAll(after, texts('b', 8));
			await after.clock.until(drained(after, second.store), 3_600_000);
			expect(await wrongs(second.store, sinks)).toEqual([]);
		}),
		{ numRuns: 20, seed: 11 },
	);
}, 120_000);

test.each(realStores)(
	'on $name, what was owed when the server was closed arrives after it is opened again',
	async ({ newData }) => {
		const sinks = receivers(3);
		const deaf = sinks.map((sink) => Object.assign(new TestSink(sink.sink.id), { ready: false }));
		const data = newData(collections as never[]);
		const { store: first } = await data.open();
		const before = createWorld(first, { sinks: deaf });
		await before.lanes.start();
		await sayAll(before, texts('a', 40));
		await before.lanes.stop();
		await first.close();

		const { store: second } = await data.open();
		const after = createWorld(second, { sinks, clock: before.clock });
		await after.lanes.start();
		await after.clock.until(drained(after, second), 3_600_000);
		expect(await wrongs(second, sinks)).toEqual([]);
		await after.lanes.stop();
		await second.close();
		await data.remove();
	},
	60_000,
);
