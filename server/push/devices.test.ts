import { startPushEndpoint } from '../testing/push-endpoint.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { owedCollection, subscriptionsCollection } from './index.ts';
import { pushStore, pushWorld, sealing, type PushWorld } from './testing/push-world.ts';

const minute = 60_000;

let world: PushWorld | null = null;
async function open(...args: Parameters<typeof pushWorld>): Promise<PushWorld> {
	world = await pushWorld(...args);
	return world;
}
afterEach(async () => {
	await world?.end();
	world = null;
});

describe('a device', () => {
	it('keeps its agent available without a console, while available or busy is wanted', async () => {
		const { agent, device, console: open_, routing, clock, push, quiet } = await open();
		const mira = await agent('Mira');
		open_(mira);
		const { session } = await device(mira);
		open_(mira, false);
		const status = () => routing.dutyOf(mira.id)?.status;
		await clock.advance(30 * minute);
		expect(status()).toBe('available');
		await routing.set(mira.id, 'busy');
		await clock.advance(30 * minute);
		expect(status()).toBe('busy');
		// It ends with the session.
		await push.ended({ session });
		await clock.advance(30 * minute);
		await quiet();
		expect(status()).toBe('away');
	});

	it('ends with its session, by sign-out and by time, and with the account’s sessions', async () => {
		const { agent, device, ask, claim, say, fold, push, comes, comesNothing, clock, store } =
			await open();
		const mira = await agent('Mira');
		const first = await device(mira);
		await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await push.ended({ session: first.session });
		await say('v_1', chat);
		await fold();
		await comes(1);
		await push.ended({ agent: mira.id });
		expect(push.hasAny(mira.id)).toBe(false);
		await say('v_1', chat);
		await fold();
		await comesNothing(2 * minute);
		await device(mira);
		await clock.advance(13 * 60 * minute);
		expect(push.hasAny(mira.id)).toBe(false);
		await say('v_1', chat);
		await fold();
		await comesNothing(2 * minute);
		expect(await store.count(owedCollection, { index: 'byExpiry' }, 10)).toBe(1);
	});

	it.each([404, 410])('that its browser gave up (%i) is forgotten', async (status) => {
		const { agent, device, ask, claim, say, fold, push, service, comes, clock, store } =
			await open();
		const mira = await agent('Mira');
		const [gone, there] = [await device(mira), await device(mira)];
		service.answer(gone.name, status);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await say('v_1', chat);
		await fold();
		await comes(1);
		const count = () => store.count(subscriptionsCollection, { index: 'byExpiry' }, 10);
		await clock.until(async () => (await count()) === 1);
		expect(service.heard.map(({ device: name }) => name)).toEqual([there.name]);
		expect(push.hasAny(mira.id)).toBe(true);
	});

	it('belongs to who signed in last in that browser, and an agent has ten at most', async () => {
		const { agent, device, push, store, service } = await open();
		const [mira, tom] = [await agent('Mira'), await agent('Tom')];
		const { session } = await device(mira, 'shared');
		const shared = service.subscribe('shared');
		const { session: toms } = await device(tom);
		expect(session).not.toBe(toms);
		await push.add({ agent: tom.id, session: toms }, shared);
		expect(push.hasAny(mira.id)).toBe(false);
		for (let n = 0; n < 12; n += 1) await device(tom);
		expect(await store.count(subscriptionsCollection, { index: 'byExpiry' }, 50)).toBe(10);
	});
});

describe('when something fails', () => {
	it('a push service that is away is asked again, and what is old by then is not sent', async () => {
		const { agent, device, ask, claim, say, fold, service, comes, comesNothing, clock } =
			await open();
		const mira = await agent('Mira');
		const { name } = await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		service.answer(name, 503);
		await say('v_1', chat);
		await fold();
		await comesNothing(3000);
		service.answer(name, 201);
		await clock.until(() => service.heard.length === 1, 5 * minute);
		await comes(1);
		service.answer(name, 503);
		await say('v_1', chat);
		await fold();
		await clock.until(async () => {
			await clock.advance(minute);
			const owed = await world?.store.get(owedCollection, `${mira.id}:${chat}`);
			return owed !== null && owed !== undefined && owed.told >= owed.message;
		}, 60 * minute);
		service.answer(name, 201);
		await comesNothing(30 * minute);
	});

	it('after a crash it is told once more at most, and nothing is lost', async () => {
		const [clock, store, service] = [
			new FakeClock(Date.now()),
			await pushStore(),
			await startPushEndpoint(),
		];
		const before = await open({ clock, store, service });
		const mira = await before.agent('Mira');
		await before.device(mira);
		const chat = await before.ask('v_1');
		await before.claim(mira, chat);
		await before.say('v_1', chat);
		await before.fold();
		// The lane saw the events, and then the process died.
		await before.push.stop();
		await before.stop();
		const after = await open({ clock, store, service });
		expect(await after.comes(1)).toMatchObject([{ kind: 'message', conversation: chat }]);
		// The lane hands them over again, because it could not write down that it had.
		for (const event of before.events)
			if (after.push.wants(event as never))
				await after.push.consume([{ timeline: event.timeline, events: [event as never] }]);
		await after.comesNothing(5 * minute);
	});

	it('waits after a start until consoles have come back', async () => {
		const [clock, store, service] = [
			new FakeClock(Date.now()),
			await pushStore(),
			await startPushEndpoint(),
		];
		const before = await open({ clock, store, service });
		const mira = await before.agent('Mira');
		await before.device(mira);
		const chat = await before.ask('v_1');
		await before.claim(mira, chat);
		await before.say('v_1', chat);
		await before.fold();
		await before.push.stop();
		await before.stop();
		const opening = pushWorld({ clock, store, service });
		// pushWorld itself waits as long; the one that came back looks in time.
		world = await opening;
		world.look(mira);
		await world.comesNothing(minute);
	});

	it('a key that cannot be opened any more is made anew, and old devices are forgotten', async () => {
		const [clock, store, service] = [
			new FakeClock(Date.now()),
			await pushStore(),
			await startPushEndpoint(),
		];
		const before = await open({ clock, store, service });
		const mira = await before.agent('Mira');
		await before.device(mira);
		const key = before.push.publicKey();
		await before.push.stop();
		await before.stop();
		const locked = {
			...sealing,
			open: () => {
				throw new Error('another key');
			},
		};
		const after = await open({ clock, store, service, sealing: locked });
		expect(after.push.publicKey()).not.toBe(key);
		const chat = await after.ask('v_1');
		await after.claim(mira, chat);
		await after.say('v_1', chat);
		await after.fold();
		await clock.until(() => !after.push.hasAny(mira.id));
		expect(service.heard).toEqual([]);
	});

	it('no push goes into a private network', async () => {
		const { agent, device, ask, claim, say, fold, comesNothing } = await open({ allow: [] });
		const mira = await agent('Mira');
		await device(mira);
		const chat = await ask('v_1');
		await claim(mira, chat);
		await say('v_1', chat);
		await fold();
		await comesNothing(15 * minute);
	});
});

it('a test goes to the browser that asks, and says what is wrong', async () => {
	const { agent, device, push, service, comes } = await open();
	const mira = await agent('Mira');
	const [first, second] = [await device(mira), await device(mira)];
	await push.test(mira, second.session);
	expect(await comes(1)).toMatchObject([{ kind: 'status', text: 'test', conversation: null }]);
	expect(service.heard[0]?.device).toBe(second.name);
	service.answer(first.name, 500);
	await expect(push.test(mira, first.session)).rejects.toMatchObject({ code: 'unavailable' });
	await expect(push.test(mira, 'another')).rejects.toMatchObject({ code: 'not_found' });
});
