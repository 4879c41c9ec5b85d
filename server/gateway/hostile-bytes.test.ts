import { request } from 'node:http';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { startHealthyWorld, type HealthyWorld } from '../testing/healthy-world.ts';
import { hello } from '../testing/test-server.ts';

/* What is no message, and who must not come in: ended with a code, and nobody else notices. */

let world: HealthyWorld;
beforeAll(async () => {
	world = await startHealthyWorld();
});
afterAll(() => world.server.stop());

describe('bytes that are no message', () => {
	const raw = async (options: object = {}): Promise<WebSocket> => {
		const socket = new WebSocket(`${world.server.url.replace('http', 'ws')}/ws/visitor`, options);
		await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
		socket.send(JSON.stringify([hello(world.server.siteKey)]));
		await new Promise((resolve) => socket.once('message', resolve));
		return socket;
	};
	const closeOf = (socket: WebSocket): Promise<number> =>
		new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));

	it.each<[string, number, (socket: WebSocket) => void]>([
		['binary', 4000, (it) => it.send(Buffer.from('[{"type":"conversations.list"}]'))],
		[
			'text that is not UTF-8',
			1007,
			(it) => it.send(Buffer.from([0x5b, 0xff, 0xfe, 0x5d]), { binary: false }),
		],
		[
			'half a character',
			1007,
			(it) => it.send(Buffer.from([0x22, 0xe2, 0x82, 0x22]), { binary: false }),
		],
		['one byte too many', 1009, (it) => it.send(`["${'x'.repeat(64 * 1024 - 3)}"]`)],
		[
			'65 fragments',
			1008,
			(it) => {
				for (let n = 0; n < 65; n += 1) it.send('x', { fin: n === 64 });
			},
		],
		['an empty message', 4000, (it) => it.send('')],
	])('end the connection with a code: %s', async (_what, code, send) => {
		const socket = await raw();
		const closed = closeOf(socket);
		send(socket);
		expect(await closed).toBe(code);
		await world.says('still here');
	});

	it('of the largest size are a message still', async () => {
		const socket = await raw();
		const closed = closeOf(socket);
		socket.send(`["${'x'.repeat(64 * 1024 - 4)}"]`);
		expect(await closed).toBe(4000);
	});

	it('on the socket of a broken client do not hurt others', async () => {
		const port = Number(new URL(world.server.url).port);
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
				await new Promise<void>((resolve) => {
					const upgrade = request({
						port,
						path: '/ws/visitor',
						headers: {
							Connection: 'Upgrade',
							Upgrade: 'websocket',
							'Sec-WebSocket-Version': '13',
							'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
						},
					});
					upgrade.on('upgrade', (_response, socket) => {
						socket.on('error', () => {}).on('close', () => resolve());
						socket.write(bytes, () => setTimeout(() => socket.destroy(), 5));
					});
					upgrade.end();
				});
			}),
			{ numRuns: 50 },
		);
		await world.says('still here');
	}, 30_000);
});

describe('somebody who must not come in', () => {
	const foreign = ['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost:1'];

	it.each(foreign)('gets no socket, poll or answer from the origin %s', async (origin) => {
		const ws = world.server.url.replace('http', 'ws');
		for (const path of ['/ws/visitor', '/ws/agent']) {
			const socket = new WebSocket(ws + path, { headers: { Origin: origin } });
			socket.on('error', () => {});
			const status = await new Promise((resolve) =>
				socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
			);
			socket.terminate();
			expect(status).toBe(403);
		}
		const open = { session: null, frames: [] };
		for (const path of ['/poll/visitor', '/poll/agent', '/api/sign-in', '/api/v1/files']) {
			const answer = await world.server.post(path, open, { Origin: origin });
			expect(answer.status).toBe(403);
			expect(await answer.json()).toMatchObject({ error: { code: 'origin_refused' } });
		}
	});

	it.each(['', 'x', 'x'.repeat(43), '../..', '%00', '__proto__'])(
		'with the forged cookie %p is told to sign in',
		async (secret) => {
			const Cookie = `parley_session=${secret}`;
			const socket = await world.server.agent(Cookie);
			expect(await socket.closed).toBe(4003);
			expect(socket.heard).toEqual([]);
			const poll = await world.server.post(
				'/poll/agent',
				{ session: null, frames: [] },
				{ Cookie },
			);
			expect(JSON.stringify(await poll.json())).toContain('4003');
			const me = await fetch(`${world.server.url}/api/me`, { headers: { Cookie } });
			expect(await me.json()).toMatchObject({ error: { code: 'not_signed_in' } });
		},
	);

	it.each([`l.${'x'.repeat(43)}`, 'y'.repeat(43), 'z'.repeat(64), '\0'.repeat(43)])(
		'with the forged token %j is somebody new',
		async (token) => {
			const socket = await world.server.visitor();
			socket.send(
				hello(world.server.siteKey, { token, conversation: world.conversation, after: 0 }),
			);
			expect(await socket.next('hello')).toMatchObject({ conversation: null, head: 0 });
			socket.send({ type: 'events.read', conversation: world.conversation, after: 0 });
			expect(await socket.next('refused')).toMatchObject({ code: 'conversation_not_found' });
			expect(socket.texts.join()).not.toContain('The first words');
		},
	);

	it.each([0, 2, -1, 2 ** 31])(
		'with the version %p is told which one is spoken',
		async (protocol) => {
			const visitor = await world.server.visitor();
			visitor.send(hello(world.server.siteKey, { protocol }));
			const agent = await world.server.agent();
			agent.send({ type: 'hello', protocol });
			for (const socket of [visitor, agent]) {
				const { code, message } = await socket.next('refused');
				expect([code, message]).toEqual([
					'protocol_version',
					expect.stringContaining('protocol 1'),
				]);
			}
		},
	);
});
