import { owner, startTestServer, type TestServer } from '../testing/test-server.ts';
import request from 'supertest';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

const http = () => request(server.url);
type Failure = { error: { code: string; message: string } };
const codeOf = (body: unknown): string => (body as Failure).error.code;

describe('set-up by the one-time link', () => {
	it('works once', async () => {
		const code = server.ownerLink?.split('#')[1];
		const again = await http()
			.post('/api/setup')
			.send({ code, ...owner });
		expect(again.status).toBe(410);
		expect(codeOf(again.body)).toBe('code_used');
	});
	it('signs the owner in with a cookie that scripts cannot read', async () => {
		const me = await http().get('/api/me').set('Cookie', server.ownerCookie);
		expect(me.body).toMatchObject({ agent: { name: owner.name, role: 'owner' } });
		const signIn = await http().post('/api/sign-in').send(owner);
		expect(signIn.headers['set-cookie']?.[0]).toMatch(
			/^parley_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict/,
		);
	});
	it('can be asked about without being used up', async () => {
		const fresh = await startTestServer();
		const check = (code: string) => request(fresh.url).post('/api/setup/check').send({ code });
		const used = await check(fresh.ownerLink?.split('#')[1] ?? '');
		expect([used.status, codeOf(used.body)]).toEqual([410, 'code_used']);
		await fresh.stop();
	});
	it('refuses a short password without using the link up', async () => {
		const fresh = await startTestServer();
		const answer = await request(fresh.url)
			.post('/api/setup')
			.send({ code: 'x', ...owner, password: 'short' });
		expect(answer.status).toBe(422);
		expect(codeOf(answer.body)).toBe('password_too_short');
		await fresh.stop();
	});
	it.each([
		[{ name: 'Mira', email: 'mira@example.com', password: owner.password }, 'code'],
		[{ code: 'x', name: ' ', email: 'mira@example.com', password: owner.password }, 'name'],
		[{ code: 'x', name: 'Mira', email: 'mira', password: owner.password }, 'email'],
		[
			{ code: { $ne: null }, name: 'Mira', email: 'mira@example.com', password: owner.password },
			'code',
		],
	])('names the field that is wrong', async (body, field) => {
		const answer = await http().post('/api/setup').send(body);
		expect(answer.status).toBe(400);
		expect((answer.body as Failure).error.message).toMatch(new RegExp(`^${field}: `));
	});
});

describe('sign-in', () => {
	it('gives the same answer for a wrong password and for an address that nobody has', async () => {
		const wrong = await http()
			.post('/api/sign-in')
			.send({ email: owner.email, password: 'not this one' });
		const nobody = await http()
			.post('/api/sign-in')
			.send({ email: 'nobody@example.com', password: 'not this one' });
		expect([wrong.status, nobody.status]).toEqual([401, 401]);
		expect(wrong.body).toEqual(nobody.body);
	});
	it('is throttled after five failures, also with the right password, and says for how long', async () => {
		const fresh = await startTestServer();
		const guess = (password: string) =>
			request(fresh.url).post('/api/sign-in').send({ email: owner.email, password });
		for (let n = 0; n < 5; n += 1) expect((await guess(`wrong ${n}`)).status).toBe(401);
		const refused = await guess(owner.password);
		expect(refused.status).toBe(429);
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
		await fresh.stop();
	});
	it('counts tries by the address that a trusted proxy tells', async () => {
		const fresh = await startTestServer();
		const guess = (password: string, from: string) =>
			request(fresh.url)
				.post('/api/sign-in')
				.set('X-Forwarded-For', from)
				.send({ email: owner.email, password });
		for (let n = 0; n < 5; n += 1) await guess(`wrong ${n}`, '192.0.2.66');
		expect((await guess(owner.password, '192.0.2.66')).status).toBe(429);
		expect((await guess(owner.password, '192.0.2.1')).status).toBe(200);
		await fresh.stop();
	});
	it('ends at sign-out', async () => {
		const signIn = await http().post('/api/sign-in').send(owner);
		const cookie = signIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
		expect((await http().get('/api/me').set('Cookie', cookie)).status).toBe(200);
		await http().post('/api/sign-out').set('Cookie', cookie).send({});
		expect((await http().get('/api/me').set('Cookie', cookie)).status).toBe(401);
	});
});

describe('every route', () => {
	it('answers an unknown address with a code', async () => {
		const answer = await http().get('/nothing/here');
		expect([answer.status, codeOf(answer.body)]).toEqual([404, 'route_not_found']);
	});
	it('refuses what is not JSON, and what is too large', async () => {
		const broken = await http().post('/api/sign-in').type('json').send('{"email":');
		expect([broken.status, codeOf(broken.body)]).toEqual([400, 'bad_json']);
		const large = await http()
			.post('/api/sign-in')
			.send({ email: 'x'.repeat(70_000) });
		expect([large.status, codeOf(large.body)]).toEqual([413, 'body_too_large']);
	});
	it('refuses a charset that it does not read, and says which one it reads', async () => {
		const answer = await http()
			.post('/api/sign-in')
			.set('Content-Type', 'application/json; charset=latin1')
			.send('{}');
		expect([answer.status, codeOf(answer.body)]).toEqual([400, 'bad_request']);
		expect((answer.body as Failure).error.message).toContain('UTF-8');
	});
	it.each([
		'application/x-www-form-urlencoded',
		'text/plain',
		'multipart/form-data; boundary=x',
		'text/plain; application/json',
		undefined,
	])('refuses what a form of another site can send without asking: %s', async (type) => {
		for (const path of ['/api/setup', '/api/sign-in', '/api/sign-out']) {
			const answer = await fetch(server.url + path, {
				method: 'POST',
				body: new Blob([JSON.stringify(owner)]),
				headers: {
					Cookie: server.ownerCookie,
					...(type === undefined ? {} : { 'Content-Type': type }),
				},
			});
			expect([answer.status, codeOf(await answer.json())]).toEqual([400, 'bad_request']);
		}
		expect((await http().get('/api/me').set('Cookie', server.ownerCookie)).status).toBe(200);
	});
	it('refuses a request of another origin', async () => {
		const answer = await http()
			.post('/api/sign-in')
			.set('Origin', 'https://evil.example')
			.send(owner);
		expect([answer.status, codeOf(answer.body)]).toEqual([403, 'origin_refused']);
	});
	it('sends other host names to the public address, but for the demo', async () => {
		const other = server.url.replace('127.0.0.1', 'localhost');
		const moved = await fetch(`${other}/console?x=1`, { redirect: 'manual' });
		expect([moved.status, moved.headers.get('location')]).toEqual([
			308,
			`${server.url}/console?x=1`,
		]);
		expect((await fetch(`${other}/demo`, { redirect: 'manual' })).status).toBe(200);
	});
	it('keeps answers out of caches and types unguessed', async () => {
		const { headers } = await http().get('/api/me');
		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		});
		expect(headers['x-powered-by']).toBeUndefined();
	});
});

describe('the pages', () => {
	it('serve the loader with the key of its site and the address of this server inside', async () => {
		const loader = await http().get(`/widget.js?site=${server.siteKey}`);
		expect(loader.headers['content-type']).toContain('javascript');
		expect(loader.headers['cache-control']).toBe(
			'public, max-age=300, stale-while-revalidate=86400',
		);
		expect(loader.text).toContain(`"${server.siteKey}"`);
		expect(loader.text).toContain(server.url);
		expect(loader.text).not.toContain('__PARLEY');
	});
	it('refuse a loader for a key that no site has', async () => {
		const answer = await http().get('/widget.js?site=nosuchsite');
		expect([answer.status, codeOf(answer.body)]).toEqual([404, 'site_not_found']);
	});
	it('serve the panel under a policy without inline code, and no place in it is left unfilled', async () => {
		const panel = await http().get(`/chat/${server.siteKey}`);
		expect(panel.headers['content-security-policy']).toContain("default-src 'none'");
		expect(panel.headers['content-security-policy']).toContain(
			"require-trusted-types-for 'script'",
		);
		expect(panel.headers['content-security-policy']).not.toContain('unsafe');
		expect(panel.text).not.toContain('__PARLEY');
	});
	it('never let the console be framed', async () => {
		const page = await http().get('/console/setup');
		expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
	});
	it('serve assets for good under the address of their content only', async () => {
		const panel = await http().get(`/chat/${server.siteKey}`);
		const address = /\/assets\/widget\/panel\.js\?v=[0-9a-f]{16}/.exec(panel.text)?.[0] ?? '';
		expect((await http().get(address)).headers['cache-control']).toContain('immutable');
		expect((await http().get('/assets/widget/panel.js')).headers['cache-control']).toBe('no-cache');
		expect((await http().get('/assets/widget/..%2f..%2fserver%2fmain.js')).status).toBe(404);
	});
});

describe('health', () => {
	it('is said at two addresses', async () => {
		for (const path of ['/healthz', '/readyz']) {
			const answer = await http().get(path);
			expect([answer.status, answer.text]).toEqual([200, 'ok\n']);
		}
	});
});
