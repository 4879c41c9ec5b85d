import { createdAt, message, view, work } from './fake-agent.ts';
import { fakeWorld } from './fake-parts.ts';

test('after the greeting it asks for the lists', () => {
	const { world, client, answer } = work();
	expect(
		world
			.last()
			.take('conversations.list')
			.map(({ status }) => status),
	).toEqual(['waiting', 'active', 'pending', 'ended']);
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'waiting' ? [view('v.1', 1)] : [],
		next: null,
	}));
	expect([...client.state.conversations.keys()]).toEqual(['v.1']);
	expect([...client.state.loaded]).toEqual(['waiting', 'active', 'pending', 'ended']);
});

test('an open conversation has its newest page, follows live, and loads earlier ones', () => {
	const { world, client, answer } = work();
	client.open('v.1');
	answer('events.read', ({ requestId }) => ({
		type: 'events',
		requestId,
		view: view('v.1', 4),
		events: [message('v.1', 3, 'three'), message('v.1', 4, 'four')],
		amendments: [],
	}));
	world.last().hear({ type: 'event', event: message('v.1', 5, 'five'), view: null });
	const numbers = () => client.state.timelines.get('v.1')?.events.map(({ seq }) => seq);
	expect(numbers()).toEqual([3, 4, 5]);
	client.loadOlder('v.1');
	const request = world.last().take('events.read').at(-1);
	expect(request).toMatchObject({ before: 3 });
	world.last().hear({
		type: 'events',
		requestId: request?.['requestId'],
		view: view('v.1', 5),
		events: [message('v.1', 1, 'one'), message('v.1', 2, 'two')],
		amendments: [],
	});
	expect(numbers()).toEqual([1, 2, 3, 4, 5]);
});

test('without a view, the last message and the waiting time are taken from the event', () => {
	const { world, client, answer } = work();
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'active' ? [view('v.1', 1, { status: 'active', waitingSinceAt: null })] : [],
		next: null,
	}));
	world.last().hear({ type: 'event', event: message('v.1', 2, 'And more'), view: null });
	expect(client.state.conversations.get('v.1')).toMatchObject({
		preview: 'And more',
		seq: 2,
		waitingSinceAt: createdAt,
	});
	world.last().hear({ type: 'event', event: message('v.1', 3, 'Answer', 'client-x'), view: null });
	expect(client.state.conversations.get('v.1')).toMatchObject({
		preview: 'Answer',
		waitingSinceAt: null,
	});
});

test('an event of a conversation that is not known is looked up', () => {
	const { world } = work();
	world.last().hear({ type: 'event', event: message('v.9', 4, 'x'), view: null });
	expect(world.last().take('events.read')).toMatchObject([
		{ conversation: 'v.9', after: null, before: null },
	]);
});

test('an own message is shown until its event is here, whether that or the acknowledgement comes first', () => {
	for (const order of ['ack first', 'event first']) {
		const { world, client, answer } = work();
		client.open('v.1');
		answer('events.read', ({ requestId }) => ({
			type: 'events',
			requestId,
			view: view('v.1', 1),
			events: [message('v.1', 1, 'one')],
			amendments: [],
		}));
		const clientId = client.act({ type: 'message.send', conversation: 'v.1', text: 'Answer' });
		const frames = [
			{ type: 'ack', clientId, conversation: 'v.1', seq: 2, createdAt },
			{ type: 'event', event: message('v.1', 2, 'Answer', clientId), view: null },
		];
		const [first, second] = order === 'ack first' ? frames : frames.toReversed();
		world.last().hear(first as object);
		const shown =
			client.state.pending.length + (client.state.timelines.get('v.1')?.events.length ?? 0);
		expect(shown).toBe(2);
		world.last().hear(second as object);
		expect(client.state.pending).toEqual([]);
		expect(client.state.timelines.get('v.1')?.events).toHaveLength(2);
	}
});

test('what was written survives a reload, a claim does not', () => {
	const world = fakeWorld();
	const { client } = work(world);
	world.last().events.onClose(1006);
	const clientId = client.act({ type: 'note.send', conversation: 'v.1', text: 'Remember' });
	client.act({ type: 'conversation.claim', conversation: 'v.2' });
	const again = fakeWorld({ stored: world.stored });
	work(again);
	expect(again.last().take('note.send')).toMatchObject([{ clientId, text: 'Remember' }]);
	expect(again.last().take('conversation.claim')).toEqual([]);
});

test('who answers a conversation that nobody has, has it', () => {
	const { world, client, answer } = work();
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'waiting' ? [view('v.1', 1)] : [],
		next: null,
	}));
	world.last().hear({ type: 'event', event: message('v.1', 2, 'Answer', 'client-x'), view: null });
	expect(client.state.conversations.get('v.1')).toMatchObject({
		status: 'active',
		assignee: 'a1',
		assigneeName: 'Mira',
		participants: ['a1'],
	});
});

test('a conversation that the server will not give is known to have failed', () => {
	const { world, client } = work();
	client.open('v.7');
	const [request] = world.last().take('events.read');
	world.last().hear({
		type: 'refused',
		clientId: request?.['requestId'],
		code: 'conversation_not_found',
		message: '',
		retryMs: null,
	});
	expect([...client.state.failed]).toEqual(['v.7']);
});
