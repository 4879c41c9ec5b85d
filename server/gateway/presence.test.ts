import { randomIds } from '../system/ids.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import type { SiteId } from '../../shared/ids.ts';
import { createSites, sitesCollection } from '../sites/index.ts';
import { createPresence } from './presence.ts';

/** A Monday, nine o'clock. */
const monday = Date.UTC(2026, 0, 5, 9);
const nineToFive = { from: '09:00', to: '17:00' };
const week = [[nineToFive], [nineToFive], [nineToFive], [nineToFive], [nineToFive], [], []];

async function world(hours: object = {}) {
	const { store } = await openHostileStore({ collections: [sitesCollection] as never[] });
	const clock = new FakeClock(monday);
	const sealing = {
		seal: (_owner: string, text: string) => text,
		open: (_o: string, t: string) => t,
	};
	const sites = createSites({ store, clock, ids: randomIds, sealing });
	const first = await sites.create('Lamps');
	const site = await sites.change(first.id, first.rev, { settings: { hours } });
	const names: string[] = [];
	const told: [SiteId, unknown][] = [];
	const presence = createPresence({
		sites,
		clock,
		answering: () => ({ isAny: names.length > 0, names }),
		hub: {
			tellSite: (id, frame) => void told.push([id, JSON.parse(frame)]),
		},
	});
	return { clock, sites, site, names, told, presence };
}

describe('whether somebody is there', () => {
	it('is open with somebody in hours, away with nobody, closed out of hours', async () => {
		const { clock, site, names, presence } = await world({ week, timeZone: 'UTC' });
		expect(presence.of(site)).toMatchObject({ state: 'away', agents: [] });
		names.push('Mira');
		expect(presence.of(site)).toEqual({
			state: 'open',
			until: '2026-01-05T17:00:00.000Z',
			backAt: null,
			agents: [{ name: 'Mira' }],
		});
		clock.jump(8 * 3_600_000 - 1);
		expect(presence.of(site).state).toBe('open');
		clock.jump(1);
		expect(presence.of(site)).toMatchObject({
			state: 'closed',
			until: null,
			backAt: '2026-01-06T09:00:00.000Z',
		});
	});

	it('without hours has no end', async () => {
		const { site, presence } = await world();
		expect(presence.of(site)).toMatchObject({ state: 'away', until: null, backAt: null });
	});

	it('names three at most', async () => {
		const { site, names, presence } = await world();
		names.push('Ada', 'Ben', 'Cem');
		expect(presence.of(site).agents).toHaveLength(3);
		names.push('Dana');
		expect(presence.of(site).agents.map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cem']);
	});

	it('is told when it changes, and only then', async () => {
		const { clock, site, names, told, presence } = await world({ week, timeZone: 'UTC' });
		presence.check();
		expect(told).toEqual([[site.id, { type: 'presence', ...presence.of(site) }]]);
		presence.check();
		expect(told).toHaveLength(1);
		names.push('Mira');
		presence.check();
		presence.check();
		expect(told).toHaveLength(2);
		clock.jump(8 * 3_600_000);
		presence.check();
		expect(told.at(-1)?.[1]).toMatchObject({ state: 'closed' });
		expect(told).toHaveLength(3);
	});
});

describe('the state in which a conversation opens', () => {
	it.each([
		[{}, 'open', 'waiting'],
		[{}, 'away', 'waiting'],
		[{ whenAway: 'form' }, 'away', 'pending'],
		[{ whenAway: 'form' }, 'open', 'waiting'],
		[{}, 'closed', 'pending'],
		[{ whenClosed: 'queue' }, 'closed', 'waiting'],
		[{ whenClosed: 'queue', whenAway: 'form' }, 'closed', 'waiting'],
	] as const)('with %j while it is %s is %s', async (hours, state, expected) => {
		const { clock, site, names, presence } = await world({ week, timeZone: 'UTC', ...hours });
		if (state === 'open') names.push('Mira');
		if (state === 'closed') clock.jump(12 * 3_600_000);
		expect(presence.of(site).state).toBe(state);
		expect(presence.opensAs(site)).toBe(expected);
	});
});
