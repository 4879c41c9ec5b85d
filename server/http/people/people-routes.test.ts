import sharp from 'sharp';
import { hello, owner, startTestServer, type TestServer } from '../../testing/test-server.ts';

/* Accounts over HTTP, on a running server. */

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
}, 30_000);
afterAll(() => server.stop());

const password = 'a long enough password';
type Account = { id: string; name: string; rev: number; photo: string | null } & Record<
	string,
	unknown
>;

async function ask(cookie: string, path: string, body?: object) {
	const answer = await fetch(server.url + path, {
		headers: { 'Content-Type': 'application/json', Cookie: cookie, 'User-Agent': 'Firefox' },
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
	});
	return { status: answer.status, json: (await answer.json()) as never, answer };
}
const cookieOf = ({ answer }: { answer: Response }): string =>
	answer.headers.get('set-cookie')?.split(';')[0] ?? '';

/** Somebody who came by an invitation, with the cookie. */
async function joined(name: string, role: string, more: object = {}) {
	const invitation = {
		name,
		email: `${name}@example.com`,
		role,
		sites: 'all',
		groups: [],
		...more,
	};
	const made = await ask(server.ownerCookie, '/api/v1/invitations', invitation);
	const code = ((made.json as { url: string }).url.split('#')[1] ?? '') as string;
	const answer = await ask('', '/api/join', { code, name, password });
	return { id: (answer.json as { agent: Account }).agent.id, cookie: cookieOf(answer) };
}
const accountOf = async (cookie: string, id: string): Promise<Account> => {
	const { json } = await ask(cookie, '/api/v1/agents');
	const found = (json as Account[]).find((each) => each.id === id);
	if (found === undefined) throw new Error('not listed');
	return found;
};

function put(cookie: string, path: string, bytes: Uint8Array): Promise<Response> {
	return fetch(server.url + path, {
		method: 'PUT',
		headers: { 'Content-Type': 'application/octet-stream', Cookie: cookie },
		body: new Blob([bytes as Uint8Array<ArrayBuffer>]),
	});
}
const picture = (): Promise<Buffer> =>
	sharp({ create: { width: 600, height: 300, channels: 3, background: '#0a7' } })
		.withExif({ IFD0: { Copyright: 'SECRET PLACE' } })
		.jpeg()
		.toBuffer();

it('tells e-mail addresses and second steps to owners and admins only', async () => {
	const admin = await joined('ada', 'admin');
	const agent = await joined('abe', 'agent');
	expect(await accountOf(admin.cookie, agent.id)).toMatchObject({
		email: 'abe@example.com',
		hasSecondStep: false,
		mayChange: true,
	});
	expect(await accountOf(agent.cookie, admin.id)).toMatchObject({
		email: null,
		hasSecondStep: null,
		mayChange: false,
	});
	expect((await accountOf(agent.cookie, agent.id))['email']).toBe('abe@example.com');
});

it('hides colleagues and groups of other sites', async () => {
	const [{ id: site } = { id: '' }] = (await ask(server.ownerCookie, '/api/v1/sites')).json as {
		id: string;
	}[];
	const here = await joined('here', 'agent', { sites: [site] });
	const there = await joined('there', 'agent', { sites: ['s_other'] });
	const names = ((await ask(there.cookie, '/api/v1/agents')).json as Account[]).map(
		({ name }) => name,
	);
	expect(names).toContain('there');
	expect(names).toContain(owner.name);
	expect(names).not.toContain('here');
	const group = { name: 'Shop only', agents: [], standby: [], strategy: 'by_hand' };
	await ask(server.ownerCookie, '/api/v1/groups', { ...group, sites: [site] });
	expect((await ask(there.cookie, '/api/v1/groups')).json).toEqual([]);
	expect((await ask(here.cookie, '/api/v1/groups')).json).toHaveLength(1);
});

it('shows a photo to anybody as a small square without what a camera wrote [M5]', async () => {
	const { id, cookie } = await joined('photo', 'agent');
	const path = `/api/v1/agents/${id}/photo`;
	const sent = await put(cookie, path, await picture());
	const { photo } = (await sent.json()) as { photo: string };
	const shown = await fetch(server.url + photo);
	expect(shown.headers.get('content-type')).toBe('image/webp');
	expect(shown.headers.get('content-security-policy')).toContain('sandbox');
	const bytes = Buffer.from(await shown.arrayBuffer());
	expect(await sharp(bytes).metadata()).toMatchObject({ width: 256, height: 256, format: 'webp' });
	expect(bytes.includes('SECRET PLACE')).toBe(false);
	expect((await accountOf(server.ownerCookie, id)).photo).toBe(photo);
	// The one before goes with the next.
	const next = ((await (await put(cookie, path, await picture())).json()) as { photo: string })
		.photo;
	expect((await fetch(server.url + photo)).status).toBe(404);
	expect((await fetch(server.url + next)).status).toBe(200);
	await ask(server.ownerCookie, `${path}/delete`, {});
	expect((await fetch(server.url + next)).status).toBe(404);
	expect((await accountOf(cookie, id)).photo).toBeNull();
});

it('takes no photo that is no picture or too large, and none for a colleague', async () => {
	const { id, cookie } = await joined('nophoto', 'agent');
	const { cookie: other } = await joined('stranger', 'agent');
	const path = `/api/v1/agents/${id}/photo`;
	expect((await put(cookie, path, Buffer.from('<svg onload="x">'))).status).toBe(422);
	expect((await put(cookie, path, Buffer.alloc(9 * 2 ** 20))).status).toBe(413);
	expect((await put(other, path, await picture())).status).toBe(403);
});

it('does not give away other files by the address of photos', async () => {
	const begun = await ask(server.ownerCookie, '/api/v1/files', {
		name: 'a.txt',
		size: 5,
		type: 'text/plain',
	});
	const { id } = begun.json as { id: string };
	await put(server.ownerCookie, `/api/v1/files/${id}?offset=0`, Buffer.from('words'));
	expect((await fetch(`${server.url}/photos/${id}`)).status).toBe(404);
});

it('keeps what an agent chose, tells the own consoles, and refuses what it does not know', async () => {
	const { cookie } = await joined('prefs', 'agent');
	const socket = await server.agent(cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	const other = await server.agent();
	other.send({ type: 'hello', protocol: 1 });
	await other.next('hello');
	const path = '/api/v1/me/prefs';
	const before = (await ask(cookie, path)).json as { sounds: object };
	await ask(cookie, path, { theme: 'dark', sounds: { mention: false } });
	expect((await ask(cookie, path)).json).toEqual({
		...before,
		theme: 'dark',
		sounds: { ...before.sounds, mention: false },
	});
	for (;;) {
		const frame = await socket.next('changed');
		if (frame['what'] === 'prefs') break;
	}
	expect(other.heard.some((frame) => frame['what'] === 'prefs')).toBe(false);
	expect((await ask(cookie, path, { theme: 'pink' })).status).toBe(400);
	expect((await ask(cookie, path, { colour: 'pink' })).status).toBe(400);
	expect(((await ask(server.ownerCookie, path)).json as { theme: string }).theme).toBe('system');
});

it('closes the sockets of an agent who is switched off, and tells the others', async () => {
	const { id, cookie } = await joined('off', 'agent');
	const socket = await server.agent(cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	const { rev } = await accountOf(server.ownerCookie, id);
	const off = await ask(server.ownerCookie, `/api/v1/agents/${id}`, { rev, isOff: true });
	expect(off.json).toMatchObject({ isOff: true, rev: rev + 1 });
	await socket.closed;
	expect((await ask(cookie, '/api/me')).status).toBe(401);
	const stale = await ask(server.ownerCookie, `/api/v1/agents/${id}`, { rev, isOff: false });
	expect(stale.status).toBe(409);
});

it('takes a site away from an open console at once', async () => {
	const { id, cookie } = await joined('sites', 'agent');
	const visitor = await server.visitor();
	visitor.send(hello(server.siteKey));
	await visitor.next('hello');
	const socket = await server.agent(cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	const { rev } = await accountOf(server.ownerCookie, id);
	await ask(server.ownerCookie, `/api/v1/agents/${id}`, { rev, sites: ['s_other'] });
	visitor.send({ type: 'message.send', clientId: 'c'.repeat(22), text: 'SECRET' });
	await visitor.next('ack');
	expect(socket.texts.join()).not.toContain('SECRET');
});

it('lists and ends sessions, also those of a colleague by an admin', async () => {
	const { id, cookie } = await joined('sessions', 'agent');
	const again = await ask('', '/api/sign-in', { email: 'sessions@example.com', password });
	type Session = { id: string; isThis: boolean; userAgent: string };
	const list = async () => (await ask(cookie, '/api/v1/me/sessions')).json as Session[];
	expect(await list()).toHaveLength(2);
	expect((await list()).every(({ userAgent }) => userAgent === 'Firefox')).toBe(true);
	const other = (await list()).find(({ isThis }) => !isThis);
	await ask(cookie, `/api/v1/me/sessions/${other?.id ?? ''}/delete`, {});
	expect((await ask(cookieOf(again), '/api/me')).status).toBe(401);
	expect(await list()).toMatchObject([{ isThis: true }]);
	const { cookie: admin } = await joined('ender', 'admin');
	const seen = (await ask(admin, `/api/v1/agents/${id}/sessions`)).json as Session[];
	expect(seen).toHaveLength(1);
	await ask(admin, `/api/v1/agents/${id}/sessions/delete`, {});
	expect((await ask(cookie, '/api/me')).status).toBe(401);
});

it('gives an agent a new password by a link that an admin made', async () => {
	const { id, cookie } = await joined('reset', 'agent');
	const made = await ask(server.ownerCookie, `/api/v1/agents/${id}/reset-link`, {});
	const code = (made.json as { url: string }).url.split('/console/reset#')[1] ?? '';
	const checked = await ask('', '/api/reset/check', { code });
	expect(checked.json).toEqual({ name: 'reset', email: 'reset@example.com' });
	const next = 'another long password';
	expect((await ask('', '/api/reset', { code, password: next })).status).toBe(200);
	expect((await ask(cookie, '/api/me')).status).toBe(401);
	const enter = (given: string) =>
		ask('', '/api/sign-in', { email: 'reset@example.com', password: given });
	expect([(await enter(password)).status, (await enter(next)).status]).toEqual([401, 200]);
});

it('keeps groups with their members, and refuses two of one name and members who are nobody', async () => {
	const { id, cookie } = await joined('member', 'agent');
	const group = { name: 'Parts', sites: 'all', agents: [id], standby: [], strategy: 'by_hand' };
	const made = await ask(server.ownerCookie, '/api/v1/groups', group);
	const { id: groupId, rev } = made.json as { id: string; rev: number };
	expect((await accountOf(cookie, id))['groups']).toEqual([groupId]);
	const path = `/api/v1/groups/${groupId}`;
	const edit = (body: object) => ask(server.ownerCookie, path, body);
	expect(
		(await ask(server.ownerCookie, '/api/v1/groups', { ...group, name: 'PARTS' })).status,
	).toBe(400);
	expect((await edit({ rev, agents: ['a_nobody'] })).status).toBe(400);
	expect((await edit({ rev, agents: [id, id] })).status).toBe(400);
	expect((await edit({ rev, strategy: 'round_robin' })).json).toMatchObject({
		strategy: 'round_robin',
		agents: [id],
	});
	expect((await edit({ rev, name: 'Late' })).status).toBe(409);
	expect((await ask(cookie, `${path}/delete`, {})).status).toBe(403);
	await ask(server.ownerCookie, `${path}/delete`, {});
	expect((await accountOf(cookie, id))['groups']).toEqual([]);
});
