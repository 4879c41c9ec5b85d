import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { authorOf, dayOf } from './index.ts';
import { collections, routingWorld, worldWith as world } from './testing/routing-world.ts';

const minute = 60_000;

describe('an agent who is gone', () => {
	it('is away after the grace, and the conversations go back to the front of the line', async () => {
		const { ask, claim, console, clock, mira, state, stored, routing, events, quiet, stop } =
			await world('Mira');
		const waits = await ask('v_0');
		const chat = await ask('v_1');
		await claim(mira, chat);
		console(mira, false);
		await clock.advance(50_000);
		expect(routing.team()).toMatchObject([{ status: 'available' }]);
		expect(await state(chat)).toMatchObject({ assignee: mira.id });
		await clock.advance(15_000);
		await quiet();
		expect(routing.team()).toMatchObject([{ status: 'away' }]);
		expect(await state(chat)).toMatchObject({ status: 'waiting', assignee: null });
		expect(routing.placeOf(chat)?.position).toBe(1);
		expect(routing.placeOf(waits)?.position).toBe(2);
		expect(events.at(-1)).toMatchObject({ type: 'requeued', audience: 'visitor' });
		expect(await stored(mira)).toEqual([]);
		// What was chosen holds: back at the console, it counts again.
		console(mira);
		expect(routing.dutyOf(mira.id)).toMatchObject({ status: 'available', wanted: 'available' });
		await stop();
	});

	it('for a moment loses nothing, and gets nothing new meanwhile', async () => {
		const { rules, ask, console, clock, mira, state, events, quiet, stop } = await world('Mira');
		await rules({ strategy: 'round_robin' });
		const chat = await ask('v_1');
		await quiet();
		console(mira, false);
		await clock.advance(30_000);
		const late = await ask('v_2');
		await quiet();
		expect(await state(late)).toMatchObject({ status: 'waiting' });
		console(mira);
		await quiet();
		expect(await state(late)).toMatchObject({ status: 'active' });
		await clock.advance(5 * minute);
		expect(await state(chat)).toMatchObject({ assignee: mira.id });
		expect(events.filter(({ type }) => type === 'requeued')).toEqual([]);
		await stop();
	});

	it('keeps what was handed over while gone', async () => {
		const { ask, claim, submit, console, clock, mira, tom, state, quiet, stop } = await world(
			'Mira',
			'Tom',
		);
		console(tom, false);
		await clock.advance(2 * minute);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await submit(chat, { kind: 'transfer', by: authorOf(mira), to: tom.id, reason: '' });
		await clock.advance(5 * minute);
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'active', assignee: tom.id });
		await stop();
	});

	it('by a restart is not gone: the grace counts from the start on', async () => {
		const { store } = await openHostileStore({ collections });
		const first = await routingWorld(store);
		const mira = await first.agent('Mira');
		await first.start();
		first.console(mira);
		const chat = await first.ask('v_1');
		await first.claim(mira, chat);
		await first.stop();
		first.clock.jump(30 * minute);
		const second = await routingWorld(store, { clock: first.clock });
		await second.start([chat]);
		await second.clock.advance(55_000);
		expect(await second.state(chat)).toMatchObject({ assignee: mira.id });
		await second.clock.advance(10_000);
		await second.quiet();
		expect(await second.state(chat)).toMatchObject({ status: 'waiting' });
		await second.stop();
	});

	it('leaves a trace in the own day, as each choice does', async () => {
		const { console, clock, mira, routing, store, quiet, stop } = await world('Mira');
		await routing.set(mira.id, 'busy');
		await clock.advance(minute);
		console(mira, false);
		await clock.advance(2 * minute);
		console(mira);
		await quiet();
		const { events } = await store.page(dayOf(mira.id), { limit: 10 });
		expect(events.map(({ body, author }) => [body['before'], body['status'], author.kind])).toEqual(
			[
				['away', 'available', 'system'],
				['available', 'busy', 'agent'],
				['busy', 'away', 'system'],
				['away', 'busy', 'system'],
			],
		);
		await stop();
	});
});

describe('a visitor who is gone', () => {
	it('takes no slot after ten minutes, and is ended an hour later', async () => {
		const { ask, claim, visit, clock, mira, state, stored, quiet, stop } = await world('Mira');
		const chat = await ask('v_1');
		await claim(mira, chat);
		await quiet();
		visit('v_1', false);
		await clock.advance(9 * minute);
		expect(await state(chat)).toMatchObject({ isIdle: false });
		await clock.advance(2 * minute);
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'active', isIdle: true });
		expect(await stored(mira)).toEqual([]);
		await clock.advance(62 * minute);
		expect(await state(chat)).toMatchObject({ status: 'ended', endedBy: 'system' });
		await stop();
	});

	it('and back has the agent again, or waits at the front when there is no slot', async () => {
		const { agents, ask, claim, visit, clock, mira, state, stored, quiet, routing, stop } =
			await world('Mira');
		await agents.change(mira.id, null, { set: { capacity: 2 } });
		const [one, two] = [await ask('v_1'), await ask('v_2')];
		for (const chat of [one, two]) await claim(mira, chat);
		for (const visitor of ['v_1', 'v_2']) visit(visitor, false);
		await clock.advance(12 * minute);
		await quiet();
		expect(await stored(mira)).toEqual([]);
		await claim(mira, await ask('v_3'));
		visit('v_1');
		await quiet();
		expect(await state(one)).toMatchObject({ status: 'active', isIdle: false });
		expect(await stored(mira)).toHaveLength(2);
		visit('v_2');
		await quiet();
		expect(await state(two)).toMatchObject({ status: 'waiting', assignee: null });
		expect(routing.placeOf(two)?.position).toBe(1);
		expect(await stored(mira)).toHaveLength(2);
		await stop();
	});

	it('and back is not ended, though the store did not answer just then', async () => {
		const { ask, claim, visit, clock, mira, state, store, quiet, faults, stop } =
			await world('Mira');
		const chat = await ask('v_1');
		await claim(mira, chat);
		visit('v_1', false);
		await clock.advance(12 * minute);
		await quiet();
		const { update } = store;
		Object.assign(store, { update: () => Promise.reject(new Error('away')) });
		visit('v_1');
		await quiet();
		Object.assign(store, { update });
		expect(faults.splice(0)).not.toEqual([]);
		expect(await state(chat)).toMatchObject({ isIdle: true });
		await clock.advance(70 * minute);
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'active', isIdle: false });
		await stop();
	});

	it('and back while it waits for an answer later is not ended by the old clock', async () => {
		const { ask, claim, submit, visit, clock, mira, tom, state, quiet, stop } = await world(
			'Mira',
			'Tom',
		);
		const chat = await ask('v_1');
		await claim(mira, chat);
		visit('v_1', false);
		await clock.advance(12 * minute);
		await quiet();
		const by = authorOf(mira);
		await submit(chat, { by, kind: 'transfer', to: tom.id, reason: '', later: true });
		visit('v_1');
		expect(await state(chat)).toMatchObject({ status: 'pending', isIdle: false });
		await claim(tom, chat);
		await clock.advance(70 * minute);
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'active', isIdle: false });
		await stop();
	});

	it('is back also by writing', async () => {
		const { agents, ask, claim, say, visit, clock, mira, state, quiet, stop } = await world('Mira');
		await agents.change(mira.id, null, { set: { capacity: 1 } });
		const chat = await ask('v_1');
		await claim(mira, chat);
		visit('v_1', false);
		await clock.advance(12 * minute);
		await claim(mira, await ask('v_2'));
		await say('v_1', chat);
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'waiting', isIdle: false });
		await stop();
	});
});

describe('clocks', () => {
	it('the longest wait ends on the offline path', async () => {
		const { ask, clock, state, events, routing, stop } = await world('Mira');
		const chat = await ask('v_1');
		await clock.advance(4 * minute);
		expect(await state(chat)).toMatchObject({ status: 'waiting' });
		await clock.advance(2 * minute);
		expect(await state(chat)).toMatchObject({ status: 'pending' });
		expect(events.at(-1)).toMatchObject({ type: 'deferred', author: { kind: 'system' } });
		expect(routing.placeOf(chat)).toBeNull();
		await stop();
	});

	it('there is none when the owner wants visitors to wait for as long as it takes', async () => {
		const { rules, ask, clock, state, stop } = await world('Mira');
		await rules({ maxWaitMinutes: null });
		const chat = await ask('v_1');
		await clock.advance(60 * minute);
		expect(await state(chat)).toMatchObject({ status: 'waiting' });
		await stop();
	});

	it('an ended one leaves the lists when the owner says', async () => {
		const { rules, ask, claim, end, clock, mira, state, stop } = await world('Mira');
		await rules({ autoArchiveMinutes: 20 });
		const chat = await ask('v_1');
		await claim(mira, chat);
		await end(mira, chat);
		await clock.advance(19 * minute);
		expect((await state(chat)).archivedAt).toBeNull();
		await clock.advance(2 * minute);
		expect((await state(chat)).archivedAt).not.toBeNull();
		await rules({ autoArchiveMinutes: 0 });
		const next = await ask('v_2');
		await end(mira, next);
		await clock.advance(minute);
		expect((await state(next)).archivedAt).not.toBeNull();
		await stop();
	});
});
