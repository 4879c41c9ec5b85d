import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { defaultSiteSettings } from '../../shared/site/site-settings.ts';
import { createSecretBox } from '../plugin-host/secret-box.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { randomIds } from '../system/ids.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { createSites, sitesCollection, type Site } from './index.ts';

async function world() {
	const { store } = await openHostileStore({ collections: [sitesCollection] });
	const clock = new FakeClock();
	const sealing = createSecretBox([Buffer.alloc(32, 7)]);
	/** As another start of the server has them. */
	const again = async () => {
		const others = createSites({ store, clock, ids: randomIds, sealing });
		await others.load();
		return others;
	};
	const sites = await again();
	return { store, sites, site: await sites.first(), again };
}
const refusal = (promise: Promise<unknown>): Promise<string> =>
	promise.then(
		() => 'done',
		(error: unknown) =>
			error instanceof DomainError ? `${error.code} ${error.message}` : String(error),
	);

describe('a site', () => {
	it('is found by its key and by its id, and is the first', async () => {
		const { sites, site } = await world();
		expect(sites.byKey(site.key)).toBe(site);
		expect(sites.byId(site.id)).toBe(site);
		expect(await sites.first()).toBe(site);
		expect(sites.all()).toEqual([site]);
		expect(sites.byId('s_0' as SiteId)).toBeNull();
	});

	it('has all defaults when an older version stored it, and what no version knows is left out', async () => {
		const { store, site, again } = await world();
		const unset = ['settings', 'colours', 'identityKeys'];
		await store.update(sitesCollection, site.id, { unset });
		const old = (await again()).byId(site.id);
		expect(old).toMatchObject({ settings: defaultSiteSettings, colours: null, identityKeys: [] });

		const settings = { look: { offset: 8, sparkle: true }, moods: ['blue'] };
		await store.update(sitesCollection, site.id, { set: { settings } });
		const { look } = defaultSiteSettings;
		expect((await again()).byId(site.id)?.settings).toEqual({
			...defaultSiteSettings,
			look: { ...look, offset: 8 },
		});
	});

	it.each([[{ look: { theme: 'sepia', offset: 8 }, rating: 'effort' }], [{ rating: 'effort' }]])(
		'keeps its other sections when one of a newer version does not fit: %j',
		async (settings) => {
			const { store, site, again } = await world();
			await store.update(sitesCollection, site.id, { set: { settings } });
			expect((await again()).byId(site.id)?.settings).toEqual({
				...defaultSiteSettings,
				rating: 'effort',
			});
		},
	);

	it.each([['a text'], [null], [7]])(
		'starts with defaults where %j is stored',
		async (settings) => {
			const { store, site, again } = await world();
			await store.update(sitesCollection, site.id, { set: { settings } });
			expect((await again()).byId(site.id)?.settings).toEqual(defaultSiteSettings);
		},
	);
});

describe('a change', () => {
	it('is stored, seen at once, and told to those who listen until they stop', async () => {
		const { sites, site, again } = await world();
		const heard: Site[] = [];
		const stop = sites.onChanged((changed) => heard.push(changed));
		const changed = await sites.change(site.id, site.rev, {
			name: ' Lamp Shop ',
			origins: ['https://shop.example.com', 'https://shop.example.com'],
			settings: { look: { accent: '#00695c' } },
		});
		expect(changed).toMatchObject({
			name: 'Lamp Shop',
			origins: ['https://shop.example.com'],
			rev: site.rev + 1,
		});
		expect(changed.colours?.light.accent).toMatch(/^oklch\(/);
		expect(sites.byKey(site.key)).toEqual(changed);
		expect((await again()).byId(site.id)).toEqual(changed);
		expect(heard).toEqual([changed]);
		stop();
		const none = await sites.change(site.id, changed.rev, { settings: { look: { accent: null } } });
		expect(none.colours).toBeNull();
		expect(heard).toHaveLength(1);
	});

	it('leaves the fields and sections that are not given, and replaces lists', async () => {
		const { sites, site } = await world();
		const articles = [{ title: 'Returns', url: 'https://shop.example.com/returns' }];
		const first = await sites.change(site.id, site.rev, {
			settings: { look: { theme: 'dark', hideOn: ['/a', '/b'] }, articles },
		});
		const second = await sites.change(site.id, first.rev, {
			settings: { look: { hideOn: ['/c'] }, rating: 'none' },
		});
		expect(second.settings.look).toMatchObject({ theme: 'dark', hideOn: ['/c'] });
		expect(second.settings).toMatchObject({ articles, rating: 'none' });
		expect(second.name).toBe(site.name);
	});

	it('on a rev that is not the stored one is refused, also when two come at once', async () => {
		const { sites, site, again } = await world();
		const results = await Promise.all(
			['A', 'B'].map((name) => refusal(sites.change(site.id, site.rev, { name }))),
		);
		expect(results.sort()).toEqual([
			'done',
			'wrong_state Somebody else changed this site meanwhile. Load it again.',
		]);
		expect((await again()).byId(site.id)?.rev).toBe(site.rev + 1);
	});

	it('that another process stored is what the next one is made on', async () => {
		const { sites, site, again } = await world();
		const other = await again();
		const stored = await other.change(site.id, site.rev, { settings: { rating: 'none' } });
		expect(await refusal(sites.change(site.id, site.rev, { name: 'A' }))).toMatch(/^wrong_state/);
		expect(sites.byId(site.id)).toEqual(stored);
		const changed = await other.change(site.id, stored.rev, { settings: { language: 'de' } });
		const last = await sites.change(site.id, changed.rev, { name: 'B' });
		expect(last.settings).toMatchObject({ rating: 'none', language: 'de' });
	});

	it.each([
		[{ settings: { look: { accent: 'green' } } }, 'look.accent: must be a colour such as #00695c'],
		[{ settings: { look: { acent: '#00695c' } } }, 'look.acent: there is no such setting'],
		[{ settings: { lok: {} } }, 'lok: there is no such setting'],
		[{ settings: { __proto__: null, constructor: {} } }, 'constructor: there is no such setting'],
		[{ settings: [] }, 'settings: must be an object'],
		[{ settings: { rating: 'stars', look: { offset: -1 } } }, 'look.offset: '],
		[
			{ settings: { greetings: [{ id: 'a', text: 'Hi', whom: 'all' }] } },
			'greetings.0.whom: there is no such setting',
		],
		[
			{ settings: { greetings: [1, 2].map(() => ({ id: 'a', text: 'Hi' })) } },
			'greetings: must have an id of its own each',
		],
		[
			{ settings: { hours: { days: [{ date: '2026-02-30', spans: [] }] } } },
			'hours.days.0.date: must be a date such as 2026-12-24',
		],
		[{ settings: { hours: { timeZone: 'Berlin' } } }, 'hours.timeZone: must be a time zone'],
		[{ name: '  ' }, 'name: must not be empty'],
		[{ origins: Array.from({ length: 51 }, (_, n) => `https://n${n}.example.com`) }, 'origins: '],
	])('to %j is refused and names the field', async (change, sentence) => {
		const { sites, site } = await world();
		const refused = await refusal(sites.change(site.id, site.rev, change));
		expect(refused.startsWith(`bad_request ${sentence}`)).toBe(true);
		expect(sites.byId(site.id)).toEqual(site);
	});

	it('with many mistakes tells some of them and how many there are', async () => {
		const { sites, site } = await world();
		const greetings = Array.from({ length: 9 }, () => ({ id: '', text: 'Hi' }));
		const refused = await refusal(sites.change(site.id, site.rev, { settings: { greetings } }));
		expect(refused).toMatch(/greetings\.0\.id: .*greetings\.4\.id: [^;]*; and \d+ more$/);
	});

	it('of a site that is not there is refused', async () => {
		const { sites } = await world();
		expect(await refusal(sites.change('s_0' as SiteId, 1, {}))).toMatch(/^site_not_found/);
	});
});

describe('an origin', () => {
	const give = async (origin: string): Promise<string> => {
		const { sites, site } = await world();
		return refusal(sites.change(site.id, site.rev, { origins: [origin] }));
	};
	it.each([
		'https://shop.example.com',
		'http://localhost:8080',
		'https://xn--bcher-kva.example',
		'http://[::1]:3000',
		'http://192.0.2.1',
	])('may be %s', async (origin) => {
		expect(await give(origin)).toBe('done');
	});
	it.each([
		'https://shop.example.com/',
		'https://shop.example.com/path',
		'https://*.example.com',
		'*',
		'null',
		'shop.example.com',
		'https://shop.example.com:443',
		'https://Shop.example.com',
		'https://a@shop.example.com',
		"https://shop.example.com; script-src 'unsafe-inline'",
		'https://a;b',
		'https://a,b',
		'https://shop.example.com:99999',
		'ftp://shop.example.com',
		'https://bücher.example',
	])('must not be %s', async (origin) => {
		expect(await give(origin)).toBe(
			'bad_request origins.0: must be an origin such as https://shop.example.com, without a path or *',
		);
	});
});

describe('the keys that sign who a visitor is', () => {
	it('are told once, stored encrypted, and open again after a start', async () => {
		const { store, sites, site, again } = await world();
		const { kid, secret } = await sites.newIdentityKey(site.id);
		expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
		const stored = JSON.stringify(await store.get(sitesCollection, site.id));
		expect(stored).toContain(kid);
		expect(stored).not.toContain(secret);
		expect((await again()).identitySecret(site.id, kid)).toBe(secret);
		expect(sites.identitySecret(site.id, 'k_other')).toBeNull();
	});

	it('are two at most: a third drops the oldest, also when they are made at once', async () => {
		const { sites, site } = await world();
		const first = await sites.newIdentityKey(site.id);
		const second = await sites.newIdentityKey(site.id);
		const known = (): (string | undefined)[] =>
			sites.byId(site.id)?.identityKeys.map(({ kid }) => kid) ?? [];
		expect(known()).toEqual([second.kid, first.kid]);
		const [third, fourth] = await Promise.all([
			sites.newIdentityKey(site.id),
			sites.newIdentityKey(site.id),
		]);
		expect(new Set(known())).toEqual(new Set([third.kid, fourth.kid]));
		expect(sites.identitySecret(site.id, first.kid)).toBeNull();
	});

	it('are not believed any more once dropped, and only a known one can be dropped', async () => {
		const { sites, site } = await world();
		const { kid } = await sites.newIdentityKey(site.id);
		await sites.dropIdentityKey(site.id, kid);
		expect(sites.identitySecret(site.id, kid)).toBeNull();
		expect(await refusal(sites.dropIdentityKey(site.id, kid))).toBe(
			`bad_request kid: this site has no signing key "${kid}"`,
		);
	});

	it('of one site do not open for another', async () => {
		const { store, sites, site, again } = await world();
		const { kid } = await sites.newIdentityKey(site.id);
		const other = await sites.create('Other');
		const identityKeys = sites.byId(site.id)?.identityKeys ?? [];
		await store.update(sitesCollection, other.id, { set: { identityKeys } });
		const later = await again();
		expect(() => later.identitySecret(other.id, kid)).toThrow('damaged');
	});
});
