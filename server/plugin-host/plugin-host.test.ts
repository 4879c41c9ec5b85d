import * as z from 'zod';
import type { ClientId, ConversationId, PluginId, SinkId, VisitorId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import type { Plugin, PluginDefinition } from '../../shared/plugin/plugin.ts';
import { secret } from '../../shared/plugin/secret.ts';
import { postAsVisitor } from '../conversations/index.ts';
import { openHostileStore, type Hostile } from '../stores/hostile/open-hostile-store.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { ada, allCollections, createHosting, plain } from './testing/hosting.ts';

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
const hello = { method: 'POST', path: 'events', headers: {}, body: Buffer.from('{}') };

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

describe('settings', () => {
	test('secrets reach the plugin, and nobody else: neither the store nor a view has them', async () => {
		let seen: Settings | null = null;
		const { hosting } = await hosted((given) => {
			seen = given;
			return plain({});
		});
		expect(seen).toEqual(values);
		let raw = '';
		for await (const row of hostile.store.dump()) raw += JSON.stringify(row);
		const shown = JSON.stringify(await hosting.settings());
		for (const text of ['xoxb-very-secret', 'hook-secret-1']) {
			expect(raw).not.toContain(text);
			expect(raw).not.toContain(Buffer.from(text).toString('base64'));
			expect(shown).not.toContain(text);
		}
		expect(raw).toContain('enc:v1:');
		expect(shown).not.toContain('enc:v1:');
	});

	test('a view that is sent back keeps its secrets, in whatever order; a change restarts the plugin', async () => {
		const seen: Settings[] = [];
		const stopped: string[] = [];
		const { hosting } = await hosted((given) => {
			seen.push(given);
			return plain({ stop: async () => void stopped.push(given.team) });
		});
		const [view] = await hosting.settings();
		const shown = view!.values as { team: string; hooks: object[] };
		const next = {
			...shown,
			team: 'T2',
			hooks: [{ url: 'new', key: 'hook-secret-2' }, ...shown.hooks],
		};
		await hosting.saveSettings(id, { rev: view!.rev, enabled: true, values: next as never });
		expect(stopped).toEqual(['T1']);
		expect(seen.at(-1)).toEqual({
			team: 'T2',
			token: 'xoxb-very-secret',
			hooks: [
				{ url: 'new', key: 'hook-secret-2' },
				{ url: 'u1', key: 'hook-secret-1' },
			],
		});
		const stale = hosting.saveSettings(id, {
			rev: view!.rev,
			enabled: false,
			values: next as never,
		});
		await expect(stale).rejects.toThrow('Somebody else changed');
	});

	test('what does not fit is refused with a sentence that does not repeat a secret', async () => {
		const { hosting } = await hosted(() => plain({}), false);
		const bad = hosting.saveSettings(id, {
			rev: 0,
			enabled: true,
			values: { token: 'xoxb-very-secret' },
		});
		await expect(bad).rejects.toThrow(/The settings of Slack do not fit\. team:/);
		await expect(bad).rejects.not.toThrow(/xoxb/);
	});
});

describe('a plugin that is ill', () => {
	test('is named by doctor if it cannot be created, and the server goes on', async () => {
		const { hosting } = await hosted(() => {
			throw new Error('The team is unknown.');
		});
		expect(await hosting.check()).toMatchObject([
			{ plugin: 'slack', level: 'fault', message: 'Slack does not run: The team is unknown.' },
		]);
		expect(await hosting.handle(id, 'events', hello)).toMatchObject({ status: 404 });
	});

	test('is owed what it wants while it cannot start, and gets it when it can', async () => {
		const got: string[] = [];
		let isDown = true;
		const { hosting, conversations } = await hosted(() =>
			plain({
				sinks: () => [{ id: 'slack:T1' as SinkId, wants: () => true }],
				start: async () => {
					if (isDown) throw new Error('Slack is down.');
				},
				deliver: async (_sink, batch) => {
					got.push(...batch.map((delivery) => delivery.id));
					return { through: batch.length, receipts: [] };
				},
			}),
		);
		const by = { kind: 'visitor', id: 'v1' as VisitorId, site: 's1' as never } as const;
		await postAsVisitor(
			conversations,
			by,
			{ clientId: 'c1' as ClientId, text: 'hi' },
			{ source: 'launcher' },
		);
		await clock.advance(60_000);
		expect(got).toEqual([]);
		expect(await hosting.check()).toMatchObject([
			{ message: 'Slack does not run: Slack is down.' },
		]);
		isDown = false;
		await clock.advance(11 * 60_000);
		expect(got).toEqual(['slack:T1/v1.1/1']);
		expect(await hosting.check()).toEqual([]);
	});

	test('cannot take a sink, a link or a name of another plugin', async () => {
		const { hosting } = await hosted(() =>
			plain({ sinks: () => [{ id: 'mail:x' as SinkId, wants: () => true }] }),
		);
		expect((await hosting.check())[0]?.message).toContain('is no sink of the plugin slack');
	});
});

describe('webhooks', () => {
	test('go to their handler with the raw body; unknown, failing and disabled ones say so', async () => {
		const { hosting } = await hosted((_settings, host) => {
			host.onWebhook('/events', async (request) => ({
				status: 200,
				body: Buffer.from(request.body).toString(),
			}));
			host.onWebhook('breaks', async () => {
				throw new Error('secret detail');
			});
			return plain({});
		});
		expect(await hosting.handle(id, '/events?x=1', hello)).toEqual({ status: 200, body: '{}' });
		expect(await hosting.handle(id, 'breaks', hello)).toEqual({ status: 500, body: 'Failed' });
		expect(await hosting.handle(id, 'other', hello)).toMatchObject({ status: 404 });
		expect(await hosting.handle('mail' as PluginId, 'events', hello)).toMatchObject({
			status: 404,
		});
		const [view] = await hosting.settings();
		await hosting.saveSettings(id, { rev: view!.rev, enabled: false, values: view!.values });
		expect(await hosting.handle(id, 'events', hello)).toMatchObject({ status: 404 });
	});
});

test('a command in an agent’s name has that agent’s rights, and its event is linked', async () => {
	let host: PluginHost | null = null;
	const { conversations } = await hosted((_settings, given) => {
		host = given;
		return plain({});
	});
	const by = { kind: 'visitor', id: 'v1' as VisitorId, site: 's1' as never } as const;
	await postAsVisitor(
		conversations,
		by,
		{ clientId: 'c1' as ClientId, text: 'hi' },
		{ source: 'launcher' },
	);
	const talk = 'v1.1' as ConversationId;
	const sink = 'slack:T1' as SinkId;
	const via = { sink, externalId: '171.5' };
	const say = (agent: string) =>
		host!.commands({ kind: 'agent', id: agent, via }).post(talk, '171.5' as ClientId, 'Hello!');
	expect(await say('nobody')).toMatchObject({ kind: 'refused', code: 'forbidden' });
	expect(await say(ada.id)).toMatchObject({ kind: 'done', seq: 2, replayed: false });
	expect(await say(ada.id)).toMatchObject({ kind: 'done', seq: 2, replayed: true });
	expect(await host!.links.find(sink, '171.5')).toEqual({ timeline: talk, seq: 2 });
	expect(await host!.links.externalId(sink, talk, 2)).toBe('171.5');
	expect(await host!.links.link(sink, talk, 2, 'other')).toBe('171.5');
	await expect(host!.links.link(sink, 'v2.1' as ConversationId, 1, '171.5')).rejects.toThrow(
		'already',
	);
	await expect(host!.links.find('mail:x' as SinkId, 'y')).rejects.toThrow('no sink of the plugin');
	expect(() =>
		host!.commands({ kind: 'bot', id: 'b', via: { ...via, sink: 'mail:x' as SinkId } }),
	).toThrow();
	expect(await host!.queries.events(talk, 1, 10)).toMatchObject([
		{ type: 'message', text: 'Hello!' },
	]);
});

test('a timer of a plugin fires, also after a restart', async () => {
	const fired: string[] = [];
	const create = (_settings: Settings, host: PluginHost): Plugin =>
		plain({
			start: () => host.timers.set('ping', Date.UTC(2026, 0, 5, 10)),
			fire: async (key) => void fired.push(key),
		});
	const world = await hosted(create);
	const stopping = world.stop();
	await clock.advance(10_000);
	await stopping;
	expect(clock.pending).toBe(0);
	clock.jump(3 * 3_600_000);
	await hosted(create);
	await clock.settle();
	expect(fired).toEqual(['ping']);
});

test('a plugin that hangs in receive() and fire() holds up neither its settings nor the stop', async () => {
	const got: string[] = [];
	let host: PluginHost | null = null;
	let isIll = true;
	const hang = (key: string): Promise<void> => {
		if (isIll) return new Promise(() => {});
		got.push(key);
		return Promise.resolve();
	};
	const world = await hosted((_settings, given) => {
		host = given;
		return plain({ receive: ({ externalId }) => hang(externalId), fire: hang });
	});
	await host!.inbox.add('in', {}, { order: 'a' });
	await host!.timers.set('ping', clock.now());
	await clock.settle();
	const [view] = await world.hosting.settings();
	isIll = false;
	const saving = world.hosting.saveSettings(id, { rev: view!.rev, enabled: true, values });
	await clock.advance(5_100);
	await saving;
	await clock.advance(100);
	expect(got.sort()).toEqual(['in', 'ping']);

	isIll = true;
	await host!.inbox.add('in2', {}, { order: 'a' });
	await host!.timers.set('ping2', clock.now());
	await clock.settle();
	let isStopped = false;
	void world.stop().then(() => (isStopped = true));
	await clock.advance(10_500);
	expect(isStopped).toBe(true);
	expect(clock.pending).toBe(0);
});
