import { summaries } from '../conversations/index.ts';
import type { SinkId } from '../../shared/ids.ts';
import type { DeliveryError } from '../../shared/plugin/plugin.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { laneCollections } from './index.ts';
import { carried, createWorld, TestSink, type World } from './testing/world.ts';

const collections = [summaries, ...laneCollections] as never[];
const newStore = async () => (await openHostileStore({ collections })).store;
const itemError: DeliveryError = {
	scope: 'item',
	retryable: true,
	retryAfterMs: null,
	message: 'It hiccuped.',
};
const hopeless: DeliveryError = { ...itemError, retryable: false, message: 'It does not fit.' };
const sinkError: DeliveryError = { ...itemError, scope: 'sink', message: 'It is down.' };
const failing = (failed: DeliveryError) => () => ({ through: 0, receipts: [], failed });

let world: World;
async function start(...sinks: TestSink[]): Promise<World> {
	world = createWorld(await newStore(), { sinks });
	await world.lanes.start();
	return world;
}
afterEach(async () => {
	const stopping = world.lanes.stop();
	await world.clock.advance(60_000);
	await stopping;
	expect(world.clock.pending).toBe(0);
});

test('an event that cannot be delivered is parked after three tries, and its lane goes on', async () => {
	const sink = new TestSink('a:1');
	sink.answer = (batch) =>
		batch[0]?.event.seq === 2 && batch[0].timeline === 'v1.1'
			? failing(hopeless)()
			: carried(batch);
	await start(sink);
	for (const text of ['one', 'two', 'three']) await world.say('v1', text);
	await world.say('v2', 'other');
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one', 'v2.1 other']);
	await world.clock.advance(60_000);
	expect(sink.got).toEqual(['v1.1 one', 'v2.1 other', 'v1.1 three']);
	expect(sink.calls.filter(([id]) => id === 'a:1/v1.1/2')).toHaveLength(3);
	const parked = await world.lanes.parked({}, 10);
	expect(parked).toMatchObject([
		{
			id: 'a:1/v1.1/2',
			sink: 'a:1',
			timeline: 'v1.1',
			seq: 2,
			problem: 'It does not fit.',
			tries: 3,
		},
	]);
	expect(world.troubles).toMatchObject([{ kind: 'item_parked', seq: 2 }]);
	expect(await world.lanes.status()).toMatchObject([
		{ sink: 'a:1', parked: 1, owing: 0, paused: null },
	]);
});

test('a parked event can be delivered by hand, given up, or replayed with all after it', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing(hopeless);
	await start(sink);
	for (const text of ['one', 'two']) await world.say('v1', text);
	await world.clock.advance(60_000);
	const [first, second] = await world.lanes.parked({}, 10);
	expect(await world.lanes.retryParked(first!.id)).toEqual({
		ok: false,
		message: 'It does not fit.',
	});
	sink.answer = (batch) => ({
		through: 1,
		receipts: [{ seq: batch[0]!.event.seq, externalId: 'ext' }],
	});
	expect(await world.lanes.retryParked(first!.id)).toMatchObject({ ok: true });
	expect(world.links).toEqual(['a:1 v1.1 1 ext']);
	expect(await world.lanes.discardParked(second!.id)).toBe(true);
	expect(await world.lanes.parked({}, 10)).toEqual([]);
	await world.lanes.replay('a:1' as SinkId, first!.timeline, 1);
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one', 'v1.1 one', 'v1.1 two']);
});

test('a lane that hangs on an event can be told to skip it', async () => {
	const sink = new TestSink('a:1');
	sink.answer = (batch) => (batch[0]?.event.seq === 1 ? failing(itemError)() : carried(batch));
	await start(sink);
	const talk = await world.say('v1', 'one');
	await world.say('v1', 'two');
	await world.clock.settle();
	expect(await world.lanes.skip('a:1' as SinkId, talk)).toMatchObject({ ok: true });
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 two']);
	expect(await world.lanes.parked({ timeline: talk }, 10)).toMatchObject([{ seq: 1 }]);
});

test('a deliver that throws has five tries', async () => {
	const sink = new TestSink('a:1');
	sink.answer = () => {
		throw new Error('undefined is not a function');
	};
	await start(sink);
	await world.say('v1', 'one');
	await world.clock.advance(10 * 60_000);
	expect(sink.calls).toHaveLength(5);
	expect(await world.lanes.parked({}, 10)).toMatchObject([
		{ problem: 'undefined is not a function' },
	]);
});

test('a long problem of a delivery is kept up to the last whole character', async () => {
	const sink = new TestSink('a:1');
	const kept = 'x'.repeat(999);
	sink.answer = () => {
		throw new Error(`${kept}😀`);
	};
	await start(sink);
	await world.say('v1', 'one');
	await world.clock.advance(10 * 60_000);
	expect(await world.lanes.parked({}, 10)).toMatchObject([{ problem: kept }]);
	expect(await world.lanes.retryParked('a:1/v1.1/1')).toMatchObject({ message: kept });
});

test('what may pass is tried for three days before it is parked', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing(itemError);
	await start(sink);
	await world.say('v1', 'one');
	// In hops: each advance of the fake clock walks through the polls.
	let hours = 0;
	while ((await world.lanes.parked({}, 10)).length === 0) {
		const [status] = await world.lanes.status();
		expect(status).toMatchObject({ paused: null });
		const next = status?.troubled[0]?.dueAt ?? world.clock.now();
		world.clock.jump(Math.max(0, next - world.clock.now()));
		await world.clock.advance(5_000);
		hours = (world.clock.now() - Date.UTC(2026, 0, 5, 9)) / 3_600_000;
	}
	expect(sink.calls).toHaveLength(17);
	expect(hours).toBeCloseTo(75, 0);
});

test('a sink that is down is paused: no tries are counted, one alarm, and it comes back by itself', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing(sinkError);
	await start(sink);
	for (const n of [1, 2, 3, 4, 5, 6]) await world.say(`v${n}`, 'hello');
	await world.clock.advance(3 * 3_600_000);
	expect(world.troubles).toEqual([
		{ kind: 'sink_paused', sink: 'a:1', problem: 'It is down.', needsPerson: false },
	]);
	const [status] = await world.lanes.status();
	expect(status).toMatchObject({
		owing: 6,
		parked: 0,
		troubled: [],
		paused: { problem: 'It is down.' },
	});
	// One probe in five minutes once it is known to be down.
	expect(sink.calls.length).toBeLessThan(60);
	sink.answer = carried;
	await world.clock.advance(6 * 60_000);
	expect(sink.got).toHaveLength(6);
	expect(world.troubles.at(-1)).toEqual({ kind: 'sink_resumed', sink: 'a:1' });
	expect(await world.lanes.status()).toMatchObject([{ owing: 0, paused: null }]);
}, 30_000);

test('Retry-After of a sink holds all its lanes, that of an event only its own', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing({ ...sinkError, retryAfterMs: 90_000 });
	await start(sink);
	await world.say('v1', 'one');
	await world.say('v2', 'two');
	await world.clock.settle();
	const before = sink.calls.length;
	sink.answer = (batch) =>
		batch[0]?.timeline === 'v1.1' && batch[0].attempt === 1
			? failing({ ...itemError, retryAfterMs: 40_000 })()
			: carried(batch);
	await world.clock.advance(89_000);
	expect(sink.calls).toHaveLength(before);
	await world.clock.advance(1_100);
	expect(sink.got).toEqual(['v2.1 two']);
	await world.clock.advance(38_000);
	expect(sink.got).toEqual(['v2.1 two']);
	await world.clock.advance(2_000);
	expect(sink.got).toEqual(['v2.1 two', 'v1.1 one']);
});

test('a sink that asks not to be called any more waits for a person', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing({ ...sinkError, retryable: false, message: 'Gone.' });
	await start(sink);
	await world.say('v1', 'one');
	await world.clock.advance(3_600_000);
	expect(sink.calls).toHaveLength(1);
	expect(world.troubles).toMatchObject([{ kind: 'sink_paused', needsPerson: true }]);
	sink.answer = carried;
	await world.lanes.retry('a:1' as SinkId);
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one']);
}, 30_000);

test('if nothing gets through in many conversations, the sink is paused whatever it says', async () => {
	const sink = new TestSink('a:1');
	sink.answer = failing(itemError);
	await start(sink);
	for (let n = 0; n < 30; n += 1) await world.say(`v${n}`, 'hello');
	await world.clock.advance(5_000);
	expect(world.troubles).toMatchObject([{ kind: 'sink_paused' }]);
	sink.answer = carried;
	await world.clock.advance(600_000);
	expect(sink.got).toHaveLength(30);
});

test('one poisoned conversation never pauses its sink', async () => {
	const sink = new TestSink('a:1');
	sink.answer = (batch) => (batch[0]?.timeline === 'v1.1' ? failing(itemError)() : carried(batch));
	await start(sink);
	for (let n = 0; n < 40; n += 1) await world.say('v1', 'poison');
	for (let n = 0; n < 40; n += 1) {
		await world.say('v2', `${n}`);
		await world.clock.advance(20_000);
	}
	expect(sink.got).toHaveLength(40);
	expect(world.troubles.filter(({ kind }) => kind === 'sink_paused')).toEqual([]);
});
