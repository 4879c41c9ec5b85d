import { hello, newId, startTestServer, type TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

const headers = () => ({ Cookie: server.ownerCookie, 'Content-Type': 'application/json' });
const get = (path: string): Promise<Response> =>
	fetch(`${server.url}/api/v1/visitors${path}`, { headers: headers() });
const post = (path: string, body: object): Promise<Response> =>
	fetch(`${server.url}/api/v1/visitors${path}`, {
		method: 'POST',
		headers: headers(),
		body: JSON.stringify(body),
	});

it('a visitor is found, exported as they may read it, and erased once that was said', async () => {
	const vera = await server.visitor();
	vera.send(hello(server.siteKey));
	await vera.next('hello');
	vera.send({ type: 'message.send', clientId: newId(), text: 'Where is my lamp?' });
	const { conversation } = (await vera.next('ack')) as unknown as { conversation: string };
	const id = conversation.split('.')[0] ?? '';
	await post(`/${id}`, { name: 'Vera Lind', email: 'vera@example.com' });
	await post(`/${id}/notes`, { text: 'likes blue lamps' });
	const team = await server.agent();
	team.send({ type: 'hello', protocol: 1 });
	await team.next('hello');
	team.send({ type: 'note.send', clientId: newId(), conversation, text: 'for the team only' });
	await team.next('ack');
	for (const q of ['vera@example.com', 'VERA@example.com', 'Vera', 'vera l'])
		expect(await (await get(`?q=${encodeURIComponent(q)}`)).json()).toMatchObject([{ id }]);
	for (const q of ['', 'Lind', 'vera@', '%'])
		expect(await (await get(`?q=${encodeURIComponent(q)}`)).json()).toEqual([]);

	const answer = await get(`/${id}/export`);
	expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="visitor-/);
	const text = await answer.text();
	expect(JSON.parse(text)).toMatchObject({
		people: [{ id, name: 'Vera Lind', notes: [{ text: 'likes blue lamps' }] }],
		conversations: [{ copy: 'visitor', events: [{ text: 'Where is my lamp?' }] }],
	});
	expect(text).not.toMatch(/for the team only|"seq"/);

	expect((await post(`/${id}/erase`, {})).status).toBe(400);
	expect(await (await get('?q=Vera')).json()).toHaveLength(1);
	expect((await post(`/${id}/erase`, { confirm: 'erase' })).status).toBe(200);
	expect((await post(`/${id}/erase`, { confirm: 'erase' })).status).toBe(200);
	expect(await (await get('?q=Vera')).json()).toEqual([]);
	expect(await (await get(`/${id}/export`)).text()).not.toMatch(/Vera|blue|lamp/);
});
