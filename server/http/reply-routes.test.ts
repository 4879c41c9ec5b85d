import { startTestServer, TestSocket, type TestServer } from '../testing/test-server.ts';

/* Canned replies over HTTP, on a running server. */

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
}, 30_000);
afterAll(() => server.stop());

interface Reply {
	readonly id: string;
	readonly key: string;
	readonly text: string;
	readonly isShared: boolean;
	readonly uses: number;
	readonly mayChange: boolean;
	readonly rev: number;
}

async function ask(cookie: string, path: string, body?: object) {
	const answer = await fetch(`${server.url}/api/v1${path}`, {
		headers: { 'Content-Type': 'application/json', Cookie: cookie },
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
	});
	return { status: answer.status, json: (await answer.json()) as never };
}
/** Somebody who came by an invitation: the cookie. */
async function joined(name: string, role: string): Promise<string> {
	const invitation = { name, email: `${name}@example.com`, role, sites: 'all', groups: [] };
	const made = await ask(server.ownerCookie, '/invitations', invitation);
	const code = (made.json as { url: string }).url.split('#')[1];
	const answer = await fetch(`${server.url}/api/join`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ code, name, password: 'a long enough password' }),
	});
	return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
const fields = (key: string, more: object = {}) => ({
	key,
	title: 'Hello',
	text: 'Hello {name}',
	isShared: false,
	sites: 'all',
	...more,
});
const add = async (cookie: string, key: string, more: object = {}): Promise<Reply> => {
	const { status, json } = await ask(cookie, '/replies', fields(key, more));
	expect([status, json]).toEqual([201, expect.anything()]);
	return json;
};
const keysOf = async (cookie: string): Promise<string[]> =>
	((await ask(cookie, '/replies')).json as Reply[]).map(({ key }) => key);
const codeOf = ({ json }: { json: never }): string =>
	(json as { error: { code: string } }).error.code;

it('gives each agent the shared ones and the own, and nobody those of others [G32] [H36]', async () => {
	const [abe, ada] = [await joined('abe', 'agent'), await joined('ada', 'agent')];
	await add(server.ownerCookie, 'ours', { isShared: true });
	const own = await add(abe, 'mine');
	expect(await keysOf(abe)).toEqual(['mine', 'ours']);
	expect(await keysOf(ada)).toEqual(['ours']);
	const foreign = await ask(ada, `/replies/${own.id}`, { rev: own.rev, text: 'x' });
	expect([foreign.status, codeOf(foreign)]).toEqual([404, 'not_found']);
	expect((await ask(ada, `/replies/${own.id}/delete`, {})).status).toBe(404);
	expect((await ask(abe, `/replies/${own.id}/delete`, {})).status).toBe(200);
	expect(await keysOf(abe)).toEqual(['ours']);
});

it('lets supervisors and above change what is shared, and agents only read it', async () => {
	const [agent, leader] = [await joined('eve', 'agent'), await joined('lea', 'supervisor')];
	const shared = await add(leader, 'team', { isShared: true });
	expect(codeOf(await ask(agent, '/replies', fields('x', { isShared: true })))).toBe('forbidden');
	const refused = await ask(agent, `/replies/${shared.id}`, { rev: shared.rev, text: 'x' });
	expect(codeOf(refused)).toBe('forbidden');
	// Nor does an own one become shared by the back door.
	const own = await add(agent, 'own');
	const raised = await ask(agent, `/replies/${own.id}`, { rev: own.rev, isShared: true });
	expect(codeOf(raised)).toBe('forbidden');
	const list = (await ask(agent, '/replies')).json as Reply[];
	expect(list.find(({ key }) => key === 'team')).toMatchObject({ mayChange: false });
});

it('keeps a key once for each who has it, whatever its letters', async () => {
	const cookie = await joined('kim', 'agent');
	const first = await add(cookie, 'Hello');
	const again = await ask(cookie, '/replies', fields('hello'));
	expect([again.status, codeOf(again)]).toEqual([400, 'bad_request']);
	expect(JSON.stringify(again.json)).toContain('#hello');
	const other = await add(cookie, 'bye');
	const moved = await ask(cookie, `/replies/${other.id}`, { rev: other.rev, key: 'HELLO' });
	expect(codeOf(moved)).toBe('bad_request');
	// The team's is another.
	await add(server.ownerCookie, 'hello', { isShared: true });
	expect(await ask(cookie, `/replies/${first.id}`, { rev: first.rev, key: 'hello' })).toMatchObject(
		{
			status: 200,
		},
	);
});

it('refuses what was changed meanwhile, and is not confused by its use', async () => {
	const cookie = await joined('uma', 'agent');
	const made = await add(cookie, 'greet');
	await ask(cookie, `/replies/${made.id}/use`, {});
	await ask(cookie, `/replies/${made.id}/use`, {});
	const changed = await ask(cookie, `/replies/${made.id}`, { rev: made.rev, text: 'Hi' });
	expect(changed.json).toMatchObject({ text: 'Hi', uses: 2, key: 'greet' });
	const stale = await ask(cookie, `/replies/${made.id}`, { rev: made.rev, text: 'Hey' });
	expect(codeOf(stale)).toBe('changed_meanwhile');
});

it.each([
	['a key with a blank', { key: 'a b' }],
	['no key', { key: '' }],
	['no text', { text: '  ' }],
	['a text that no message may have', { text: 'x'.repeat(4001) }],
])('refuses %s', async (_, more) => {
	const answer = await ask(server.ownerCookie, '/replies', { ...fields('k'), ...more });
	expect([answer.status, codeOf(answer)]).toEqual([400, 'bad_request']);
});

it('takes short and long texts [H35]', async () => {
	const long = await add(server.ownerCookie, 'long', { text: 'x'.repeat(4000) });
	const short = await add(server.ownerCookie, 'short', { text: 'k' });
	expect([long.text.length, short.text]).toEqual([4000, 'k']);
});

it('tells consoles: of a shared one all, of an own one only that agent', async () => {
	const [mine, other] = [await joined('pia', 'agent'), await joined('pol', 'agent')];
	const listen = async (cookie: string): Promise<TestSocket> => {
		const socket = new TestSocket(`${server.url.replace('http', 'ws')}/ws/agent`, {
			Cookie: cookie,
		});
		await socket.opened;
		socket.send({ type: 'hello', protocol: 1 });
		await socket.next('hello');
		return socket;
	};
	const [hers, his] = [await listen(mine), await listen(other)];
	const own = await add(mine, 'secret');
	const shared = await add(server.ownerCookie, 'public', { isShared: true });
	const told = ({ heard }: TestSocket) =>
		heard.filter(({ type, what }) => type === 'changed' && what === 'replies').map(({ id }) => id);
	for (let tries = 0; tries < 200 && told(his).length === 0; tries++)
		await new Promise((done) => setTimeout(done, 10));
	expect(told(his)).toEqual([shared.id]);
	expect(told(hers)).toEqual([own.id, shared.id]);
	hers.close();
	his.close();
});
