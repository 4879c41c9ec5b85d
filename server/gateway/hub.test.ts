import type { ConversationState } from '../conversations/index.ts';
import { hello, newId, startTestGateway, type TestGateway } from '../testing/test-server.ts';
import { createHub } from './hub.ts';

let world: TestGateway;
beforeAll(async () => {
	world = await startTestGateway();
});
afterAll(() => world.stop());
afterEach(() => jest.restoreAllMocks());

describe('what agents are told', () => {
	it('leaves nothing out, in order, when the state is not at hand', async () => {
		const agent = await world.agent((await world.signedIn('ada')).cookie);
		agent.send({ type: 'hello', protocol: 1 });
		await agent.next('hello');
		const visitor = await world.visitor();
		const say = (text: string) => ({ type: 'message.send', clientId: newId(), text });
		visitor.send(hello(world.siteKey), say('one'));
		const { conversation } = await visitor.next('ack');
		await agent.next('event');
		// As an erasure does at any time.
		const { store, conversations } = world.house;
		const append = store.append.bind(store);
		jest.spyOn(store, 'append').mockImplementation(async (...batch) => {
			const answers = await append(...batch);
			conversations.timelines.forget(conversation as never);
			return answers;
		});
		visitor.send(say('two'), say('three'), {
			type: 'conversation.end',
			clientId: newId(),
			conversation,
		});
		const told = [await agent.next('event'), await agent.next('event'), await agent.next('event')];
		expect(told).toMatchObject([
			{ event: { seq: 2 }, view: null },
			{ event: { seq: 3 }, view: null },
			{ event: { seq: 4, type: 'ended' }, view: { status: 'ended', seq: 4 } },
		]);
	});

	it('waits for the state that holds the event, and sends everybody back when there is none', async () => {
		const old = { seq: 1, open: { site: 's' } } as unknown as ConversationState;
		const asked: number[] = [];
		const faults: string[] = [];
		const hub = createHub({
			nameOf: () => '',
			peek: () => old,
			stateOf: async (_id, atLeast) => {
				asked.push(atLeast);
				if (atLeast === 3) throw new Error('the store is gone');
				return { ...old, seq: atLeast };
			},
			logFault: (id) => faults.push(id),
		});
		const heard: string[] = [];
		hub.addAgent({
			id: 'a_mira' as never,
			name: 'Mira',
			mayAnswer: true,
			sees: () => true,
			hear: (frame) => heard.push(frame),
			missed: () => heard.push('missed'),
		});
		const event = (seq: number) =>
			({
				timeline: 'v.1',
				seq,
				vseq: seq,
				audience: 'visitor',
				at: 0,
				type: 'message',
				author: { kind: 'visitor', id: 'v' },
				clientId: null,
				target: null,
				sinks: [],
				body: { text: `${seq}` },
				erasedAt: null,
			}) as never;
		hub.tell(event(2));
		hub.tell(event(3));
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(asked).toEqual([2, 3]);
		expect(heard).toEqual([expect.stringContaining('"seq":2'), 'missed']);
		expect(faults).toEqual(['hub']);
	});
});
