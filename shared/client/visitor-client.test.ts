import { blockedStorage, fakeWorld } from './fake-parts.ts';
import { createdAt, hello, message, page, token, visit } from './fake-visitor.ts';
import type { VisitorClient } from './visitor-client.ts';

const texts = (client: VisitorClient) =>
	client.state.log.map(({ timeline }) =>
		timeline.events.map((event) => (event.type === 'message' ? event.text : event.type)),
	);

test('the token of the first greeting is kept before anything is sent, and said the next time', () => {
	const world = fakeWorld();
	const client = visit(world);
	client.send('Hello');
	const socket = world.open();
	expect(socket.sent).toMatchObject([
		{ type: 'hello', site: 'shop', token: null, conversation: null, after: 0 },
	]);
	socket.hear(hello({ token }));
	expect(world.stored.get('parley.token.shop')).toBe(token);
	expect(socket.take('message.send')).toMatchObject([{ text: 'Hello' }]);
	visit(world);
	expect(world.open().sent).toMatchObject([{ token }]);
});

test('of two tabs that greet at the same time, both become the visitor whose token was kept first', () => {
	const stored = new Map<string, string>();
	const [one, other] = [fakeWorld({ stored }), fakeWorld({ stored })];
	visit(one);
	const second = visit(other);
	second.send('Hello from the second tab');
	const [first, late] = [one.open(), other.open()];
	first.hear(hello({ token }));
	late.hear(hello({ token: 'u'.repeat(43) }));
	expect(late.isClosed).toBe(true);
	expect(late.take('message.send')).toEqual([]);
	expect(stored.get('parley.token.shop')).toBe(token);
	const again = other.open();
	expect(again.sent).toMatchObject([{ type: 'hello', token }]);
	again.hear(hello());
	expect(again.take('message.send')).toMatchObject([{ text: 'Hello from the second tab' }]);
});

test('the acknowledged message is in the log at its number, though no event comes', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ token }));
	const clientId = client.send('Hello');
	expect(client.state.pending).toHaveLength(1);
	world.last().hear({ type: 'ack', clientId, conversation: 'v.1', vseq: 1, createdAt });
	expect(client.state.pending).toEqual([]);
	expect(texts(client)).toEqual([['Hello']]);
	expect(client.state.log[0]?.timeline.events[0]).toMatchObject({
		clientId,
		vseq: 1,
		createdAt,
		author: { kind: 'visitor' },
	});
});

test('a reload sends what was not acknowledged, with the same id', () => {
	const world = fakeWorld();
	const clientId = visit(world).send('Hello');
	const again = fakeWorld({ stored: world.stored });
	const client = visit(again);
	again.open().hear(hello());
	expect(again.last().take('message.send')).toMatchObject([{ clientId, text: 'Hello' }]);
	again.last().hear({ type: 'ack', clientId, conversation: 'v.1', vseq: 1, createdAt });
	expect(texts(client)).toEqual([['Hello']]);
	expect([...again.stored.keys()]).toEqual([]);
});

test('a gap is asked for once, and filled by the page', () => {
	const world = fakeWorld();
	const client = visit(world);
	const socket = world.open();
	socket.hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'one')]));
	socket.hear({ type: 'event', conversation: 'v.1', event: message(3, 'three') });
	socket.hear({ type: 'event', conversation: 'v.1', event: message(4, 'four') });
	expect(socket.take('events.read')).toEqual([
		{ type: 'events.read', conversation: 'v.1', after: 1 },
	]);
	expect(texts(client)).toEqual([['one']]);
	socket.hear(page('v.1', [message(2, 'two'), message(3, 'three')], 4));
	expect(texts(client)).toEqual([['one', 'two', 'three', 'four']]);
	expect(socket.take('events.read')).toHaveLength(1);
});

test('pages are asked for until the head is reached', () => {
	const world = fakeWorld();
	const client = visit(world);
	const socket = world.open();
	socket.hear(hello({ conversation: 'v.1', head: 3 }), page('v.1', [message(1, 'one')], 3));
	expect(socket.take('events.read')).toMatchObject([{ after: 1 }]);
	socket.hear(page('v.1', [message(2, 'two'), message(3, 'three')], 3));
	expect(texts(client)).toEqual([['one', 'two', 'three']]);
});

test('a beat with a higher head shows that a hint was lost', () => {
	const world = fakeWorld();
	visit(world);
	const socket = world.open();
	socket.hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'one')]));
	socket.hear({ type: 'beat', conversation: 'v.1', head: 2 });
	expect(socket.take('events.read')).toEqual([
		{ type: 'events.read', conversation: 'v.1', after: 1 },
	]);
});

test('after a loss it asks only for what is missing', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'one')]));
	world.last().events.onClose(1006);
	world.advance(30_000);
	expect(world.open().sent).toMatchObject([{ conversation: 'v.1', after: 1, epoch: 'e1' }]);
	world.last().hear(hello({ conversation: 'v.1', head: 2 }), page('v.1', [message(2, 'two')], 2));
	expect(texts(client)).toEqual([['one', 'two']]);
});

test('another epoch: what was held means nothing any more', () => {
	const world = fakeWorld();
	const client = visit(world);
	world
		.open()
		.hear(
			hello({ conversation: 'v.1', head: 2 }),
			page('v.1', [message(1, 'one'), message(2, 'two')]),
		);
	world.last().events.onClose(1006);
	world.advance(30_000);
	world
		.open()
		.hear(hello({ epoch: 'e2', conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'other')]));
	expect(texts(client)).toEqual([['other']]);
});

test('a new conversation stands after the old one, and the end of the old one is asked for', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'one')]));
	world.last().events.onClose(1006);
	world.advance(30_000);
	const socket = world.open();
	socket.hear(hello({ conversation: 'v.2', head: 1 }), page('v.2', [message(1, 'new')]));
	expect(socket.take('events.read')).toEqual([
		{ type: 'events.read', conversation: 'v.1', after: 1 },
	]);
	expect(texts(client)).toEqual([['one'], ['new']]);
	socket.hear({ type: 'event', conversation: 'v.10', event: message(1, 'newest') });
	socket.hear({ type: 'event', conversation: 'v.3', event: message(7, 'not held') });
	expect(client.state.log.map(({ id }) => id)).toEqual(['v.1', 'v.2', 'v.10']);
});

test('another tab has sent what this one holds too: it is not pending any more', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello());
	const clientId = client.send('Hello');
	world.last().hear({ type: 'event', conversation: 'v.1', event: message(1, 'Hello', clientId) });
	expect(client.state.pending).toEqual([]);
	expect(texts(client)).toEqual([['Hello']]);
});

test('busy keeps the message, a refusal shows it as failed', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello());
	const clientId = client.send('Hello');
	world.last().hear({ type: 'refused', clientId, code: 'busy', message: '', retryMs: 1000 });
	expect(client.state.pending).toMatchObject([{ state: 'waiting' }]);
	world.advance(1000);
	expect(world.last().take('message.send')).toHaveLength(2);
	world.last().hear({
		type: 'refused',
		clientId,
		code: 'message_too_long',
		message: 'Too long.',
		retryMs: null,
	});
	expect(client.state.pending).toMatchObject([{ state: 'failed', message: 'Too long.' }]);
});

test('a greeting that is refused for good ends the trying', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear({
		type: 'refused',
		clientId: null,
		code: 'protocol_version',
		message: '',
		retryMs: null,
	});
	expect(client.state.link).toEqual({ kind: 'stopped', code: 'protocol_version' });
});

test('without storage the visitor stays the same until the page goes, and knows it', () => {
	const world = fakeWorld({ storage: blockedStorage });
	const client = visit(world);
	world.open().hear(hello({ token }));
	expect(client.state.isKept).toBe(false);
	world.last().events.onClose(1006);
	world.advance(30_000);
	expect(world.open().sent).toMatchObject([{ token }]);
});
