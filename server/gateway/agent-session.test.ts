import { WebSocket } from 'ws';
import {
	hello,
	newId,
	startTestServer,
	type Frame,
	type TestServer,
	type TestSocket,
} from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

async function asAgent(): Promise<TestSocket> {
	const socket = await server.agent();
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	return socket;
}
async function asVisitor(text: string): Promise<{ socket: TestSocket; conversation: string }> {
	const socket = await server.visitor();
	socket.send(hello(server.siteKey), { type: 'message.send', clientId: newId(), text });
	const { conversation } = await socket.next('ack');
	return { socket, conversation: conversation as string };
}

describe('an agent at the gateway', () => {
	it('is closed with a code that a browser can read when not signed in', async () => {
		const socket = await server.agent('parley_session=made-up');
		expect(await socket.closed).toBe(4003);
	});

	it('hears a new conversation with its view, and later messages without', async () => {
		const agent = await asAgent();
		const visitor = await asVisitor('where is my order?');
		expect(await agent.next('event')).toMatchObject({
			event: { seq: 1, type: 'message', text: 'where is my order?' },
			view: {
				id: visitor.conversation,
				status: 'waiting',
				assignee: null,
				preview: 'where is my order?',
			},
		});
		visitor.socket.send({ type: 'message.send', clientId: newId(), text: 'anybody?' });
		expect(await agent.next('event')).toMatchObject({
			event: { seq: 2, text: 'anybody?' },
			view: null,
		});
	});

	it('finds a conversation in the list of its status, and it moves when it is claimed', async () => {
		const agent = await asAgent();
		const { conversation } = await asVisitor('list me');
		expect(await listed(agent, 'waiting', conversation)).toBe(true);
		agent.send({ type: 'conversation.claim', clientId: newId(), conversation });
		await agent.next('ack');
		expect(await listed(agent, 'active', conversation)).toBe(true);
		expect(await listed(agent, 'waiting', conversation)).toBe(false);
	});

	it('reads a conversation from its newest page, with what was edited', async () => {
		const agent = await asAgent();
		const { conversation } = await asVisitor('read me');
		agent.send({ type: 'message.send', clientId: newId(), conversation, text: 'with a tpyo' });
		const { seq } = await agent.next('ack');
		agent.send({
			type: 'message.edit',
			clientId: newId(),
			conversation,
			target: seq,
			text: 'without a typo',
		});
		await agent.next('ack');
		agent.send({
			type: 'events.read',
			requestId: newId(),
			conversation,
			after: null,
			before: (seq as number) + 1,
		});
		expect(await agent.next('events')).toMatchObject({
			view: { id: conversation, status: 'active' },
			events: [{ text: 'read me' }, { text: 'with a tpyo' }],
			amendments: [{ type: 'edit', target: seq, text: 'without a typo' }],
		});
	});

	it('wins or loses a claim, and the loser is told', async () => {
		const [first, second] = [await asAgent(), await asAgent()];
		const { conversation } = await asVisitor('claim me');
		first.send({ type: 'conversation.claim', clientId: newId(), conversation });
		await first.next('ack');
		// The same person at two screens has it already: nothing to do.
		second.send({ type: 'conversation.claim', clientId: newId(), conversation });
		expect(await second.next('ack')).toMatchObject({ seq: null });
	});

	it('is refused what does not exist', async () => {
		const agent = await asAgent();
		agent.send({
			type: 'message.send',
			clientId: newId(),
			conversation: 'v_nobody.1',
			text: 'hello?',
		});
		expect(await agent.next('refused')).toMatchObject({ code: 'conversation_not_found' });
		agent.send({
			type: 'events.read',
			requestId: newId(),
			conversation: 'v_nobody.1',
			after: 0,
			before: null,
		});
		expect(await agent.next('refused')).toMatchObject({ code: 'conversation_not_found' });
	});
});

describe('the upgrade', () => {
	it.each(['https://evil.example', 'null', 'http://localhost'])(
		'is refused from the origin %s',
		async (origin) => {
			expect(await statusOfUpgrade('/ws/visitor', origin)).toBe(403);
		},
	);
	it('is refused at any other address', async () => {
		expect(await statusOfUpgrade('/ws/other', server.url)).toBe(404);
	});
	it('is accepted from our own origin', async () => {
		expect(await statusOfUpgrade('/ws/visitor', server.url)).toBe(101);
	});
});

async function listed(agent: TestSocket, status: string, conversation: string): Promise<boolean> {
	const deadline = Date.now() + 2000;
	// The list is derived: it follows a moment after.
	for (;;) {
		agent.send({ type: 'conversations.list', requestId: newId(), status, before: null });
		const { items } = (await agent.next('conversations')) as unknown as { items: Frame[] };
		const found = items.some((item) => item['id'] === conversation);
		if (found || Date.now() > deadline) return found;
		if (status === 'waiting') return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

function statusOfUpgrade(path: string, origin: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(server.url.replace('http', 'ws') + path, { origin });
		socket.on('open', () => {
			socket.close();
			resolve(101);
		});
		socket.on('unexpected-response', (_request, response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		socket.on('error', reject);
	});
}
