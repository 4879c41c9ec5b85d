import { fakeWorld } from './fake-parts.ts';
import { createdAt, hello, message, page, token, visit } from './fake-visitor.ts';

/* Who this is, and that nothing goes twice or under another name. */

const other = 'u'.repeat(43);

test('a token that storage has lost is written back, and nothing that waits is lost with it', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ token }));
	world.last().events.onClose(1006);
	const clientId = client.send('Hello');
	world.stored.clear();
	world.advance(30_000);
	expect(world.open().sent).toMatchObject([{ token }]);
	expect(world.stored.get('parley.token.shop')).toBe(token);
	expect(world.stored.has(`parley.out.shop.${clientId}`)).toBe(true);
	world.last().hear(hello());
	expect(world.last().take('message.send')).toMatchObject([{ clientId }]);
});

test('another visitor in the same browser sees and sends nothing of the first one', () => {
	const world = fakeWorld();
	const client = visit(world);
	world
		.open()
		.hear(hello({ token, conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'secret')]));
	world.last().events.onClose(1006);
	const clientId = client.send('Of the first');
	world.stored.set('parley.token.shop', other);
	world.advance(30_000);
	expect(world.open().sent).toMatchObject([
		{ token: other, epoch: null, conversation: null, after: 0 },
	]);
	expect(client.state).toMatchObject({ log: [], pending: [], isLoaded: false });
	world.last().hear(hello());
	expect(world.last().take('message.send')).toEqual([]);
	world.last().events.onClose(1006);
	world.stored.set('parley.token.shop', token);
	world.advance(30_000);
	world.open().hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'secret')]));
	expect(world.last().take('message.send')).toMatchObject([{ clientId }]);
});

test('the next token of the same visitor takes nothing away, in whichever tab it comes first', () => {
	const stored = new Map<string, string>([['parley.token.shop', token]]);
	const [one, two] = [fakeWorld({ stored }), fakeWorld({ stored })];
	const [first, second] = [visit(one), visit(two)];
	const next = `${token.slice(0, 8)}.${'n'.repeat(43)}`;
	for (const world of [one, two])
		world.open().hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'kept')]));
	for (const world of [one, two]) world.last().events.onClose(1006);
	const clientId = second.send('Not sent yet');
	one.advance(30_000);
	one.open().hear(hello({ token: next, conversation: 'v.1', head: 1 }));
	expect(stored.get('parley.token.shop')).toBe(next);
	expect(first.state).toMatchObject({ isLoaded: true, log: [{ id: 'v.1' }] });
	// Uploads of the other tab name the new one as well, before it says hello again.
	expect([first.token, second.token]).toEqual([next, next]);
	two.advance(30_000);
	expect(two.open().sent).toMatchObject([
		{ token: next, epoch: 'e1', conversation: 'v.1', after: 1 },
	]);
	two.last().hear(hello({ conversation: 'v.1', head: 1 }));
	expect(two.last().take('message.send')).toMatchObject([{ clientId }]);
	expect(second.state).toMatchObject({ isLoaded: true, log: [{ id: 'v.1' }] });
});

test('two tabs that are both told of the next token stay one visitor', () => {
	const stored = new Map<string, string>([['parley.token.shop', token]]);
	const [one, two] = [fakeWorld({ stored }), fakeWorld({ stored })];
	const clients = [visit(one), visit(two)];
	const next = `${token.slice(0, 8)}.${'n'.repeat(43)}`;
	for (const world of [one, two]) expect(world.open().sent).toMatchObject([{ token }]);
	for (const world of [one, two]) world.last().hear(hello({ token: next }));
	expect(clients.map((client) => client.token)).toEqual([next, next]);
	expect(clients.map(({ state }) => state.link.kind)).toEqual(['open', 'open']);
});

test('what is in the page of the greeting is not sent again', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ token }));
	const clientId = client.send('Hello');
	world.last().events.onClose(1006);
	const next = client.send('Are you there?');
	world.advance(30_000);
	const socket = world.open();
	socket.hear(hello({ conversation: 'v.1', head: 2 }));
	expect(socket.take('message.send')).toEqual([]);
	const ended = { type: 'ended', by: 'agent', vseq: 2, createdAt, author: {}, clientId: null };
	socket.hear(page('v.1', [message(1, 'Hello', clientId), ended]));
	expect(socket.take('message.send')).toMatchObject([{ clientId: next }]);
});

test('a greeting that brings nothing new holds nothing up', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ conversation: 'v.1', head: 1 }), page('v.1', [message(1, 'one')]));
	world.last().events.onClose(1006);
	const clientId = client.send('Hello');
	world.advance(30_000);
	world.open().hear(hello({ conversation: 'v.1', head: 1 }));
	expect(world.last().take('message.send')).toMatchObject([{ clientId }]);
});

test('a copy that another tab has had acknowledged is not sent after the end of the conversation', () => {
	const stored = new Map<string, string>([['parley.token.shop', token]]);
	const [one, two] = [fakeWorld({ stored }), fakeWorld({ stored })];
	const first = visit(one);
	one.open().hear(hello());
	const clientId = first.send('Hello');
	const second = visit(two);
	expect(second.state.pending).toHaveLength(1);
	one.last().hear({ type: 'ack', clientId, conversation: 'v.1', vseq: 1, createdAt });
	two.open().hear(hello());
	expect(two.last().take('message.send')).toEqual([]);
	expect(second.state.pending).toEqual([]);
});

test('a message that was refused for good is shown as failed after a reload', () => {
	const world = fakeWorld();
	const clientId = visit(world).send('Too long');
	world.open().hear(hello({ token }));
	const code = 'message_too_long';
	world.last().hear({ type: 'refused', clientId, code, message: 'Too long.', retryMs: null });
	const again = fakeWorld({ stored: world.stored });
	const client = visit(again);
	expect(client.state.pending).toMatchObject([{ state: 'failed', message: 'Too long.' }]);
	again.open().hear(hello());
	expect(again.last().take('message.send')).toEqual([]);
	client.discard(clientId);
	expect([...world.stored.keys()].sort()).toEqual(['parley.mark.shop', 'parley.token.shop']);
});

test('storage that was cleared while two tabs were open loses nothing, whichever comes back first', () => {
	const stored = new Map<string, string>();
	const first = fakeWorld({ stored });
	visit(first);
	first.open().hear(hello({ token }));
	const second = fakeWorld({ stored });
	const other = visit(second);
	second.open().hear(hello());
	for (const world of [first, second]) world.last().events.onClose(1006);
	const clientId = other.send('Not sent yet');
	stored.clear();
	first.advance(30_000);
	first.open().hear(hello());
	expect(stored.get('parley.token.shop')).toBe(token);
	second.advance(30_000);
	second.open().hear(hello());
	expect(second.last().take('message.send')).toMatchObject([{ clientId, text: 'Not sent yet' }]);
	expect(stored.has(`parley.out.shop.${clientId}`)).toBe(true);
});
