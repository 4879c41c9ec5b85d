import { hello, message, view, work } from './fake-agent.ts';

test('after a reconnect the lists and the open conversations are brought up to date', () => {
	const { world, client, answer } = work();
	client.open('v.1');
	answer('events.read', ({ requestId }) => ({
		type: 'events',
		requestId,
		view: view('v.1', 1),
		events: [message('v.1', 1, 'one')],
		amendments: [],
	}));
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'waiting' ? [view('v.1', 1), view('v.2', 1)] : [],
		next: null,
	}));
	world.last().events.onClose(1006);
	world.advance(30_000);
	world.open().hear(hello);
	expect(world.last().take('events.read')).toMatchObject([{ conversation: 'v.1', after: 1 }]);
	answer('conversations.list', ({ requestId, status }) => ({
		type: 'conversations',
		requestId,
		items: status === 'waiting' ? [view('v.1', 1)] : [],
		next: null,
	}));
	// The list may be older than what is known: what is not in it is asked for before it goes.
	expect([...client.state.conversations.keys()]).toEqual(['v.1', 'v.2']);
	world.advance(5_000);
	const request = world
		.last()
		.take('events.read')
		.findLast(({ conversation }) => conversation === 'v.2');
	const clientId = request?.['requestId'];
	const code = 'conversation_not_found';
	world.last().hear({ type: 'refused', clientId, code, message: '', retryMs: null });
	expect([...client.state.conversations.keys()]).toEqual(['v.1']);
});

test('every 30 seconds everything is asked for anew, so that a lost event is mended', () => {
	const { world, client, answer } = work();
	const lists = (seq: number, status = 'waiting') =>
		answer('conversations.list', ({ requestId, status: asked }) => ({
			type: 'conversations',
			requestId,
			items: asked === status ? [view('v.1', seq, { status })] : [],
			next: null,
		}));
	const read = (...events: readonly object[]) =>
		answer('events.read', ({ requestId }) => ({
			type: 'events',
			requestId,
			view: view('v.1', 2),
			events,
			amendments: [],
		}));
	lists(1);
	client.open('v.1');
	answer('events.read', ({ requestId }) => ({
		type: 'events',
		requestId,
		view: view('v.1', 1),
		events: [message('v.1', 1, 'one')],
		amendments: [],
	}));
	const calm = (ms: number) => {
		for (let passed = 0; passed < ms; passed += 5_000) {
			world.last().hear({ type: 'beat' });
			world.advance(5_000);
		}
	};
	calm(25_000);
	expect(world.last().take('conversations.list')).toHaveLength(4);
	calm(5_000);
	expect(world.last().take('events.read').at(-1)).toMatchObject({ after: 1 });
	read();
	lists(2);
	expect(world.last().take('events.read').at(-1)).toMatchObject({ conversation: 'v.1', after: 1 });
	read(message('v.1', 2, 'lost'));
	expect(client.state.timelines.get('v.1')?.events).toHaveLength(2);
	expect(client.state.conversations.get('v.1')?.seq).toBe(2);
});

test('a first page that meets what is held does not send the agent back to the second one', () => {
	const { world, client, answer } = work();
	const first = ({ requestId, status }: { requestId: string; status?: string }) => ({
		type: 'conversations',
		requestId,
		items: status === 'waiting' ? [view('v.4', 1), view('v.3', 1)] : [],
		next: status === 'waiting' ? ['page 2'] : null,
	});
	answer('conversations.list', first);
	client.loadMore('waiting');
	const more = world.last().take('conversations.list').at(-1);
	world.last().hear({
		type: 'conversations',
		requestId: more?.['requestId'],
		items: [view('v.2', 1)],
		next: ['page 3'],
	});
	world.last().events.onClose(1006);
	world.advance(30_000);
	world.open().hear(hello);
	answer('conversations.list', first);
	client.loadMore('waiting');
	expect(world.last().take('conversations.list').at(-1)).toMatchObject({ before: ['page 3'] });
});
