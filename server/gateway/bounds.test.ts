import { WebSocket } from 'ws';
import {
	hello,
	newId,
	startTestGateway,
	startTestServer,
	TestSocket,
	type Frame,
	type TestGateway,
} from '../testing/test-server.ts';

/* What one visitor, one address or all visitors together may take, at the bound and one above it. */

let world: TestGateway;
beforeAll(async () => {
	world = await startTestGateway({ helloMs: 300 });
});
afterAll(() => world.stop());
afterEach(() => jest.restoreAllMocks());

const say = (text: string): Frame => ({ type: 'message.send', clientId: newId(), text });
const held = <Value>(): { promise: Promise<Value>; settle(value: Value): void; fail(): void } => {
	let settle!: (value: Value) => void;
	let reject!: (error: Error) => void;
	const promise = new Promise<Value>((resolve, refuse) => ([settle, reject] = [resolve, refuse]));
	return { promise, settle, fail: () => reject(new Error('the store is gone')) };
};

/** Of somebody who may have been here: the store is asked. */
const known = 'k'.repeat(43);

async function greet(gateway: TestGateway, token: unknown = null): Promise<[TestSocket, unknown]> {
	const socket = await gateway.visitor();
	socket.send(hello(gateway.siteKey, { token }));
	return [socket, (await socket.next('hello'))['token'] ?? token];
}
async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 3000;
	while (!isSo() && Date.now() < deadline) await new Promise((go) => setTimeout(go, 10));
	expect(isSo()).toBe(true);
}

describe('what one session may ask', () => {
	it('is one page at a time and eight that wait; more are refused with a time', async () => {
		const [socket] = await greet(world);
		socket.send(say('hello'));
		const { conversation } = await socket.next('ack');
		const gate = held<null>();
		const { store } = world.house;
		const real = store.page.bind(store);
		const page = jest.spyOn(store, 'page').mockImplementation(async (...query) => {
			await gate.promise;
			return real(...query);
		});
		const own = () => page.mock.calls.filter(([, query]) => query.visitor === true).length;
		const read = { type: 'events.read', conversation, after: 0 };
		socket.send(...Array.from({ length: 10 }, () => read));
		expect(await socket.next('refused')).toMatchObject({ code: 'busy', retryMs: 1000 });
		expect(own()).toBe(1);
		gate.settle(null);
		for (let n = 0; n < 9; n += 1) await socket.next('events');
		expect(socket.heard.filter(({ type }) => type === 'refused')).toHaveLength(1);
	});

	it('is 256 frames that are not answered', async () => {
		const gate = held<number>();
		jest.spyOn(world.house.conversations.newest, 'get').mockReturnValue(gate.promise);
		const sockets = world.gateway.sockets();
		const socket = await world.visitor();
		socket.send(hello(world.siteKey, { token: known }));
		// With hello these are 256.
		for (const count of [64, 64, 64, 63])
			socket.send(...Array.from({ length: count }, () => say('x')));
		const last = say('one too many');
		socket.send(last);
		expect(await socket.next('refused')).toMatchObject({
			clientId: last['clientId'],
			code: 'busy',
			retryMs: 1000,
		});
		expect(socket.heard).toHaveLength(1);
		socket.cut();
		await until(() => world.gateway.sockets() === sockets);
		gate.settle(0);
	});

	it('ends with the socket: what waits behind a greeting is not begun any more', async () => {
		const { newest } = world.house.conversations;
		const gate = held<number>();
		jest.spyOn(newest, 'get').mockReturnValueOnce(gate.promise);
		const [visitors, sockets] = [world.hub.visitors(), world.gateway.sockets()];
		const socket = await world.visitor();
		const again = hello(world.siteKey, { token: known });
		socket.send(again, again);
		await until(() => world.hub.visitors() === visitors + 1);
		socket.cut();
		await until(() => world.gateway.sockets() === sockets);
		gate.fail();
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(world.hub.visitors()).toBe(visitors);
	});
});

describe('a socket without hello', () => {
	it('is closed in time, also when its hello failed after that time', async () => {
		const gate = held<number>();
		jest.spyOn(world.house.conversations.newest, 'get').mockReturnValueOnce(gate.promise);
		const socket = await world.visitor();
		socket.send(hello(world.siteKey, { token: known }));
		await new Promise((resolve) => setTimeout(resolve, 400));
		gate.fail();
		expect(await socket.next('refused')).toMatchObject({ code: 'internal' });
		expect(await socket.closed).toBe(4001);
	});

	it('is one of twenty of its address; those of whom a trusted proxy speaks count by themselves', async () => {
		const server = await startTestServer();
		const knock = (address: string): TestSocket =>
			new TestSocket(`${server.url.replace('http', 'ws')}/ws/visitor`, {
				'X-Forwarded-For': `10.9.9.9, ${address}`,
			});
		const sockets = Array.from({ length: 20 }, () => knock('203.0.113.7'));
		for (const socket of sockets) expect(await socket.status).toBe(101);
		expect(await knock('203.0.113.7').status).toBe(429);
		const other = knock('203.0.113.8');
		expect(await other.status).toBe(101);
		sockets[0]?.send(hello(server.siteKey));
		await sockets[0]?.next('hello');
		const next = knock('203.0.113.7');
		expect(await next.status).toBe(101);
		for (const socket of [...sockets, other, next]) socket.cut();
		await server.stop();
	});
});

describe('the number of sockets', () => {
	it('is five for one visitor', async () => {
		const [first, token] = await greet(world);
		for (let n = 1; n < 5; n += 1) await greet(world, token);
		const sixth = await world.visitor();
		sixth.send(hello(world.siteKey, { token }));
		expect(await sixth.next('refused')).toMatchObject({ code: 'too_many_connections' });
		expect(await sixth.closed).toBe(4029);
		const count = world.gateway.sockets();
		first.close();
		await until(() => world.gateway.sockets() < count);
		await greet(world, token);
	});

	it('keeps a reserve for agents that visitors and strangers cannot take', async () => {
		const small = await startTestGateway({ maxSockets: 10 });
		const { cookie } = await small.signedIn('ada');
		for (let n = 0; n < 10; n += 1) expect(await small.knock('/ws/visitor')).toBe(101);
		expect(await small.knock('/ws/visitor')).toBe(503);
		expect(await small.knock('/ws/agent')).toBe(503);
		expect(await small.knock('/ws/agent', { Cookie: cookie })).toBe(101);
		expect(await small.knock('/ws/agent', { Cookie: cookie })).toBe(503);
		await small.stop();
	});
});

describe('a page of long messages', () => {
	it('ends where it gets too long, and the client reads on from there', async () => {
		const [socket, token] = await greet(world);
		const texts = Array.from({ length: 40 }, (_, n) => `${n} ${'長'.repeat(3990)}`);
		for (const text of texts) {
			socket.send(say(text));
			await socket.next('ack');
		}
		const late = await world.visitor();
		late.send(hello(world.siteKey, { token }));
		let page = await late.next('events');
		const read: unknown[] = [];
		for (;;) {
			const events = page['events'] as { vseq: number; text: string }[];
			expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(130 * 1024);
			read.push(...events.map(({ text }) => text));
			expect(page['head']).toBe(40);
			const after = events.at(-1)?.vseq ?? 0;
			if (after === 40) break;
			late.send({ type: 'events.read', conversation: page['conversation'], after });
			page = await late.next('events');
		}
		expect(read).toEqual(texts);
	});
});

describe('a socket that does not take what it is told', () => {
	it('is closed, and cut when it does not answer', async () => {
		const [sender, token] = await greet(world);
		const [slow] = await greet(world, token);
		const count = world.gateway.sockets();
		slow.pause();
		const { port } = slow;
		const buffered = jest.spyOn(WebSocket.prototype, 'bufferedAmount', 'get');
		buffered.mockImplementation(function (this: { _socket?: { remotePort?: number } }) {
			return this._socket?.remotePort === port ? 2 * 1024 * 1024 : 0;
		} as () => number);
		sender.send(say('too much'));
		await until(() => world.gateway.sockets() === count - 1);
		buffered.mockRestore();
		slow.cut();
	});
});
