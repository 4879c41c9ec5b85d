import { summaries } from '../conversations/index.ts';
import type { SinkId } from '../../shared/ids.ts';
import type { Store } from '../ports/store.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { laneCollections } from './index.ts';
import { createWorld, TestSink } from './testing/world.ts';

const collections = [summaries, ...laneCollections] as never[];

/** The lane is there before its event: that one is committed just after somebody has looked for it. */
function lateEvent(store: Store): Store {
	let isThere = false;
	const late: Partial<Store> = {
		async owedEvents(...query) {
			if (isThere) return store.owedEvents(...query);
			isThere = true;
			return [];
		},
		async head(timeline) {
			const head = await store.head(timeline);
			return isThere ? head : { seq: head.seq - 1, vseq: head.vseq - 1 };
		},
	};
	return new Proxy(store, {
		get(target, name) {
			if (Object.hasOwn(late, name)) return late[name as keyof Store];
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}

test('a sink does not pass over an event that is committed while it looks for it', async () => {
	const { store } = await openHostileStore({ collections });
	const sink = new TestSink('a:1');
	const before = createWorld(store, { sinks: [sink] });
	await before.say('v1', 'hello');
	const world = createWorld(lateEvent(store), { sinks: [sink] });
	await world.lanes.start();
	await world.clock.settle();
	expect(sink.got).toEqual(['v1.1 hello']);
	await world.lanes.stop();
});

test('a consumer does not pass over an event that is committed while it looks for it', async () => {
	const { store } = await openHostileStore({ collections });
	const got: number[] = [];
	const consumer = {
		id: 'index' as SinkId,
		wants: () => true,
		consume: async (batch: readonly { events: readonly { seq: number }[] }[]) => {
			got.push(...batch.flatMap(({ events }) => events.map(({ seq }) => seq)));
		},
	};
	const before = createWorld(store, { consumers: [consumer] });
	await before.say('v1', 'hello');
	const world = createWorld(lateEvent(store), { consumers: [consumer] });
	await world.lanes.start();
	await world.clock.advance(200);
	expect(got).toEqual([1]);
	await world.lanes.stop();
});
