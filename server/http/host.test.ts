import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import request, { type Test } from 'supertest';
import { start, type Parley } from '../main.ts';
import { testConfig } from '../testing/test-server.ts';

const publicUrl = 'https://chat.example.com';
const dataDir = mkdtempSync(join(tmpdir(), 'parley-host-'));
let parley: Parley;
let inner: string;
beforeAll(async () => {
	parley = await start(testConfig(dataDir, { publicUrl }), resolve('build'));
	inner = `127.0.0.1:${parley.port}`;
});
afterAll(async () => {
	await parley.close();
	rmSync(dataDir, { recursive: true });
});

const get = (headers: Record<string, string>): Test =>
	request(`http://${inner}`).get('/console?x=1').set(headers);
const messageOf = ({ body }: { body: unknown }): string =>
	(body as { error: { message: string } }).error.message;

describe('a request is one for the public address', () => {
	it.each([
		{ Host: 'chat.example.com' },
		{ Host: 'Chat.Example.COM' },
		{ Host: 'chat.example.com:443' },
		{ Host: 'upstream:4000', 'X-Forwarded-Host': 'chat.example.com' },
		{ Host: 'upstream:4000', 'X-Forwarded-Host': 'Chat.example.com:443, upstream' },
		{ Host: 'chat.example.com', 'X-Forwarded-Host': 'www.example.com' },
		{ Host: 'chat.example.com', 'X-Forwarded-Proto': 'http' },
	])('with %j', async (headers) => {
		expect((await get(headers)).status).toBe(200);
	});
});

describe('a request by another name is sent to the public address', () => {
	it.each([
		{ Host: 'old.example.com' },
		{ Host: 'old.example.com', 'X-Forwarded-For': '192.0.2.7', 'X-Forwarded-Proto': 'https' },
		{ Host: 'upstream:4000', 'X-Forwarded-Host': 'old.example.com' },
		{ Host: 'chat.example.com:80' },
		{ Host: 'chat.example.com.evil.example' },
	])('with %j', async (headers) => {
		const moved = await get(headers);
		expect([moved.status, moved.headers['location']]).toEqual([308, `${publicUrl}/console?x=1`]);
	});
	it('also when somebody looks at the server without the proxy', async () => {
		expect((await get({ Host: inner })).status).toBe(308);
	});
});

describe('a proxy that changes the name is not sent to itself', () => {
	it('when it shows itself: nothing is redirected', async () => {
		const answer = await get({ Host: inner, 'X-Forwarded-For': '192.0.2.7' });
		expect([answer.status, answer.headers['location']]).toEqual([403, undefined]);
		expect(messageOf(answer)).toContain('proxy_set_header Host $host;');
		expect(messageOf(answer)).toContain('PUBLIC_URL');
	});
	it('when it does not: the second time', async () => {
		const first = await get({ Host: inner });
		expect(first.status).toBe(308);
		const Cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
		const second = await get({ Host: inner, Cookie });
		expect([second.status, second.headers['location']]).toEqual([403, undefined]);
		expect(messageOf(second)).toContain('proxy_set_header Host $host;');
	});
	it('when it is not trusted, which is then what is said', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'parley-host-'));
		const config = testConfig(folder, { publicUrl, trustProxy: '192.0.2.1' });
		const other = await start(config, resolve('build'));
		const answer = await request(`http://127.0.0.1:${other.port}`)
			.get('/console')
			.set({ Host: 'upstream:4000', 'X-Forwarded-Host': 'chat.example.com' });
		expect(answer.status).toBe(403);
		expect(messageOf(answer)).toContain('TRUST_PROXY does not list the proxy at 127.0.0.1');
		await other.close();
		rmSync(folder, { recursive: true });
	});
});

it('tells a form of the wrong name what to set', async () => {
	const answer = await request(`http://${inner}`).post('/api/sign-out').send({});
	expect(answer.status).toBe(403);
	expect(messageOf(answer)).toContain('PUBLIC_URL');
});
