import * as z from 'zod';
import type { PluginId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import type { InboxItem, Plugin, PluginDefinition } from '../../shared/plugin/plugin.ts';
import { secret } from '../../shared/plugin/secret.ts';
import { openHostileStore, type Hostile } from '../stores/hostile/open-hostile-store.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { allCollections, createHosting, plain } from './testing/hosting.ts';

const id = 'slack' as PluginId;
const settings = z.object({
	team: z.string(),
	token: secret('Token'),
	hooks: z.array(z.object({ url: z.string(), key: secret('Key') })).default([]),
});
type Settings = z.infer<typeof settings>;
const values = {
	team: 'T1',
	token: 'xoxb-very-secret',
	hooks: [{ url: 'u1', key: 'hook-secret-1' }],
};
const define = (
	create: (settings: Settings, host: PluginHost) => Plugin,
): PluginDefinition<unknown> => {
	const definition: PluginDefinition<Settings> = { id, title: 'Slack', settings, create };
	return definition;
};

let hostile: Hostile;
let clock: FakeClock;
beforeEach(async () => {
	hostile = await openHostileStore({ collections: allCollections as never[] });
	clock = new FakeClock();
});
async function hosted(create: (settings: Settings, host: PluginHost) => Plugin, enabled = true) {
	const world = createHosting(hostile, clock, [define(create)]);
	const known = (await world.hosting.settings())[0]?.rev ?? 0;
	if (enabled && known === 0) await world.hosting.saveSettings(id, { rev: 0, enabled, values });
	await world.start();
	return world;
}

describe('the inbox', () => {
	async function inboxOf(receive: (item: InboxItem, host: PluginHost) => Promise<void>) {
		let host: PluginHost | null = null;
		const world = await hosted((_settings, given) => {
			host = given;
			return plain({ receive: (item) => receive(item, given) });
		});
		return { ...world, inbox: host!.inbox };
	}

	test('receives everything once and in the order of its key, whatever fails meanwhile', async () => {
		const got: string[] = [];
		let falls = 0;
		const { inbox } = await inboxOf(async ({ externalId }) => {
			if (externalId === 'a2' && (falls += 1) < 4) throw new Error('not now');
			got.push(externalId);
		});
		const adds = ['a1', 'a2', 'a3', 'b1'].map((name) =>
			inbox.add(name, { name }, { order: name[0]! }),
		);
		expect(await Promise.all(adds)).toEqual([true, true, true, true]);
		expect(await inbox.add('a1', {}, { order: 'a' })).toBe(false);
		await clock.settle();
		expect(got.sort()).toEqual(['a1', 'b1']);
		await clock.advance(60_000);
		expect(got).toEqual(['a1', 'b1', 'a2', 'a3']);
	});

	test('holds an item back, with those behind it, and lets it be cancelled meanwhile', async () => {
		const got: string[] = [];
		const { inbox } = await inboxOf(async ({ externalId }) => void got.push(externalId));
		await inbox.add('a1', {}, { order: 'a', notBefore: clock.now() + 5000 });
		await inbox.add('a2', {}, { order: 'a' });
		await inbox.add('b1', {}, { order: 'b', notBefore: clock.now() + 5000 });
		expect(await inbox.cancel('b1')).toBe(true);
		await clock.advance(4_900);
		expect(got).toEqual([]);
		await clock.advance(200);
		expect(got).toEqual(['a1', 'a2']);
		expect(await inbox.cancel('a1')).toBe(false);
	});

	test('does not receive what is cancelled at the last moment', async () => {
		const got: string[] = [];
		const { inbox } = await inboxOf(async ({ externalId }) => void got.push(externalId));
		const find = hostile.store.find.bind(hostile.store);
		let cancelled: boolean | null = null;
		jest.spyOn(hostile.store, 'find').mockImplementation(async (collection, query) => {
			const page = await find(collection, query);
			// Found, and not taken yet.
			if (query.index === 'byOrder') cancelled ??= await inbox.cancel('a1');
			return page;
		});
		await inbox.add('a1', {}, { order: 'a' });
		await inbox.add('a2', {}, { order: 'a' });
		await clock.settle();
		expect(cancelled).toBe(true);
		expect(got).toEqual(['a2']);
	});

	test('parks what cannot be received, visibly, and goes on; it can be tried again', async () => {
		let isSick = true;
		const got: string[] = [];
		const { inbox, hosting } = await inboxOf(async ({ externalId }) => {
			if (isSick && externalId === 'a1') throw new Error('no such thread');
			got.push(externalId);
		});
		await inbox.add('a1', {}, { order: 'a' });
		await inbox.add('a2', {}, { order: 'a' });
		await clock.advance(4 * 3_600_000);
		expect(got).toEqual(['a2']);
		const [parked] = await hosting.parkedItems(10);
		expect(parked).toMatchObject({ externalId: 'a1', problem: 'no such thread', tries: 8 });
		isSick = false;
		await hosting.retryItem(parked!.id);
		await clock.settle();
		expect(got).toEqual(['a2', 'a1']);
	}, 30_000);

	test('keeps a long problem up to the last whole character', async () => {
		const { inbox, hosting } = await inboxOf(async () => {
			throw new Error(`${'x'.repeat(999)}😀`);
		});
		await inbox.add('a1', {}, { order: 'a' });
		await clock.advance(4 * 3_600_000);
		expect(await hosting.parkedItems(10)).toMatchObject([{ problem: 'x'.repeat(999) }]);
	}, 30_000);

	test('forgets what an item said at once, and its id after seven days', async () => {
		const { inbox } = await inboxOf(async () => {});
		await inbox.add('a1', { text: 'card 4111' }, { order: 'a' });
		await clock.settle();
		let raw = '';
		for await (const row of hostile.store.dump()) raw += JSON.stringify(row);
		expect(raw).toContain('slack/a1');
		expect(raw).not.toContain('card 4111');
		clock.jump(7 * 24 * 3_600_000 - 60_000);
		await clock.advance(30_000);
		expect(await inbox.add('a1', {}, { order: 'a' })).toBe(false);
		await clock.advance(2 * 3_600_000);
		expect(await inbox.add('a1', {}, { order: 'a' })).toBe(true);
	}, 30_000);

	test('goes on after a crash with what was stored', async () => {
		const first = await inboxOf(() => new Promise(() => {}));
		await first.inbox.add('a1', {}, { order: 'a' });
		await first.inbox.add('a2', {}, { order: 'a' });
		await clock.settle();
		hostile = await hostile.reopen();
		clock = new FakeClock(clock.now() + 1000);
		const got: string[] = [];
		await inboxOf(async ({ externalId }) => void got.push(externalId));
		await clock.settle();
		expect(got).toEqual(['a1', 'a2']);
	});

	test('an item whose receive hangs fails after a while and comes again', async () => {
		let calls = 0;
		const got: string[] = [];
		const { inbox } = await inboxOf(async ({ externalId }) => {
			if ((calls += 1) === 1) await new Promise(() => {});
			got.push(externalId);
		});
		await inbox.add('a1', {}, { order: 'a' });
		await inbox.add('a2', {}, { order: 'a' });
		await clock.advance(49_000);
		expect(got).toEqual([]);
		await clock.advance(5_000);
		expect(got).toEqual(['a1', 'a2']);
	});

	test('many items of a busy order do not hide those behind them', async () => {
		const got: string[] = [];
		const { inbox } = await inboxOf(async ({ externalId }) => {
			if (externalId.startsWith('busy')) await new Promise(() => {});
			got.push(externalId);
		});
		for (let n = 0; n < 200; n += 1) {
			await inbox.add(`busy${n}`, {}, { order: 'busy' });
			clock.jump(20);
		}
		await inbox.add('b1', {}, { order: 'b' });
		await inbox.add('later', {}, { order: 'later', notBefore: clock.now() + 3000 });
		await clock.settle();
		expect(got).toEqual(['b1']);
		clock.jump(10);
		await inbox.add('b2', {}, { order: 'b' });
		await clock.settle();
		expect(got).toEqual(['b1', 'b2']);
		await clock.advance(3100);
		expect(got).toEqual(['b1', 'b2', 'later']);
	});
});
