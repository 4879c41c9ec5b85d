import { startPushEndpoint, type PushEndpoint } from '../testing/push-endpoint.ts';
import {
	hello,
	newId,
	startTestServer,
	type Frame,
	type TestServer,
} from '../testing/test-server.ts';

/* Pushes of a running server, from the route to the push service. */

jest.setTimeout(60_000);

let server: TestServer;
let service: PushEndpoint;
beforeAll(async () => {
	service = await startPushEndpoint();
	server = await startTestServer({ webhookAllow: ['127.0.0.0/8'] });
});
afterAll(async () => {
	await server.stop();
	await service.close();
	expect(service.wrong).toEqual([]);
});

const ask = (path: string, body: unknown, cookie = server.ownerCookie): Promise<Response> =>
	server.post(`/api/v1/me/push${path}`, body, { Cookie: cookie });

async function until(isSo: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 20_000; !isSo();) {
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((done) => setTimeout(done, 20));
	}
}
const textsTo = (device: { endpoint: string }): object[] =>
	service.to(device.endpoint.split('/').at(-1) ?? '') as object[];

async function arrive(text: string) {
	const socket = await server.visitor();
	socket.send(hello(server.siteKey));
	await socket.next('hello');
	const write = async (said: string): Promise<string> => {
		socket.send({ type: 'message.send', clientId: newId(), text: said });
		return String((await socket.next('ack'))['conversation']);
	};
	return { conversation: await write(text), write };
}
async function console_(isVisible: boolean) {
	const socket = await server.agent();
	const watch: Frame = { type: 'watch', conversation: null, isVisible };
	socket.send({ type: 'hello', protocol: 1 }, watch);
	await socket.next('duty');
	return socket;
}

it('takes a browser, and nothing that is not one', async () => {
	const { endpoint, keys } = service.subscribe();
	const wrong = [
		{},
		{ endpoint: 'file:///etc/passwd', keys },
		{ endpoint, keys: { ...keys, auth: 'short' } },
		{ endpoint, keys: { ...keys, p256dh: keys.auth } },
		{ endpoint, keys, agent: 'somebody' },
	];
	for (const body of wrong) expect((await ask('', body)).status).toBe(400);
	expect((await ask('', { endpoint, keys }, '')).status).toBe(401);
	expect((await ask('', { endpoint, keys })).status).toBe(200);
	const { publicKey } = (await (
		await fetch(`${server.url}/api/v1/me/push`, { headers: { Cookie: server.ownerCookie } })
	).json()) as { publicKey: string };
	expect((await ask('/test', {})).status).toBe(200);
	expect(service.heard.at(-1)).toMatchObject({ key: publicKey });
	expect((await ask('/delete', { endpoint })).status).toBe(200);
	expect((await ask('/test', {})).status).toBe(404);
});

it('away from the desk an agent is told, stays available, and is told no more after signing out [G46] [H9]', async () => {
	const device = service.subscribe();
	await ask('', device);
	const { conversation, write } = await arrive('Do the brakes fit?');
	await until(() => textsTo(device).length === 1);
	expect(textsTo(device)).toMatchObject([
		{ kind: 'waiting', conversation, text: 'Do the brakes fit?' },
	]);

	// A console that says that nobody sees it is as good as none.
	const seen = await console_(true);
	seen.send({ type: 'conversation.claim', clientId: newId(), conversation });
	await seen.next('ack');
	const second = await arrive('Seen at the desk');
	seen.send({ type: 'conversation.claim', clientId: newId(), conversation: second.conversation });
	await seen.next('ack');
	await second.write('Seen at the desk, too');
	await new Promise((done) => setTimeout(done, 1000));
	expect(textsTo(device)).toHaveLength(1);
	seen.send({ type: 'watch', conversation: null, isVisible: false });
	seen.send({ type: 'status.set', requestId: newId(), status: 'available' });
	await seen.next('duty');
	await second.write('Are you there?');
	await until(() => textsTo(device).length === 2);
	expect(textsTo(device)[1]).toMatchObject({
		kind: 'message',
		conversation: second.conversation,
		text: 'Are you there?',
	});
	seen.close();
	await seen.closed;

	await server.post('/api/sign-out', {}, { Cookie: server.ownerCookie });
	await write('Hello?');
	await (await arrive('Anybody?')).write('Nobody?');
	await new Promise((done) => setTimeout(done, 4000));
	expect(textsTo(device)).toHaveLength(2);
});
