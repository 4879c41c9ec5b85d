import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import request from 'supertest';
import { openHouse, type House } from '../house.ts';
import { hashOf, sessionsCollection, type Agent } from '../routing/index.ts';
import { createSightings, sitesCollection, type Site } from '../sites/index.ts';
import { randomIds } from '../system/ids.ts';
import { removeData, startTestServer, testConfig } from '../testing/test-server.ts';
import { createApp } from './app.ts';
import { loadAssets } from './assets.ts';
import { languagesOf } from './languages.ts';
import { previewRoutes } from './preview-routes.ts';
import { siteRoutes } from './site-routes.ts';

const path = '/api/v1/sites';
const noon = Date.UTC(2026, 4, 6, 12);
const assets = loadAssets(resolve('build'));
const preview = {
	assets,
	languages: languagesOf(assets),
	publicOrigin: () => origin,
	fileBytes: 1000,
	hasMail: () => false,
};
let sightings = createSightings({ now: () => noon });
const origin = 'http://127.0.0.1';
let house: House;
let dataDir: string;
let site: Site;
beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'parley-sites-'));
	house = await openHouse(testConfig(dataDir), resolve('build'));
});
beforeEach(async () => {
	sightings = createSightings({ now: () => noon });
	site = await house.sites.first();
});
afterAll(async () => {
	await house.close();
	await removeData(dataDir);
});
const now = (): Site | null => house.sites.byId(site.id);

/** Requests of one who is signed in, to an app on the real house. */
async function as(role: Agent['role'], more: Partial<Agent> = {}) {
	const email = `${role}-${randomIds.client()}@example.com`;
	const agent = await house.agents.save({ name: role, email, passwordHash: '', role });
	const secret = randomIds.secret();
	const createdAt = Date.now();
	await house.store.insert(sessionsCollection, {
		id: hashOf(secret),
		agent: agent.id,
		createdAt,
		expiresAt: createdAt + 60_000,
	});
	const app = createApp({
		routes: [
			...siteRoutes({ sites: house.sites, sightings, publicOrigin: () => origin }),
			...previewRoutes({ ...preview, sites: house.sites, now: () => noon }),
		],
		publicOrigin: () => origin,
		trustProxy: 'loopback',
		whoIs: async (session) => {
			const known = await house.signIn.who(session);
			return known === null ? null : { ...known, ...more };
		},
		webhooks: [(_request, _response, next) => next()],
		errorPage: () => null,
		logFault: (_id, error) => console.error(error),
	});
	const headers = { Host: '127.0.0.1', Cookie: `parley_session=${secret}` };
	return {
		get: () => request(app).get(path).set(headers),
		post: (to: string, body: object) =>
			request(app)
				.post(to === '' ? path : `${path}/${to}`)
				.set(headers)
				.send(body),
	};
}
const failureOf = ({ status, body }: request.Response) => {
	const { code, message } = (body as { error: { code: string; message: string } }).error;
	return { status, code, message };
};

describe('an owner', () => {
	it('reads the sites with their settings and what puts them on a page', async () => {
		const http = await as('owner');
		const { id, key, name, origins, settings, rev } = site;
		sightings.saw(site.id, 'https://shop.example.com/lamps?for=vera');
		const answer = await http.get();
		expect(answer.status).toBe(200);
		expect(answer.body).toEqual([
			{
				id,
				key,
				name,
				origins,
				settings,
				rev,
				identityKeys: [],
				seen: [{ origin: 'https://shop.example.com', at: '2026-05-06T12:00:00.000Z' }],
				snippet: expect.stringContaining(`src="${origin}/widget.js?site=${key}"`) as string,
			},
		]);
	});

	it('changes some of it, and is answered with all of it', async () => {
		const http = await as('owner');
		const answer = await http.post(site.id, {
			rev: site.rev,
			name: 'Lamp Shop',
			origins: ['https://shop.example.com'],
			settings: { look: { theme: 'dark' } },
		});
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({
			name: 'Lamp Shop',
			origins: ['https://shop.example.com'],
			rev: site.rev + 1,
			settings: { look: { theme: 'dark', offset: 20 }, rating: 'satisfaction' },
		});
		expect((await http.get()).body).toEqual([answer.body]);
		expect(now()).toMatchObject({ name: 'Lamp Shop', settings: { look: { theme: 'dark' } } });
	});

	it('who was slower is told so, and nothing changes', async () => {
		const http = await as('owner');
		const answer = await http.post(site.id, { rev: site.rev - 1, name: 'Other' });
		expect(failureOf(answer)).toEqual({
			status: 409,
			code: 'wrong_state',
			message: 'Somebody else changed this site meanwhile. Load it again.',
		});
		expect(now()).toEqual(site);
	});

	it.each([
		[{ settings: { look: { offset: 900 } } }, /^look\.offset: ./],
		[{ settings: { look: { ofset: 9 } } }, /^look\.ofset: there is no such setting$/],
		[{ settings: 'dark' }, /^settings: ./],
		[{ origins: ['https://*.example.com'] }, /^origins\.0: must be an origin such as /],
		[{ name: '' }, /^name: must not be empty$/],
		[{ rev: 'one' }, /^rev: ./],
		[{ key: 'mine' }, /key/],
	])('%j is refused with the field and the reason', async (body, sentence) => {
		const http = await as('owner');
		const { status, code, message } = failureOf(
			await http.post(site.id, { rev: site.rev, ...body }),
		);
		expect([status, code]).toEqual([400, 'bad_request']);
		expect(message).toMatch(sentence);
		expect(now()).toEqual(site);
	});

	it('does not find a site that is not there', async () => {
		const http = await as('owner');
		for (const to of ['s_0', 's_0/identity-keys']) {
			const { status, code } = failureOf(await http.post(to, { rev: 1 }));
			expect([status, code]).toEqual([404, 'site_not_found']);
		}
	});

	it('makes a signing key, whose secret is in this answer and in no other', async () => {
		const http = await as('owner');
		const answer = await http.post(`${site.id}/identity-keys`, {});
		expect(answer.status).toBe(200);
		const { kid, secret } = answer.body as { kid: string; secret: string };
		expect(secret).toMatch(/^[\w-]{43}$/);
		const after = await http.get();
		expect(after.body).toMatchObject([{ identityKeys: [{ kid }] }]);
		expect(after.text).not.toContain('secret');
		expect(house.sites.identitySecret(site.id, kid)).toBe(secret);
		const drop = `${site.id}/identity-keys/${kid}/delete`;
		expect((await http.post(drop, {})).status).toBe(200);
		expect(house.sites.identitySecret(site.id, kid)).toBeNull();
		expect(failureOf(await http.post(drop, {}))).toMatchObject({ status: 400 });
	});

	it('adds a site, of which consoles are told', async () => {
		const http = await as('owner');
		const heard: string[] = [];
		const stop = house.sites.onChanged(({ name }) => heard.push(name));
		const answer = await http.post('', { name: 'Second shop' });
		stop();
		expect(answer.status).toBe(201);
		expect(answer.body).toMatchObject({ name: 'Second shop', origins: [], identityKeys: [] });
		expect(heard).toEqual(['Second shop']);
		const listed = (await http.get()).body as { name: string }[];
		expect(listed.map(({ name }) => name)).toContain('Second shop');
		await house.store.remove(sitesCollection, (answer.body as { id: string }).id);
		await house.sites.load();
	});

	it('sees a site with settings that are not saved, and nothing is stored', async () => {
		const http = await as('owner');
		const answer = await http.post(`${site.id}/preview`, {
			name: 'Lamps of Å',
			settings: {
				language: 'de',
				look: { accent: '#aa0000', theme: 'dark' },
				hours: { week: Array.from({ length: 7 }, () => [{ from: '09:00', to: '18:00' }]) },
			},
		});
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({
			settings: { name: 'Lamps of Å', language: 'de', key: site.key },
			theme: 'dark',
			direction: 'ltr',
			backAt: '2026-05-07T09:00:00.000Z',
		});
		expect((answer.body as { css: string }).css).toContain('--accent:oklch(');
		expect(now()).toBe(site);
		const wrong = await http.post(`${site.id}/preview`, { settings: { look: { offset: -1 } } });
		expect(failureOf(wrong).message).toMatch(/^look\.offset: ./);
	});
});

describe('who is not an owner', () => {
	it('changes a site as an admin', async () => {
		const http = await as('admin');
		expect((await http.post(site.id, { rev: site.rev, name: 'By admin' })).status).toBe(200);
		expect(now()?.name).toBe('By admin');
	});

	it.each(['supervisor', 'agent', 'reader'] as const)(
		'reads what shows conversations as a %s',
		async (role) => {
			const http = await as(role);
			const { id, rev } = site;
			const [seen, ...more] = (await http.get()).body as Partial<Site>[];
			expect(Object.keys(seen ?? {}).sort()).toEqual(['id', 'key', 'name', 'settings']);
			expect(seen?.settings).not.toHaveProperty('texts');
			expect(more).toEqual([]);
			for (const [to, body] of [
				[id, { rev, name: 'Mine' }],
				[`${id}/identity-keys`, {}],
				[`${id}/identity-keys/k_1/delete`, {}],
				[`${id}/preview`, {}],
				['', { name: 'Another' }],
			] as const) {
				const { status, code } = failureOf(await http.post(to, body));
				expect([status, code]).toEqual([403, 'forbidden']);
			}
			expect(now()).toBe(site);
		},
	);

	it('sees and changes none of this site as an admin of others', async () => {
		const http = await as('admin', { sites: [] });
		expect((await http.get()).body).toEqual([]);
		expect((await http.post(site.id, { rev: site.rev, name: 'Mine' })).status).toBe(403);
		expect((await http.post('', { name: 'Mine' })).status).toBe(403);
		expect(now()).toBe(site);
	});
});

it('a server has these routes, and nobody uses them without a sign-in', async () => {
	const server = await startTestServer();
	const get = request(server.url).get(path);
	const [own] = (await get.set('Cookie', server.ownerCookie)).body as Site[];
	expect(own?.key).toBe(server.siteKey);
	expect((await request(server.url).get(path)).status).toBe(401);
	for (const to of [own?.id, `${own?.id}/identity-keys`]) {
		const answer = await request(server.url).post(`${path}/${to}`).send({ rev: 1 });
		expect(answer.status).toBe(401);
	}
	await server.stop();
});
