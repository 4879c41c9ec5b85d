import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import request from 'supertest';
import type { AgentId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Report } from '../../shared/views/report-view.ts';
import { conversationId, type Author } from '../conversations/index.ts';
import { openHouse, type House } from '../house.ts';
import { factsCollection } from '../reports/index.ts';
import { rowOf } from '../reports/testing/rows.ts';
import { authorOf, hashOf, sessionsCollection, type Agent } from '../routing/index.ts';
import { randomIds } from '../system/ids.ts';
import { removeData, testConfig } from '../testing/test-server.ts';
import { createApp } from './app.ts';
import { reportRoutes } from './report-routes.ts';

const path = '/api/v1/reports';
let house: House;
let dataDir: string;
let shop: SiteId;
let other: SiteId;
beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'parley-reports-'));
	house = await openHouse(testConfig(dataDir), resolve('build'));
	shop = (await house.sites.first()).id;
	other = (await house.sites.create('Other')).id;
	await house.startWork();
});
afterAll(async () => {
	await house.close();
	await removeData(dataDir);
});

async function as(role: Agent['role'], sites: 'all' | SiteId[] = 'all') {
	const email = `${role}-${randomIds.client()}@example.com`;
	const { id } = await house.agents.save({ name: role, email, passwordHash: '', role });
	const agent = await house.agents.change(id, null, { set: { sites } });
	if (agent === null) throw new Error('not saved');
	const secret = randomIds.secret();
	const [createdAt, expiresAt] = [Date.now(), Date.now() + 60_000];
	await house.store.insert(sessionsCollection, {
		id: hashOf(secret),
		agent: id,
		createdAt,
		expiresAt,
	} as never);
	const app = createApp({
		routes: reportRoutes({
			...house.reporting,
			sites: () => house.sites.all().map((site) => site.id),
		}),
		publicOrigin: () => 'http://127.0.0.1',
		trustProxy: 'loopback',
		whoIs: house.signIn.who,
		webhooks: [(_request, _response, next) => next()],
		errorPage: () => null,
		logFault: (_id, error) => console.error(error),
	});
	const headers = { Host: '127.0.0.1', Cookie: `parley_session=${secret}` };
	return {
		agent,
		get: (query = '') =>
			request(app)
				.get(path + query)
				.set(headers),
	};
}
const put = (site: SiteId, owner: AgentId, more = {}) => {
	const agents = { [owner]: { messages: 1, spans: [], sends: {}, responses: {}, handedOn: 0 } };
	return house.store.put(
		factsCollection,
		rowOf(Date.now() - 3_600_000, { site, owner, agents, ...more }),
	);
};
const countOf = ({ body }: request.Response): number | null | undefined =>
	(body as Report).metrics.find(({ id }) => id === 'conversations')?.now.value;
const codeOf = ({ body }: request.Response): string =>
	(body as { error: { code: string } }).error.code;

it('a supervisor reads the figures of the own sites only', async () => {
	const { agent, get } = await as('supervisor', [shop]);
	await put(shop, agent.id);
	await put(other, agent.id, { rating: 1, ratedAt: Date.now() });
	const answer = await get();
	expect(answer.status).toBe(200);
	const report = answer.body as Report;
	expect(JSON.stringify(report)).not.toContain(other);
	expect(report.followUp).toEqual([]);
	expect(codeOf(await get(`?site=${other}`))).toBe('site_not_found');
	const cases = await get('/conversations?metric=conversations');
	expect(JSON.stringify(cases.body)).not.toContain(other);
	expect((cases.body as { total: number }).total).toBe(countOf(answer));
});

it('an agent reads the own figures, whatever is asked [H77] [G93]', async () => {
	const mira = await as('agent', [shop]);
	const jonas = await as('agent', [shop]);
	await put(shop, mira.agent.id, { rating: 5, ratedAt: Date.now() });
	await put(shop, jonas.agent.id, { rating: 1, ratedAt: Date.now() });
	const answer = await mira.get(`?agent=${jonas.agent.id}`);
	const report = answer.body as Report;
	expect(report.agent).toBe(mira.agent.id);
	expect(report.agents.map(({ id }) => id)).toEqual([mira.agent.id]);
	expect(report.ratings.scores).toEqual([0, 0, 0, 0, 1]);
	expect(report.followUp).toEqual([]);
	const cases = await mira.get(`/conversations?metric=satisfied&agent=${jonas.agent.id}`);
	expect((cases.body as { total: number }).total).toBe(1);
});

it('an agent of another site sees nothing of it', async () => {
	const { get } = await as('agent', [other]);
	await put(shop, 'a_somebody' as AgentId);
	expect(countOf(await get())).toBe(0);
	expect(codeOf(await get(`?site=${shop}`))).toBe('site_not_found');
});

it('a reader gets none, and what is no figure or no day is said', async () => {
	expect(codeOf(await (await as('reader')).get())).toBe('forbidden');
	const { get } = await as('owner');
	expect(codeOf(await get('/conversations?metric=happiness'))).toBe('bad_request');
	expect(codeOf(await get('/conversations?metric=wait&hour=24'))).toBe('bad_request');
	expect(codeOf(await get('?from=2026-02-30'))).toBe('bad_request');
});

it('what is said in a conversation is counted a moment later [G74] [G75] [L53]', async () => {
	const site = (await house.sites.create('Live')).id;
	const supervisor = await as('supervisor', [site]);
	const { agent } = await as('agent', [site]);
	const visitor: Author = { kind: 'visitor', id: 'v_live' as VisitorId, site };
	const id = conversationId(visitor.id, 1);
	const { timelines } = house.conversations;
	const opening = { site, visitor: visitor.id, source: 'launcher' } as const;
	const common = (by: Author) => ({ by, at: Date.now(), clientId: randomIds.client() });
	await timelines.submit(id, { ...common(visitor), kind: 'post', text: 'Hi', opening });
	await timelines.submit(id, { ...common(authorOf(agent)), kind: 'post', text: 'Hello' });
	let report: Report | null = null;
	for (let n = 0; n < 100; n += 1) {
		const answer = await supervisor.get(`?site=${site}`);
		report = answer.body as Report;
		if (report.agents.length > 0) break;
		await new Promise((done) => setTimeout(done, 50));
	}
	expect(report?.live).toMatchObject({ waiting: 0, active: 1 });
	expect(report?.live.today).toMatchObject({
		conversations: { value: 1 },
		messages: { value: 2 },
		first_reply: { value: null, cases: 1 },
	});
	expect(report?.agents[0]).toMatchObject({ id: agent.id, name: 'agent' });
});
