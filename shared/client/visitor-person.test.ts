import { fakeWorld, type FakeWorld } from './fake-parts.ts';
import { createdAt, hello, message, page, token, visit } from './fake-visitor.ts';

/* Becoming somebody else, and what a visitor's client says and hears beside the conversation. */

const other = 'l.'.padEnd(45, 'u');

const events = (list: readonly object[], head = list.length) => page('v.1', list, head);
const stored = (world: FakeWorld) => world.stored.get('parley.token.shop');

describe('who this browser is', () => {
	test('a token that the server does not know any more is replaced by the one it gives', () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', other]]) });
		visit(world);
		world.open().hear(hello({ token }));
		expect(stored(world)).toBe(token);
		expect(world.sockets).toHaveLength(1);
	});

	test('a conversation link makes it the visitor who made the link, and is used once', () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
		const client = visit(world, { code: 'c'.repeat(43) });
		expect(world.open().sent).toMatchObject([{ token, code: 'c'.repeat(43) }]);
		world
			.last()
			.hear(hello({ token: other, conversation: 'v.1', head: 1 }), events([message(1, 'Hi')]));
		expect(stored(world)).toBe(other);
		expect(client.state.log[0]?.timeline.events).toHaveLength(1);
		world.last().events.onClose(1006);
		world.advance(30_000);
		expect(world.open().sent[0]).not.toHaveProperty('code');
	});

	test('a link that is too old or used is told, and the browser goes on as who it is', () => {
		for (const code of ['code_used', 'code_expired']) {
			const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
			const client = visit(world, { code: 'c'.repeat(43) });
			const refused = { type: 'refused', clientId: null, code, message: '', retryMs: null };
			world.open().hear(refused);
			expect(client.state.isLinkRefused).toBe(true);
			expect(world.open().sent[0]).toMatchObject({ token });
			expect(world.last().sent[0]).not.toHaveProperty('code');
			world.last().hear(hello());
			expect(client.state.link.kind).toBe('open');
		}
	});

	test('signed in, it goes on as the visitor that the person was before, and shows nothing of the other', () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
		const client = visit(world);
		world.open().hear(hello({ conversation: 'v.1', head: 1 }), events([message(1, 'Of another')]));
		client.identify('signed');
		const clientId = world.last().take('identify')[0]?.['clientId'];
		world
			.last()
			.hear(
				{ type: 'ack', clientId, conversation: '', vseq: null, createdAt: null },
				{ type: 'identity', token: other },
			);
		expect(client.state.log).toEqual([]);
		expect(world.open().sent).toMatchObject([{ token: other, conversation: null }]);
		expect(client.state.pending).toEqual([]);
	});

	test('logged out, it forgets who it was, what was said and what was to be sent', () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
		const client = visit(world);
		world.open().hear(hello({ conversation: 'v.1', head: 1 }), events([message(1, 'Private')]));
		world.last().hear({ type: 'visitor', name: 'Ellen', email: null, phone: null });
		world.last().events.onClose(1006);
		client.send('Never sent');
		client.forget();
		expect(client.state.log).toEqual([]);
		expect(client.state.news.visitor).toBeNull();
		expect([...world.stored.values()].join()).not.toContain('Never sent');
		expect(world.open().sent).toMatchObject([{ token: null }]);
		world.last().hear(hello({ token: other }));
		expect(stored(world)).toBe(other);
	});

	test('logged out, it has the server end the token, over the next connection and until that is answered', () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
		const client = visit(world);
		world.open().hear(hello());
		world.last().events.onClose(1006);
		client.forget();
		world.open().hear(hello({ token: other }));
		const [told] = world.last().take('token.revoke');
		expect(told).toMatchObject({ token });
		world.last().events.onClose(1006);
		world.advance(30_000);
		world.open().hear(hello());
		expect(world.last().take('token.revoke')).toEqual([told]);
		const clientId = told?.['clientId'];
		world.last().hear({ type: 'ack', clientId, conversation: '', vseq: null, createdAt: null });
		expect(client.state.pending).toEqual([]);
		expect([...world.stored.values()].join()).not.toContain(token);
	});

	test('logged out before it was anybody, it has nothing to end', () => {
		const world = fakeWorld();
		const client = visit(world);
		client.forget();
		world.open().hear(hello({ token: other }));
		expect(world.last().take('token.revoke')).toEqual([]);
	});

	test('a signed identity does not outlive the page', () => {
		const world = fakeWorld();
		visit(world).identify('signed');
		expect([...world.stored.values()].join()).not.toContain('signed');
	});
});

describe('beside the conversation', () => {
	const talk = () => {
		const world = fakeWorld({ stored: new Map([['parley.token.shop', token]]) });
		const client = visit(world);
		world
			.open()
			.hear(hello({ conversation: 'v.1', head: 2 }), events([message(1, 'a'), message(2, 'b')]));
		return { world, client };
	};

	test('what came and what was seen is told once a second, and never goes down', () => {
		const { world, client } = talk();
		world.advance(0);
		client.seen('v.1', 1);
		client.seen('v.1', 2);
		client.seen('v.1', 1);
		world.advance(3000);
		const told = world.last().take('cursor');
		expect(told.map(({ delivered, read }) => [delivered, read])).toEqual([
			[2, 0],
			[2, 2],
		]);
	});

	test('a new connection tells again how far this one is', () => {
		const { world } = talk();
		world.advance(1000);
		world.last().events.onClose(1006);
		world.advance(30_000);
		world.open().hear(hello({ conversation: 'v.1', head: 2 }), events([], 2));
		world.advance(2000);
		expect(world.last().take('cursor')).toMatchObject([{ delivered: 2 }]);
	});

	test('what stands in the field is told at most once a second, the last of it always, and not after sending', () => {
		const { world, client } = talk();
		world.advance(2000);
		for (const text of ['H', 'He', 'Hel', 'Hello']) client.draft(text);
		world.advance(100);
		client.draft('Hello you');
		world.advance(1000);
		expect(
			world
				.last()
				.take('draft')
				.map(({ text }) => text),
		).toEqual(['Hello', 'Hello you']);
		client.draft('Hello you there');
		client.send('Hello you there');
		world.advance(2000);
		expect(world.last().take('draft')).toHaveLength(2);
	});

	test('what stands in the field is told again on a new connection, also that nothing does', () => {
		const { world, client } = talk();
		const comeBack = (): unknown[] => {
			world.advance(30_000);
			world.open().hear(hello({ conversation: 'v.1', head: 2 }), events([], 2));
			world.advance(2000);
			return world.last().take('draft');
		};
		client.draft('Hello');
		world.advance(2000);
		world.last().events.onClose(1006);
		expect(comeBack()).toMatchObject([{ text: 'Hello' }]);
		world.last().events.onClose(1006);
		client.draft('');
		expect(comeBack()).toMatchObject([{ text: '' }]);
		world.last().events.onClose(1006);
		expect(comeBack()).toEqual([]);
	});

	test('somebody writes until the message is here, or for ten seconds', () => {
		const { world, client } = talk();
		const typing = { type: 'typing', conversation: 'v.1', name: 'Mira', isOn: true };
		world.last().hear(typing);
		expect(client.state.news.typing).toMatchObject({ name: 'Mira' });
		world.last().hear({ type: 'event', conversation: 'v.1', event: message(3, 'Here') });
		expect(client.state.news.typing).toBeNull();
		world.last().hear(typing);
		world.advance(10_001);
		expect(client.state.news.typing).toBeNull();
	});

	test('a message with files stays on screen until the server says what became of them', () => {
		const { world, client } = talk();
		const clientId = client.send('', { files: ['upload-1'] });
		world.last().hear({ type: 'ack', clientId, conversation: 'v.1', vseq: 3, createdAt });
		expect(client.state.pending).toMatchObject([{ state: 'sent' }]);
		expect(world.last().take('events.read').at(-1)).toMatchObject({ after: 2 });
		world.last().hear(events([message(3, '', clientId)], 3));
		expect(client.state.pending).toEqual([]);
		expect(client.state.log[0]?.timeline.last).toBe(3);
	});

	test('a question gets its own answer, or fails when there is none', async () => {
		const { world, client } = talk();
		const asked = client.link({ type: 'transcript.link', conversation: 'v.1', format: 'txt' });
		const requestId = world.last().take('transcript.link')[0]?.['requestId'];
		world
			.last()
			.hear({ type: 'link', requestId, url: 'https://chat.example/t', expiresAt: createdAt });
		expect(await asked).toBe('https://chat.example/t');
		const refused = client.past();
		const [list] = world.last().take('conversations.list');
		world.last().hear({
			type: 'refused',
			clientId: list?.['requestId'],
			code: 'rate_limited',
			message: '',
			retryMs: 1000,
		});
		await expect(refused).rejects.toThrow('rate_limited');
		const lost = client.past();
		world.last().events.onClose(1006);
		await expect(lost).rejects.toThrow('unavailable');
		await expect(client.past()).rejects.toThrow('unavailable');
	});
});
