import * as z from 'zod';
import type { PluginId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import type { Plugin, PluginDefinition } from '../../shared/plugin/plugin.ts';
import { secret } from '../../shared/plugin/secret.ts';
import { Busy } from '../ports/errors.ts';
import { openHostileStore, type Hostile } from '../stores/hostile/open-hostile-store.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { createSecretBox } from './secret-box.ts';
import { pluginSettings } from './settings.ts';
import { allCollections, createHosting, plain } from './testing/hosting.ts';

const id = 'slack' as PluginId;
const settings = z.object({ token: secret('Token') });
const values = { token: 'xoxb-very-secret' };

let hostile: Hostile;
beforeEach(async () => {
	hostile = await openHostileStore({ collections: allCollections as never[] });
});
/** What is stored as its settings, then the host on it. */
async function hosted(stored: { token: string }, create: (host: PluginHost) => Plugin) {
	const definition: PluginDefinition<z.infer<typeof settings>> = {
		id,
		title: 'Slack',
		settings,
		create: (_, host) => create(host),
	};
	await hostile.store.insert(pluginSettings, { id, enabled: true, values: stored });
	const world = createHosting(hostile, new FakeClock(), [definition as PluginDefinition<unknown>]);
	await world.start();
	return world;
}
const sealed = (byte: number) => ({
	token: createSecretBox([Buffer.alloc(32, byte)]).seal(id, values.token),
});

describe('a plugin in trouble', () => {
	test('because of another key is named with what helps, until its secrets are given again', async () => {
		const { hosting } = await hosted(sealed(8), () => plain({}));
		expect(hosting.locked()).toEqual(['Slack']);
		expect(await hosting.check()).toMatchObject([
			{ level: 'fault', cure: expect.stringContaining('old key (PARLEY_KEY') as string },
		]);
		await hosting.saveSettings(id, { rev: 1, enabled: true, values });
		expect(hosting.locked()).toEqual([]);
		expect(await hosting.check()).toEqual([]);
	});

	test('answers its webhooks with 503 while the store is away, so that they come again', async () => {
		const { hosting } = await hosted(sealed(7), (host) => {
			host.onWebhook('events', () => Promise.reject(new Busy('unreachable')));
			return plain({});
		});
		const request = { method: 'POST', path: 'events', headers: {}, body: Buffer.from('{}') };
		expect(await hosting.handle(id, 'events', request)).toMatchObject({
			status: 503,
			body: expect.stringContaining('cannot reach its database') as string,
		});
	});
});
