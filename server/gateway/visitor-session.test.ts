import {
	hello,
	newId,
	startTestServer,
	type Frame,
	type TestServer,
	type TestSocket,
} from '../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.stop());

/** A new visitor who has said hello. */
async function enter(
	more: Partial<Frame> = {},
): Promise<{ socket: TestSocket; token: string; greeting: Frame }> {
	const socket = await server.visitor();
	socket.send(hello(server.siteKey, more));
	const greeting = await socket.next('hello');
	return { socket, token: (greeting['token'] ?? more['token']) as string, greeting };
}
const say = (text: string, clientId = newId()): Frame => ({ type: 'message.send', clientId, text });

describe('a visitor at the gateway', () => {
	it('gets a token once, and no conversation before the first message', async () => {
		const { greeting } = await enter();
		expect(greeting).toMatchObject({ protocol: 1, conversation: null, head: 0 });
		expect(greeting['token']).toHaveLength(43);
	});

	it('is acknowledged with the number of the message', async () => {
		const { socket } = await enter();
		socket.send(say('one'), say('two'));
		expect(await socket.next('ack')).toMatchObject({ vseq: 1 });
		expect(await socket.next('ack')).toMatchObject({ vseq: 2 });
	});

	it('gets the same answer to a resend, and nothing is stored twice', async () => {
		const { socket, token } = await enter();
		const message = say('only once');
		socket.send(message);
		const first = await socket.next('ack');
		socket.send(message);
		expect(await socket.next('ack')).toEqual(first);
		const again = await enter({ token });
		expect((await again.socket.next('events'))['events']).toHaveLength(1);
	});

	it('is told when the same id comes with another text', async () => {
		const { socket } = await enter();
		const id = newId();
		socket.send(say('one', id));
		await socket.next('ack');
		socket.send(say('another', id));
		expect(await socket.next('refused')).toMatchObject({ code: 'clientid_conflict', clientId: id });
	});

	it('keeps the order of what is sent at once, from the very first message on', async () => {
		const { socket, token } = await enter();
		const texts = Array.from({ length: 40 }, (_, n) => `line ${n}`);
		socket.send(...texts.map((text) => say(text)));
		for (const _ of texts) await socket.next('ack');
		const { events } = (await (await enter({ token })).socket.next('events')) as unknown as {
			events: Frame[];
		};
		expect(events.map((event) => event['text'])).toEqual(texts);
		expect(events.map((event) => event['vseq'])).toEqual(texts.map((_, index) => index + 1));
	});

	it('sees in a second tab what is written in the first', async () => {
		const { socket, token } = await enter();
		const tab = await enter({ token });
		socket.send(say('hello tab'));
		expect(await tab.socket.next('event')).toMatchObject({
			event: { vseq: 1, text: 'hello tab', type: 'message' },
		});
		expect(socket.heard.some((frame) => frame.type === 'event')).toBe(false);
	});

	it('gets only what was missed', async () => {
		const { socket, token, greeting } = await enter();
		socket.send(say('one'), say('two'), say('three'));
		const { conversation } = await socket.next('ack');
		await socket.next('ack');
		await socket.next('ack');
		const back = await enter({ token, conversation, epoch: greeting['epoch'], after: 2 });
		expect(await back.socket.next('events')).toMatchObject({
			head: 3,
			events: [{ vseq: 3, text: 'three' }],
		});
	});

	it('starts over when the numbers are of another epoch', async () => {
		const { socket, token } = await enter();
		socket.send(say('one'), say('two'));
		const { conversation } = await socket.next('ack');
		await socket.next('ack');
		const back = await enter({ token, conversation, epoch: 'another', after: 2 });
		expect((await back.socket.next('events'))['events']).toHaveLength(2);
	});

	it('opens the next conversation after the end, which names the one before', async () => {
		const { socket } = await enter();
		socket.send(say('first'));
		const { conversation } = await socket.next('ack');
		socket.send({ type: 'conversation.end', clientId: newId(), conversation });
		await socket.next('ack');
		socket.send(say('second'));
		const second = await socket.next('ack');
		expect(second).toMatchObject({ vseq: 1 });
		expect(second['conversation']).not.toBe(conversation);
	});

	it('can take back an own message, whose text is gone for everybody who comes later', async () => {
		const { socket, token } = await enter();
		socket.send(say('my card number'));
		const { conversation } = await socket.next('ack');
		socket.send({ type: 'message.redact', clientId: newId(), conversation, target: 1 });
		await socket.next('ack');
		const deadline = Date.now() + 3000;
		let text = 'my card number';
		while (text !== '' && Date.now() < deadline) {
			const { socket: later } = await enter({ token });
			const { events } = (await later.next('events')) as unknown as { events: { text: string }[] };
			text = events[0]?.text ?? '';
			later.close();
		}
		expect(text).toBe('');
	});

	it('cannot read, end or take back anything of another visitor', async () => {
		const { socket } = await enter();
		socket.send(say('secret'));
		const { conversation } = await socket.next('ack');
		const other = await enter();
		const frames: Frame[] = [
			{ type: 'events.read', conversation, after: 0 },
			{ type: 'conversation.end', clientId: newId(), conversation },
			{ type: 'message.redact', clientId: newId(), conversation, target: 1 },
			{ type: 'rating.send', clientId: newId(), conversation, score: 1, comment: '' },
		];
		for (const frame of frames) {
			other.socket.send(frame);
			expect(await other.socket.next('refused')).toMatchObject({ code: 'conversation_not_found' });
		}
		expect(other.socket.texts.join()).not.toContain('secret');
	});

	it('never learns a seq, a note or who writes it', async () => {
		const { socket, token } = await enter();
		socket.send(say('help'));
		const { conversation } = await socket.next('ack');
		const agent = await server.agent();
		agent.send({ type: 'hello', protocol: 1 });
		agent.send({ type: 'note.send', clientId: newId(), conversation, text: 'CANARY note' });
		agent.send({
			type: 'conversation.tag',
			clientId: newId(),
			conversation,
			add: ['CANARY tag'],
			remove: [],
		});
		agent.send({ type: 'message.send', clientId: newId(), conversation, text: 'the answer' });
		expect(await socket.next('event')).toMatchObject({
			event: { vseq: 2, text: 'the answer', author: { kind: 'agent', name: 'Mira' } },
		});
		const later = await enter({ token });
		expect((await later.socket.next('events'))['events']).toHaveLength(2);
		const wire = [...socket.texts, ...later.socket.texts].join();
		expect(wire).not.toMatch(/CANARY|"seq"|"a_[\w-]{22}"/);
	});
});

describe('bad input of a visitor', () => {
	it.each<[string, string | Buffer]>([
		['not JSON', '{'],
		['no array', '{"type":"hello"}'],
		['an empty array', '[]'],
		['a frame of no known type', '[{"type":"conversation.everything"}]'],
		['a number where a text belongs', '[{"type":"message.send","clientId":"12345678","text":7}]'],
		['binary data', Buffer.from([1, 2, 3])],
		[
			'more frames than allowed',
			JSON.stringify(Array.from({ length: 65 }, () => ({ type: 'hello' }))),
		],
		['more bytes than allowed before hello', JSON.stringify(['x'.repeat(3000)])],
	])('is answered with a code and closed: %s', async (_what, data) => {
		const socket = await server.visitor();
		socket.sendRaw(data);
		expect((await socket.next('refused'))['code']).toMatch(/^bad_(json|frame)$/);
		expect(await socket.closed).toBe(4000);
	});

	it.each([
		['', 'message_empty'],
		[' \n ', 'message_empty'],
		['x'.repeat(4001), 'message_too_long'],
	])('is refused and not stored', async (text, code) => {
		const { socket, token } = await enter();
		socket.send(say(text));
		expect(await socket.next('refused')).toMatchObject({ code });
		expect((await enter({ token })).greeting).toMatchObject({ conversation: null });
	});

	it('is refused before hello, from an unknown site and in another version', async () => {
		const socket = await server.visitor();
		socket.send(say('early'));
		expect(await socket.next('refused')).toMatchObject({ code: 'bad_frame' });
		socket.send(hello('nosuchsite'));
		expect(await socket.next('refused')).toMatchObject({ code: 'site_not_found' });
		socket.send(hello(server.siteKey, { protocol: 99 }));
		expect(await socket.next('refused')).toMatchObject({ code: 'protocol_version' });
	});
});
