import { conversationId } from '../conversations/index.ts';
import { visitorIdOf, visitorTokensCollection } from '../visitors/index.ts';
import { agent, chat, mira, settled, startLive, until, world } from '../testing/live-world.ts';
import { hello } from '../testing/test-server.ts';

/* Whoever goes while something is looked up leaves nothing behind. */

beforeAll(startLive);
afterAll(() => world.stop());
afterEach(() => jest.restoreAllMocks());

/** Holds back what the store says until `go`. */
function held(verb: 'get' | 'find') {
	const { store } = world.house;
	const real = store[verb].bind(store) as (...query: unknown[]) => Promise<unknown>;
	let go = (): void => {};
	const gate = new Promise<void>((resolve) => {
		go = resolve;
	});
	const asked: unknown[] = [];
	jest.spyOn(store, verb).mockImplementation((async (...query: unknown[]) => {
		const answer = await real(...query);
		asked.push(query[0]);
		await gate;
		return answer;
	}) as never);
	return { go, asked };
}

describe('a visitor who is gone before an answer came', () => {
	it('takes no place when hello was being looked up', async () => {
		const site = await world.house.sites.first();
		const visitor = visitorIdOf(site.id, 'somebody');
		const token = await world.house.tokens.issue(site.id, visitor);
		const socket = await world.visitor();
		const { go, asked } = held('get');
		socket.send(hello(site.key, { token }));
		await until(() => asked.includes(visitorTokensCollection));
		socket.cut();
		await until(() => world.gateway.sockets() === 1);
		go();
		await new Promise((done) => setTimeout(done, 20));
		expect(world.hub.socketsOf(visitor)).toBe(0);
	});

	it('is not on the site when the page was being looked up', async () => {
		const { socket, id } = await chat();
		const { go, asked } = held('get');
		const page = { url: 'https://shop.example/', title: 'Shop' };
		socket.send({ type: 'visit', page });
		await until(() => asked.length > 0);
		socket.cut();
		await until(() => world.hub.socketsOf(id as never) === 0);
		go();
		await settled(mira, true);
		const looker = await agent((await world.signedIn('Looker')).cookie);
		looker.send({ type: 'visits.watch', requestId: 'watch-gone1', isOn: true });
		expect((await looker.next('visits'))['items']).toEqual([]);
		looker.close();
	});
});

describe('a draft', () => {
	it('is not told of a conversation that there is not', async () => {
		const { socket, id, conversation } = await chat();
		for (const other of [conversationId(id as never, 2), `${id}.x`])
			socket.send({ type: 'draft', conversation: other, text: 'Nobody reads this' });
		socket.send({ type: 'draft', conversation, text: 'But this' });
		await until(() => mira.heard.some(({ text }) => text === 'But this'));
		expect(mira.heard.some(({ text }) => text === 'Nobody reads this')).toBe(false);
	});
});
