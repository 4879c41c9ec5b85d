import { conversationId, postAsVisitor } from '../conversations/index.ts';
import { visitorIdOf } from '../visitors/index.ts';
import {
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
	type TestSocket,
} from '../testing/test-server.ts';

let world: TestGateway;
let socket: TestSocket;
beforeAll(async () => {
	world = await startTestGateway();
	socket = await world.agent((await world.signedIn('ada')).cookie);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
});
afterAll(() => world.stop());

const list = (before: unknown): Frame => ({
	type: 'conversations.list',
	requestId: newId(),
	status: 'waiting',
	before,
});

describe('the list over several sites', () => {
	it('goes on page by page, newest first, with every conversation once', async () => {
		const { conversations, sites } = world.house;
		const all = [await sites.first(), await sites.create('Second'), await sites.create('Third')];
		const expected = new Set<string>();
		// Unevenly: most at the first one, and at the third only the oldest.
		for (let n = 0; n < 130; n += 1) {
			const site = all[n < 10 ? 2 : n % 4 === 0 ? 1 : 0]!;
			const id = visitorIdOf(site.id, `visitor ${n}`);
			const by = { kind: 'visitor', id, site: site.id } as const;
			const post = { clientId: newId() as never, text: `message ${n}` };
			await postAsVisitor(conversations, by, post, { source: 'launcher' });
			expected.add(conversationId(id, 1));
		}
		const deadline = Date.now() + 20_000;
		while (conversations.unsaved.states().length > 0 && Date.now() < deadline)
			await new Promise((resolve) => setTimeout(resolve, 50));

		const found: { id: string; lastAt: string }[] = [];
		let next: unknown = null;
		const sizes: number[] = [];
		do {
			socket.send(list(next));
			const page = await socket.next('conversations');
			const items = page['items'] as typeof found;
			sizes.push(items.length);
			found.push(...items);
			next = page['next'];
		} while (next !== null);
		expect(sizes).toEqual([50, 50, 30]);
		expect(new Set(found.map(({ id }) => id))).toEqual(expected);
		expect(found).toHaveLength(130);
		const times = found.map(({ lastAt }) => lastAt);
		expect(times).toEqual(times.toSorted().reverse());
	});

	it.each([[['made up']], [['{"s":7}']], [[]], [['null']]])(
		'refuses a place that the server did not name: %j',
		async (before) => {
			socket.send(list(before));
			expect(await socket.next('refused')).toMatchObject({ code: 'bad_frame' });
		},
	);

	it.each(['["x"]', '[null,null]', '[1,"x",2]', '[1e999,"x"]', '[1,7]'])(
		'refuses a place on a real site that is none: %s',
		async (place) => {
			const { id } = await world.house.sites.first();
			socket.send(list([`{"${id}":${place}}`]));
			expect(await socket.next('refused')).toMatchObject({ code: 'bad_frame' });
		},
	);
});
