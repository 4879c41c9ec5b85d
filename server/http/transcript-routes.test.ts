import request from 'supertest';
import {
	hello,
	newId,
	startTestServer,
	type TestServer,
	type TestSocket,
} from '../testing/test-server.ts';

/* The visitor's copy, asked for as the panel does and fetched as a browser does. */

let server: TestServer;
let agent: TestSocket;
beforeAll(async () => {
	server = await startTestServer();
	agent = await server.agent();
	agent.send({ type: 'hello', protocol: 1 });
	await agent.next('hello');
});
afterAll(() => server.stop());

type Link = { readonly url: string; readonly expiresAt: string };
interface Chat {
	readonly conversation: string;
	send(text: string): Promise<number>;
	link(more: Record<string, unknown>): Promise<Link>;
}

async function begin(first: string): Promise<Chat> {
	const visitor = await server.visitor();
	visitor.send(hello(server.siteKey));
	await visitor.next('hello');
	const send = async (text: string) => {
		visitor.send({ type: 'message.send', clientId: newId(), text });
		return (await visitor.next('ack')) as unknown as { conversation: string; vseq: number };
	};
	const { conversation } = await send(first);
	return {
		conversation,
		send: async (text) => (await send(text)).vseq,
		async link(more) {
			const requestId = newId();
			visitor.send({ type: 'transcript.link', requestId, conversation, ...more });
			return (await visitor.next('link')) as unknown as Link;
		},
	};
}

const get = (url: string) => request(server.url).get(url.replace(server.url, ''));

it("gives the visitor's words and never a note", async () => {
	const chat = await begin('Does it fit? <b>CANARY</b>');
	const { conversation } = chat;
	agent.send({ type: 'note.send', clientId: newId(), conversation, text: 'a difficult customer' });
	await agent.next('ack');
	agent.send({ type: 'message.send', clientId: newId(), conversation, text: 'It does.' });
	await agent.next('ack');

	const link = await chat.link({ format: 'html', locale: 'de-AT', timeZone: 'Europe/Vienna' });
	expect(Date.parse(link.expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
	const page = await get(link.url);
	expect(page.status).toBe(200);
	expect(page.headers).toMatchObject({
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
		'cache-control': 'private, no-store',
	});
	expect(page.headers['content-disposition']).toMatch(
		/^attachment; filename="Chat mit My shop \d{4}-\d\d-\d\d\.html"; /,
	);
	expect(page.text).toContain('<html lang="de" dir="ltr">');
	expect(page.text).toContain('&lt;b&gt;CANARY&lt;/b&gt;');
	expect(page.text).toContain('It does.');
	expect(page.text).toContain('Zeiten in Europe/Vienna');
	expect(page.text).not.toContain('difficult');

	const text = await get((await chat.link({ format: 'txt' })).url);
	expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
	expect(text.text).toMatch(/You\n {4}Does it fit\? <b>CANARY<\/b>\n/);
	expect(text.text).not.toContain('difficult');
});

it('holds what is beyond the first page', async () => {
	const chat = await begin('message 1');
	for (let n = 2; n <= 230; n += 1) await chat.send(`message ${n}`);
	const { text } = await get((await chat.link({ format: 'txt' })).url);
	expect(text.match(/^ {4}message \d+$/gm)).toEqual(
		Array.from({ length: 230 }, (_, n) => `    message ${n + 1}`),
	);
});

it('is for nobody who has changed the link', async () => {
	const mine = await begin('mine');
	const other = await begin('other');
	const { url } = await mine.link({ format: 'txt' });
	const changed = [
		url.replace(encodeURIComponent(mine.conversation), encodeURIComponent(other.conversation)),
		url.replace('f=txt', 'f=html'),
		url.replace(/e=\w+/, 'e=zzzzzzzzz'),
		url.replace(/s=[\w-]+/, 's=x'),
		url.split('?')[0] ?? '',
	];
	for (const address of changed) {
		expect(address).not.toBe(url);
		const answer = await get(address);
		expect(answer.status).toBe(404);
		expect(answer.body).toMatchObject({ error: { code: 'conversation_not_found' } });
	}
});

it.each(['Mars/Olympus', '../../etc', 'UTC\u0000'])(
	'a time zone that is none (%s) is that of the shop',
	async (timeZone) => {
		const { url } = await (await begin('hi')).link({ format: 'txt', timeZone, locale: '-' });
		expect((await get(url)).text).toContain('Times in UTC');
	},
);
