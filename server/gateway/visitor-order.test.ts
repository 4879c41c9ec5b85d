import {
	hello,
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
	type TestSocket,
} from '../testing/test-server.ts';

/* What one visitor asks is decided in the order in which it was asked, and each command gets one answer. */

let world: TestGateway;
beforeAll(async () => {
	world = await startTestGateway({ beatMs: 250 });
});
afterAll(() => world.stop());
afterEach(() => jest.restoreAllMocks());

const say = (text: string, clientId = newId()): Frame => ({ type: 'message.send', clientId, text });
const end = (conversation: unknown): Frame => ({
	type: 'conversation.end',
	clientId: newId(),
	conversation,
});

async function enter(token: unknown = null): Promise<{ socket: TestSocket; token: unknown }> {
	const socket = await world.visitor();
	socket.send(hello(world.siteKey, { token }));
	const greeting = await socket.next('hello');
	return { socket, token: greeting['token'] ?? token };
}
async function begin(): Promise<{ socket: TestSocket; token: unknown; conversation: string }> {
	const { socket, token } = await enter();
	socket.send(say('first'));
	return { socket, token, conversation: (await socket.next('ack'))['conversation'] as string };
}
async function typesOf(conversation: string): Promise<string[]> {
	const { events } = await world.house.store.page(conversation as never, { after: 0, limit: 200 });
	return events.map(({ type, body }) => (type === 'message' ? (body['text'] as string) : type));
}
const nextOf = (conversation: string): string =>
	conversation.replace(/\d+$/, (n) => String(Number(n) + 1));

describe('the order of what a visitor sends at once', () => {
	it('is kept between a message and the end', async () => {
		const { socket, conversation } = await begin();
		socket.send(say('one more'), end(conversation));
		await socket.next('ack');
		await socket.next('ack');
		expect(await typesOf(conversation)).toEqual(['first', 'one more', 'ended']);
	});

	it('is kept over an end into the next conversation', async () => {
		const { socket, conversation } = await begin();
		const next = nextOf(conversation);
		socket.send(end(conversation), say('a'), say('b'), end(next), say('c'));
		for (let n = 0; n < 5; n += 1) await socket.next('ack');
		expect(await typesOf(conversation)).toEqual(['first', 'ended']);
		expect(await typesOf(next)).toEqual(['a', 'b', 'ended']);
		expect(await typesOf(nextOf(next))).toEqual(['c']);
	});

	it('is kept when the conversation ends while the messages wait', async () => {
		const { socket, conversation } = await begin();
		const { store, conversations } = world.house;
		const by = { kind: 'system', id: 'test' } as const;
		void conversations.timelines.submit(conversation as never, {
			kind: 'end',
			reason: '',
			by,
			clientId: newId() as never,
			at: Date.now(),
		});
		// The first to look for its place in the next conversation is the slowest.
		const real = store.byClientId.bind(store);
		let looks = 0;
		jest.spyOn(store, 'byClientId').mockImplementation(async (...query) => {
			looks += 1;
			await new Promise((resolve) => setTimeout(resolve, Math.max(0, 60 - looks * 10)));
			return real(...query);
		});
		socket.send(say('a'), say('b'), say('c'));
		for (let n = 0; n < 3; n += 1) await socket.next('ack');
		expect(await typesOf(nextOf(conversation))).toEqual(['a', 'b', 'c']);
	});
});

describe('the marks that a visitor is told', () => {
	it('never fall, even if they move while another tab is greeted', async () => {
		const { socket, token, conversation } = await begin();
		socket.send(say('second'), say('third'));
		await socket.next('ack');
		await socket.next('ack');
		const { visitors } = world.house;
		const real = visitors.get.bind(visitors);
		let letGo = (): void => {};
		const asked = new Promise<void>((resolve) => {
			jest.spyOn(visitors, 'get').mockImplementationOnce(async (id) => {
				resolve();
				await new Promise<void>((go) => (letGo = go));
				return real(id);
			});
		});
		const tab = await world.visitor();
		tab.send(hello(world.siteKey, { token }));
		await asked;
		for (const read of [1, 3]) {
			socket.send({ type: 'cursor', conversation, delivered: read, read });
			await socket.next('marks');
		}
		letGo();
		for (let n = 0; n < 3; n += 1) await tab.next('marks');
		const told = tab.heard.filter(({ type }) => type === 'marks') as unknown as {
			own: { read: number };
		}[];
		expect(told.map(({ own }) => own.read)).toEqual([1, 3, 3]);
	});
});

describe('the answer to a command', () => {
	it('comes for each of two commands with one id', async () => {
		const { socket } = await begin();
		const id = newId();
		socket.send(say('one', id), say('another', id));
		expect(await socket.next('ack')).toMatchObject({ clientId: id, vseq: 2 });
		expect(await socket.next('refused')).toMatchObject({ clientId: id, code: 'clientid_conflict' });
	});

	it('comes for each of two that are the same', async () => {
		const { socket } = await begin();
		const id = newId();
		socket.send(say('one', id), say('one', id));
		expect(await socket.next('ack')).toMatchObject({ clientId: id, vseq: 2 });
		expect(await socket.next('ack')).toMatchObject({ clientId: id, vseq: 2 });
	});

	it('is the own one when another tab used the id for something else', async () => {
		const { socket, token } = await begin();
		const tab = await enter(token);
		const id = newId();
		// Both stand in the queue before the first is committed.
		const { store } = world.house;
		const real = store.append.bind(store);
		jest.spyOn(store, 'append').mockImplementation(async (...events) => {
			await new Promise((resolve) => setTimeout(resolve, 50));
			return real(...events);
		});
		socket.send(say('mine', id));
		await new Promise((resolve) => setTimeout(resolve, 15));
		tab.socket.send(say('not mine', id));
		expect(await socket.next('ack')).toMatchObject({ clientId: id });
		expect(await tab.socket.next('refused')).toMatchObject({
			clientId: id,
			code: 'clientid_conflict',
		});
		expect(tab.socket.heard.filter(({ type }) => type === 'ack')).toEqual([]);
	});
});

describe('the heartbeat', () => {
	it('names the newest conversation, whatever happens in an older one', async () => {
		const { socket, conversation } = await begin();
		socket.send(end(conversation), say('again'));
		await socket.next('ack');
		await socket.next('ack');
		socket.send({
			type: 'rating.send',
			clientId: newId(),
			conversation,
			score: 5,
			comment: '',
		});
		await socket.next('ack');
		expect(await socket.next('beat')).toMatchObject({
			conversation: nextOf(conversation),
			head: 1,
		});
	});
});
