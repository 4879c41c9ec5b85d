import { summaries } from '../conversations/index.ts';
import type { SinkId } from '../../shared/ids.ts';
import type { DeliveryError } from '../../shared/plugin/plugin.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { laneCollections } from './index.ts';
import { agentSays, carried, createWorld, TestSink, type World } from './testing/world.ts';

const collections = [summaries, ...laneCollections] as never[];
const newStore = async () => (await openHostileStore({ collections })).store;
const itemError: DeliveryError = {
	scope: 'item',
	retryable: true,
	retryAfterMs: null,
	message: 'It hiccuped.',
};
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
const owing = async () =>
	(await world.lanes.status()).map(({ sink, owing: lanes }) => [sink, lanes]);

test('what a sink wants arrives in order, and then nothing is kept of the lane', async () => {
	const sink = new TestSink('a:1', { wants: (event) => event.audience === 'visitor' });
	await start(sink);
	const talk = await world.say('v1', 'one');
	await world.say('v1', 'two');
	await world.note(talk, 'for us');
	await world.say('v1', 'three');
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one', 'v1.1 two', 'v1.1 three']);
	expect(sink.calls[2]).toEqual(['a:1/v1.1/4']);
	expect(await owing()).toEqual([['a:1', 0]]);
});

test('a round begins after the turn of the commit: acknowledgements go out before it reads', async () => {
	const store = await newStore();
	const reads = jest.spyOn(store, 'dueLanes');
	const sink = new TestSink('a:1');
	world = createWorld(store, { sinks: [sink] });
	await world.lanes.start();
	await world.clock.settle();
	reads.mockClear();
	await world.say('v1', 'one');
	for (let n = 0; n < 20; n += 1) await Promise.resolve();
	expect(reads).not.toHaveBeenCalled();
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one']);
});

test('what came in through a sink is not owed to it, but to the others', async () => {
	const [one, other] = [new TestSink('a:1'), new TestSink('b:1')];
	await start(one, other);
	await world.say('v1', 'hello', { sink: 'a:1' as SinkId, externalId: 'x' });
	await world.clock.settle();
	expect([one.got, other.got]).toEqual([[], ['v1.1 hello']]);
});

test('a sink that cannot say what it wants is owed the event', async () => {
	const sink = new TestSink('a:1', {
		wants() {
			throw new Error('bug');
		},
	});
	await start(sink);
	await world.say('v1', 'hello');
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 hello']);
});

test('neither a dead sink nor one that hangs delays another', async () => {
	const [dead, hanging, well] = [new TestSink('a:1'), new TestSink('b:1'), new TestSink('c:1')];
	dead.answer = failing(sinkError);
	hanging.answer = () => new Promise(() => {});
	await start(dead, hanging, well);
	for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) await world.say(`v${n}`, 'hello');
	await world.clock.settle();
	expect(well.got).toHaveLength(8);
	expect(hanging.calls).toHaveLength(4);
	expect(dead.got).toEqual([]);
});

test('a deliver that takes too long is aborted and tried again, and the others go on', async () => {
	const sink = new TestSink('a:1');
	let aborted = 0;
	sink.answer = (batch, signal) =>
		batch[0]?.timeline === 'v1.1' && batch[0].attempt === 1
			? new Promise((_, reject) => {
					signal.addEventListener('abort', () => {
						aborted += 1;
						reject(new Error('aborted'));
					});
				})
			: carried(batch);
	await start(sink);
	await world.say('v1', 'slow');
	await world.say('v2', 'quick');
	await world.clock.advance(44_000);
	expect([aborted, sink.got]).toEqual([0, ['v2.1 quick']]);
	await world.clock.advance(10_000);
	expect([aborted, sink.got]).toEqual([1, ['v2.1 quick', 'v1.1 slow']]);
});

test('what shares a pace gets its moments exactly, what does not goes at once', async () => {
	const times: number[] = [];
	const sink = new TestSink('a:1', {
		pace: (timeline) =>
			timeline.startsWith('fast')
				? { key: timeline, perSecond: 1000 }
				: { key: 'channel', perSecond: 2 },
	});
	await start(sink);
	const begin = world.clock.now();
	sink.answer = (batch) => {
		if (!batch[0]!.timeline.startsWith('fast')) times.push(world.clock.now() - begin);
		return carried(batch);
	};
	await Promise.all(Array.from({ length: 20 }, (_, n) => world.say(`v${n}`, 'hello')));
	await world.say('fast', 'hello');
	await world.clock.settle();
	expect(sink.got).toContain('fast.1 hello');
	await world.clock.advance(11_000);
	expect(times).toEqual(Array.from({ length: 20 }, (_, n) => n * 500));
});

test('a backlog comes in batches of the size that the sink takes', async () => {
	const sink = new TestSink('a:1', { batch: 3 });
	sink.ready = false;
	await start(sink);
	for (let n = 1; n <= 7; n += 1) await world.say('v1', `${n}`);
	sink.ready = true;
	await world.lanes.sinksChanged();
	await world.clock.settle();
	expect(sink.calls.map((call) => call.length)).toEqual([3, 3, 1]);
	expect(sink.got).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `v1.1 ${n}`));
});

test('a batch that stops half-way goes on from there', async () => {
	const sink = new TestSink('a:1', { batch: 5 });
	sink.ready = false;
	await start(sink);
	for (let n = 1; n <= 5; n += 1) await world.say('v1', `${n}`);
	let first = true;
	sink.answer = (batch) => {
		if (!first) return carried(batch);
		first = false;
		return {
			through: 2,
			receipts: [
				{ seq: 1, externalId: 'x1' },
				{ seq: 4, externalId: 'not yet' },
			],
			failed: itemError,
		};
	};
	sink.ready = true;
	await world.lanes.sinksChanged();
	await world.clock.advance(5_000);
	expect(sink.got).toEqual([1, 2, 3, 4, 5].map((n) => `v1.1 ${n}`));
	expect(sink.calls[1]).toHaveLength(3);
	expect(world.links).toEqual(['a:1 v1.1 1 x1']);
});

test('what was taken back before it went out goes out as a tombstone', async () => {
	const texts: unknown[] = [];
	const sink = new TestSink('a:1', { wants: (event) => event.type === 'message' });
	sink.ready = false;
	sink.answer = (batch) => {
		for (const { event } of batch)
			if (event.type === 'message') texts.push([event.text, event.deleted]);
		return carried(batch);
	};
	await start(sink);
	const talk = await world.say('v1', 'hello');
	await agentSays(world, talk, 'my password is');
	await world.takeBack(talk, 2);
	sink.ready = true;
	await world.lanes.sinksChanged();
	await world.clock.settle();
	expect(texts).toEqual([
		['hello', false],
		['', true],
	]);
});

test('a plugin that stops has drained when the change is done, and what it is owed meanwhile waits', async () => {
	const sink = new TestSink('a:1');
	let finish = (): void => {};
	sink.answer = (batch) =>
		new Promise((resolve) => {
			finish = () => resolve(carried(batch));
		});
	await start(sink);
	await world.say('v1', 'one');
	await world.clock.settle();
	sink.ready = false;
	let stopped = false;
	const change = world.lanes.sinksChanged().then(() => (stopped = true));
	await world.clock.settle();
	expect(stopped).toBe(false);
	finish();
	await change;
	await world.say('v1', 'two');
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 one']);
	expect(await world.lanes.status()).toMatchObject([{ sink: 'a:1', kind: 'absent', owing: 1 }]);
});
