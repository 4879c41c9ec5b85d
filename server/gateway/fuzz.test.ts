import fc from 'fast-check';
import {
	agentSamples,
	expectClear,
	hostileMessage,
	visitorSamples,
} from '../testing/hostile-frames.ts';
import { startHealthyWorld, type HealthyWorld } from '../testing/healthy-world.ts';
import { hello, newId, type Frame, type TestSocket } from '../testing/test-server.ts';

/* Whatever comes in is answered with a code or ends the connection with one, and nobody else notices. On a failure fast-check
 * prints the seed and the shortest message. */

let world: HealthyWorld;
beforeAll(async () => {
	world = await startHealthyWorld();
});
afterAll(() => world.server.stop());

/** Numbers of its conversation have no gap and nothing that it did not write. */
async function isUntouched(count: number): Promise<boolean> {
	const events = await world.events();
	return events.length === count && events.every(({ author }) => isVisitor(author));
}
const isVisitor = (author: unknown): boolean => (author as Frame)['kind'] === 'visitor';

async function until(isSo: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 5000; !isSo();) {
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

/** Sends it, and waits until everything before a last question is answered, or the socket is closed: with which code. */
async function outcomeOf(socket: TestSocket, text: string, last: Frame): Promise<number | null> {
	let code: number | null = null;
	void socket.closed.then((given) => (code = given));
	socket.sendRaw(text);
	socket.send(last);
	const isAnswered = () => socket.heard.some((f) => f['requestId'] === last['requestId']);
	await until(() => code !== null || isAnswered());
	return code;
}

describe('a visitor who sends anything', () => {
	it('is answered clearly, and stores nothing when the message was none', async () => {
		const samples = visitorSamples(world.server.siteKey, world.conversation);
		await fc.assert(
			fc.asyncProperty(hostileMessage(samples), fc.boolean(), async (text, isGreeted) => {
				const socket = await world.server.visitor();
				let token: unknown = null;
				if (isGreeted) {
					socket.send(hello(world.server.siteKey));
					token = (await socket.next('hello'))['token'];
				}
				const last = { type: 'conversations.list', requestId: newId() };
				const greeting = isGreeted ? [] : [hello(world.server.siteKey)];
				if (!isGreeted) socket.send(...greeting);
				const code = await outcomeOf(socket, text, last);
				expectClear(socket.heard);
				expect([null, 4000]).toContain(code);
				if (code === 4000) {
					expect(socket.heard.at(-1)).toMatchObject({ type: 'refused', clientId: null });
				}
				socket.cut();
				if (code === null || token === null) return;
				const again = await world.server.visitor();
				again.send(hello(world.server.siteKey, { token }));
				expect(await again.next('hello')).toMatchObject({ conversation: null, head: 0 });
				again.cut();
			}),
			{ numRuns: 400 },
		);
		expect(await isUntouched(1)).toBe(true);
		expect({}).not.toHaveProperty('polluted');
	}, 60_000);

	it('may say valid frames with hostile texts, and reads back what was acknowledged', async () => {
		const socket = await world.server.visitor();
		socket.send(hello(world.server.siteKey));
		const { token } = await socket.next('hello');
		const texts = ['\0', 'a\0b', '\ud83d', '\udc00x', '\u202e', '<b>', "';--", '{"$gt":""}'];
		for (const text of texts) {
			socket.send(
				{ type: 'message.send', clientId: newId(), text, page: { url: text, title: text } },
				{ type: 'attributes.set', clientId: newId(), name: text, custom: { [text]: text } },
			);
		}
		const answers = () => socket.heard.filter(({ type }) => type === 'ack' || type === 'refused');
		await until(() => answers().length === texts.length * 2);
		expectClear(socket.heard);
		const again = await world.server.visitor();
		again.send(hello(world.server.siteKey, { token }));
		const { events } = (await again.next('events')) as unknown as { events: Frame[] };
		const acknowledged = socket.heard.filter((f) => f.type === 'ack' && f['vseq'] !== null);
		expect(events).toHaveLength(acknowledged.length);
		for (const { text } of events) expect(texts).toContain(text);
	});
});

describe('an agent who sends anything', () => {
	it('is answered clearly', async () => {
		const visitor = world.conversation.slice(0, world.conversation.lastIndexOf('.'));
		const another = await world.server.visitor();
		another.send(hello(world.server.siteKey), {
			type: 'message.send',
			clientId: newId(),
			text: 'Mine',
		});
		const theirs = (await another.next('ack'))['conversation'] as string;
		const [site = ''] = await siteIds();
		const samples = agentSamples(site, visitor, theirs);
		let socket = await greeted();
		await fc.assert(
			fc.asyncProperty(hostileMessage(samples), async (text) => {
				const last = { type: 'visits.watch', requestId: newId(), isOn: false };
				const from = socket.heard.length;
				const code = await outcomeOf(socket, text, last);
				expectClear(socket.heard.slice(from));
				expect([null, 4000]).toContain(code);
				if (code !== null) socket = await greeted();
			}),
			{ numRuns: 600 },
		);
		// What was still under way when the last question was answered.
		socket.send({ type: 'note.send', clientId: newId(), conversation: theirs, text: 'The end' });
		await until(() => socket.heard.some((f) => f.type === 'ack'));
		expectClear(socket.heard);
		expect(await isUntouched(1)).toBe(true);
	}, 60_000);

	async function greeted(): Promise<TestSocket> {
		const socket = await world.server.agent();
		socket.send({ type: 'hello', protocol: 1 });
		await socket.next('hello');
		return socket;
	}
	async function siteIds(): Promise<string[]> {
		const headers = { Cookie: world.server.ownerCookie };
		const answer = await fetch(`${world.server.url}/api/v1/sites`, { headers });
		return ((await answer.json()) as { id: string }[]).map(({ id }) => id);
	}
});
