import { Unknown } from '../../ports/errors.ts';
import { contractCollections, facts } from '../contract/collections.ts';
import { expectDense, later, newSink, newTimeline, note, readAll } from '../contract/samples.ts';
import { drain } from '../contract/work-lanes.ts';
import { chaos, type ChaosOptions, type Outcome } from './chaos.ts';
import { openHostileStore } from './open-hostile-store.ts';

const worlds: Record<string, Omit<ChaosOptions, 'seed'>> = {
	// Each of the database's ways to go wrong alone, then several at a time.
	'unknown before the commit': { unknownBefore: 0.3 },
	'unknown after the commit': { unknownAfter: 0.3 },
	'unknown, and committed late': { unknownLate: 0.3 },
	'reads that fail': { unknownRead: 0.2 },
	'a store that is busy': { busy: 0.3 },
	'a stale top': { staleTop: 0.5 },
	'a majority that lags': { lagging: true },
	'a rollback of what no majority had': { lagging: true, rollbacks: 12 },
	'processes that die': { crashes: 12 },
	'answers that get lost': { unknownBefore: 0.1, unknownAfter: 0.1 },
	'every second write unknown': { unknownBefore: 0.2, unknownAfter: 0.2, unknownLate: 0.1 },
	'writes that arrive late': { unknownLate: 0.2, unknownRead: 0.1, busy: 0.1 },
	'heads that are behind': { staleTop: 0.5, unknownAfter: 0.05 },
	'processes that die among lost answers': { crashes: 12, unknownAfter: 0.05 },
	'a majority that lags among lost answers': { lagging: true, unknownAfter: 0.05 },
	'primaries and processes that are lost': {
		lagging: true,
		crashes: 6,
		rollbacks: 6,
		staleTop: 0.1,
	},
	'all at once': {
		lagging: true,
		crashes: 6,
		rollbacks: 6,
		busy: 0.05,
		unknownBefore: 0.1,
		unknownAfter: 0.1,
		unknownLate: 0.05,
		unknownRead: 0.05,
		staleTop: 0.2,
	},
};
// FAULTS=full: many more, and others each time; the failing one stands in the test's name.
const isFull = process.env['FAULTS'] === 'full';
const first = isFull ? Date.now() % 1_000_000_000 : 1;
const seeds = Array.from({ length: isFull ? 60 : 8 }, (_, index) => first + index);

async function expectNothingLost(outcome: Outcome): Promise<void> {
	const { store, timelines, sinks, acknowledged, sent, seen, deliveries } = outcome;
	expect(await store.check()).toEqual([]);
	const all = [];
	for (const timeline of timelines) {
		const events = await readAll(store, timeline);
		// Dense, and no clientId twice: what was not acknowledged is there once or not at all.
		expectDense(events);
		all.push(...events);
	}
	const texts = new Set(all.map((event) => JSON.stringify(event)));
	for (const event of [...acknowledged, ...seen]) {
		expect(texts).toContain(JSON.stringify(event));
	}
	for (const event of all) {
		expect(sent).toContain(event.clientId);
	}
	for (const sink of sinks) {
		const rest = await drain(store, sink);
		for (const timeline of timelines) {
			const owed = all.filter((event) => event.timeline === timeline && event.sinks.includes(sink));
			const delivered = [
				...(deliveries.get(`${sink} ${timeline}`) ?? []),
				...rest.filter((event) => event.timeline === timeline).map((event) => event.seq),
			];
			// Repeated perhaps, but never missing and never before an earlier one.
			expect([...new Set(delivered)]).toEqual(owed.map((event) => event.seq));
		}
	}
	expect(await store.owingSinks()).toEqual([]);
}

describe.each(Object.entries(worlds))('%s', (_name, world) => {
	it.each(seeds)('append densely, deliver everything in order (seed %i)', async (seed) => {
		await expectNothingLost(await chaos({ ...world, seed }));
	});
});

it('runs the same way again with the same seed, and another with another', async () => {
	const run = async (seed: number) => {
		const outcome = await chaos({ ...worlds['all at once'], seed });
		const events = [];
		for (const timeline of outcome.timelines) {
			events.push(...(await readAll(outcome.store, timeline)));
		}
		return { events, deliveries: [...outcome.deliveries], sent: [...outcome.sent] };
	};
	expect(await run(5)).toEqual(await run(5));
	expect(await run(5)).not.toEqual(await run(6));
});

it('shows a write to readers only when the majority has it, and forgets it with its primary', async () => {
	const hostile = await openHostileStore({
		collections: contractCollections,
		seed: 1,
		lagging: true,
	});
	const { store } = hostile;
	let lost = 0;
	for (let round = 0; round < 40; round += 1) {
		const id = `doc ${round}`;
		const writing = store.put(facts, { id, through: 1, total: 1 }).then(
			() => true,
			() => false,
		);
		for (let step = 0; step < round % 5; step += 1) {
			await store.get(facts, 'other');
		}
		hostile.rollback();
		const acknowledged = await writing;
		await hostile.quiet();
		const kept = (await store.get(facts, id)) !== null;
		lost += kept ? 0 : 1;
		expect(kept || !acknowledged).toBe(true);
	}
	expect(lost).toBeGreaterThan(0);
	expect(lost).toBeLessThan(40);
});

it('builds on no number that a rollback may still take away', async () => {
	const collections = contractCollections;
	for (let seed = 1; seed <= 60; seed += 1) {
		const hostile = await openHostileStore({ collections, seed, lagging: true });
		const { store } = hostile;
		const timeline = newTimeline();
		// As somebody does who was told of the first event before the majority had it.
		const sends = [0, 1, 1, 1].map((after) => store.append(timeline, after, [note()]));
		for (let step = 0; step < seed % 12; step += 1) {
			await store.event(timeline, 1);
		}
		hostile.rollback();
		await Promise.allSettled(sends);
		await hostile.quiet();
		expect(await store.check()).toEqual([]);
		expectDense(await readAll(store, timeline));
	}
});

it('keeps the lane of what is appended at any moment of a settle', async () => {
	for (let seed = 1; seed <= 300; seed += 1) {
		const { store } = await openHostileStore({ collections: contractCollections, seed });
		const [timeline, sink] = [newTimeline(), newSink()];
		await store.append(timeline, 0, [note({ sinks: [sink] })]);
		const lane = await store.lease(sink, timeline, later, later);
		const settled = store.settle(lane!, { cursor: 1, dueAt: later, tries: 0, problem: null });
		for (let step = 0; step < seed % 5; step += 1) {
			await store.event(timeline, 1);
		}
		await store.append(timeline, 1, [note({ sinks: [sink] })]);
		await settled;
		expect(await store.check()).toEqual([]);
		expect((await drain(store, sink)).map((event) => event.seq)).toEqual([2]);
	}
});

it('acknowledges a resend only when the first send cannot be forgotten any more', async () => {
	const collections = contractCollections;
	for (let seed = 1; seed <= 60; seed += 1) {
		const hostile = await openHostileStore({ collections, seed, lagging: true });
		const { store } = hostile;
		const timeline = newTimeline();
		const event = note();
		const sends = [0, 0, 0].map(async (after) => {
			try {
				const [answer] = await store.append(timeline, after, [event]);
				return answer!.kind;
			} catch (error) {
				expect(error).toBeInstanceOf(Unknown);
				return 'unknown';
			}
		});
		for (let step = 0; step < seed % 12; step += 1) {
			await store.event(timeline, 1);
		}
		hostile.rollback();
		const kinds = await Promise.all(sends);
		await hostile.quiet();
		if (kinds.includes('committed') || kinds.includes('replay')) {
			expect(await readAll(store, timeline)).toHaveLength(1);
		}
	}
});
