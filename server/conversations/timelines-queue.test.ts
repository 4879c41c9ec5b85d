import { Busy, Unknown } from '../ports/errors.ts';
import type { AppendAnswer, NewEvent } from '../ports/store.ts';
import { summaries } from './summaries.ts';
import { conversation } from './testing/commands.ts';
import { allEvents, codeOf, nodeOn } from './testing/nodes.ts';
import { anna, ben } from './testing/people.ts';
import { claim, heldStore, plainStore, post, send, storeWith } from './testing/stores.ts';
import { createTimelines } from './timelines.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';

describe('the queue of a timeline', () => {
	it('takes 64 beside the batch that is under way, then is busy; others are not', async () => {
		const { store, letGo } = await heldStore();
		const node = nodeOn(store);
		const sent = Array.from({ length: 66 }, (_, n) => codeOf(send(node, post(`${n}`))));
		expect(await sent[65]).toBe('busy');
		letGo();
		const answers = await Promise.all(sent.slice(0, 65));
		expect(answers).toMatchObject(
			answers.map((_, n) => ({ event: { seq: n + 1, clientId: `${n}` } })),
		);
		expect(await codeOf(send(node, post('65')))).toMatchObject({ kind: 'done' });
	});
	it('goes in one batch, each on the state after the one before', async () => {
		const sizes: number[] = [];
		const store = await storeWith((real) => (timeline, after, events) => {
			sizes.push(events.length);
			return real(timeline, after, events);
		});
		const node = nodeOn(store);
		await Promise.all(
			[post('1'), post('2'), claim(anna), claim(ben), post('3')].map((one) => send(node, one)),
		);
		expect(sizes).toEqual([1, 3]);
		expect(node.published.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
	});
	it('gives up after somebody else was quicker four times', async () => {
		let appends = 0;
		const store = await storeWith(() => (_timeline, _after, events) => {
			appends += 1;
			return Promise.resolve(events.map((): AppendAnswer => ({ kind: 'moved' })));
		});
		expect(await codeOf(send(nodeOn(store), post('Hi')))).toBe('busy');
		expect(appends).toBe(4);
	});
	it('does not give up after three times', async () => {
		let appends = 0;
		const store = await storeWith((real) => (timeline, after, events) => {
			appends += 1;
			if (appends > 3) return real(timeline, after, events);
			return Promise.resolve(events.map((): AppendAnswer => ({ kind: 'moved' })));
		});
		expect(await codeOf(send(nodeOn(store), post('Hi')))).toMatchObject({ kind: 'done' });
	});
});

describe('when the store does not answer', () => {
	const failing = (
		error: Error,
		stored: 'before' | 'after',
		only: (events: readonly NewEvent[]) => boolean = () => true,
	) => {
		let left = 1;
		return storeWith((real) => async (timeline, after, events) => {
			if (left === 0 || !only(events)) return real(timeline, after, events);
			left -= 1;
			if (stored === 'after') await real(timeline, after, events);
			throw error;
		});
	};
	it.each(['before', 'after'] as const)(
		'nobody hears "done" (lost %s the write), and a resend stores it once',
		async (when) => {
			const node = nodeOn(await failing(new Unknown(), when));
			expect(await codeOf(send(node, post('Hi')))).toBe('unavailable');
			expect(await send(node, post('Hi'))).toMatchObject({
				kind: 'done',
				replayed: when === 'after',
			});
			expect(await allEvents(node.store)).toHaveLength(1);
			expect(node.published).toHaveLength(1);
		},
	);
	it('others hear of a resend once, also of one that took the number of the lost write', async () => {
		const node = nodeOn(await failing(new Unknown(), 'before'));
		await codeOf(send(node, post('Hi')));
		await send(node, post('Hi'));
		await send(node, post('Ho'));
		expect(node.published.map(({ clientId }) => clientId)).toEqual(['Hi', 'Ho']);
	});
	it('others hear what was stored all the same, also when its author never comes again', async () => {
		const store = await failing(new Unknown(), 'after');
		const node = nodeOn(store);
		await codeOf(send(node, post('Hi')));
		await send(node, post('Ho'));
		expect(node.published.map(({ clientId }) => clientId)).toEqual(['Hi', 'Ho']);
	});
	it('the whole batch is in doubt, and nobody after it', async () => {
		const store = await failing(new Unknown(), 'before', (events) => events.length > 1);
		const node = nodeOn(store);
		const answers = await Promise.all(
			['1', '2', '3'].map((text) => codeOf(send(node, post(text)))),
		);
		expect(answers).toMatchObject([{ kind: 'done' }, 'unavailable', 'unavailable']);
		expect(await send(node, post('4'))).toMatchObject({ event: { seq: 2 } });
	});
	it('a full disk is said in its own word, and nothing is stored', async () => {
		const node = nodeOn(await failing(new Busy('disk_full'), 'before'));
		expect(await codeOf(send(node, post('Hi')))).toBe('disk_full');
		expect(await allEvents(node.store)).toEqual([]);
		expect(await send(node, post('Hi'))).toMatchObject({ event: { seq: 1 }, replayed: false });
	});
	it.each(['queue_full', 'locked', 'closed', 'read_only'] as const)(
		'%s is busy',
		async (reason) => {
			const node = nodeOn(await failing(new Busy(reason), 'before'));
			expect(await codeOf(send(node, post('Hi')))).toBe('busy');
		},
	);
	it('a lookup that fails for one does not take the answer from others of its batch', async () => {
		const plain = await plainStore();
		const store = { ...plain, byClientId: () => Promise.reject(new Unknown()) };
		const node = nodeOn(store);
		await send(node, post('Hi'));
		const answers = await Promise.all(
			[post('batch'), { ...post('x'), text: '' }, post('2')].map((one) => codeOf(send(node, one))),
		);
		expect(answers).toMatchObject([{ kind: 'done' }, 'unavailable', { kind: 'done' }]);
		expect(node.published.map(({ seq }) => seq)).toEqual([1, 2, 3]);
	});
});

it('asks what is owed before the append, and stores it with the event', async () => {
	const { store } = await openHostileStore({ collections: [summaries] });
	const timelines = createTimelines({
		store,
		bus: { publish: () => undefined },
		owe: ({ type }, state) => (type === 'message' ? [`slack:${state.seq}` as never] : []),
	});
	await timelines.submit(conversation, post('Hi'));
	await timelines.submit(conversation, claim(anna));
	expect((await allEvents(store)).map(({ sinks }) => sinks)).toEqual([['slack:0'], []]);
});
