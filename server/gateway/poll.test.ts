import { pollSocket, type PollAnswer as Answer } from '../../shared/client/poll-socket.ts';
import { ask, TestPoll } from '../testing/test-poll.ts';
import {
	hello,
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
} from '../testing/test-server.ts';

/* The protocol without sockets, over real HTTP. */

let world: TestGateway;
/** A beat is a quarter of a second there, so a silent client is gone within a second. */
let hasty: TestGateway;
beforeAll(async () => {
	world = await startTestGateway();
	hasty = await startTestGateway({ beatMs: 250 });
});
afterAll(() => Promise.all([world.stop(), hasty.stop()]));

const say = (text: string): Frame => ({ type: 'message.send', clientId: newId(), text });
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function until(isSo: () => boolean): Promise<void> {
	const deadline = Date.now() + 3000;
	while (!isSo() && Date.now() < deadline) await wait(10);
	expect(isSo()).toBe(true);
}
async function enter(
	more: Partial<Frame> = {},
	where = world,
): Promise<{ poll: TestPoll; token: unknown }> {
	const poll = new TestPoll(`${where.pollUrl}/visitor`);
	await poll.send(hello(where.siteKey, more));
	const greeting = await poll.next('hello');
	return { poll, token: greeting['token'] ?? more['token'] };
}
/** Cuts the connection of a hanging poll, as a dead network does; settles when the server has noticed. */
async function breakOff(poll: TestPoll): Promise<void> {
	const visitors = world.hub.visitors();
	// News may end a poll at any time: the one that hangs is cut.
	for (let broken: unknown = null; broken !== 'broken off';) {
		const over = new AbortController();
		const hanging = poll.raw([], over.signal).catch(() => 'broken off');
		await wait(50);
		over.abort();
		broken = await hanging;
	}
	await until(() => world.hub.visitors() === visitors - 1);
}
async function agentByPoll(name: string): Promise<TestPoll> {
	const { cookie } = await world.signedIn(name);
	const agent = new TestPoll(`${world.pollUrl}/agent`, { Cookie: cookie });
	await agent.send({ type: 'hello', protocol: 1 });
	await agent.next('hello');
	return agent;
}

describe('a conversation by polls alone', () => {
	it('is opened, said and answered in both directions', async () => {
		const { poll } = await enter();
		expect(poll.session).toMatch(/^[\w-]{43}$/);
		const agent = await agentByPoll('ada');
		await poll.send(say('does it fit?'));
		const { conversation } = await poll.next('ack');
		const told = await agent.next('event');
		expect(told).toMatchObject({ event: { text: 'does it fit?' } });
		await agent.send({ type: 'message.send', clientId: newId(), conversation, text: 'it does' });
		expect(await poll.next('event')).toMatchObject({ event: { text: 'it does', vseq: 2 } });
		await agent.next('ack');
	});

	it('is the same conversation as in a tab with a socket', async () => {
		const { poll, token } = await enter();
		const tab = await world.visitor();
		tab.send(hello(world.siteKey, { token }));
		await tab.next('hello');
		await poll.send(say('by poll'));
		expect(await tab.next('event')).toMatchObject({ event: { text: 'by poll' } });
		await poll.next('ack');
		tab.send(say('by socket'));
		expect(await poll.next('event')).toMatchObject({ event: { text: 'by socket' } });
		await tab.next('ack');
		tab.close();
	});

	it('keeps the order of requests, and of the frames in them', async () => {
		const { poll, token } = await enter();
		const texts = ['one', 'two', 'three', 'four'];
		await poll.send(say('one'), say('two'));
		await poll.send(say('three'), say('four'));
		for (const _ of texts) await poll.next('ack');
		const later = await enter({ token });
		const { events } = (await later.poll.next('events')) as unknown as { events: Frame[] };
		expect(events.map((event) => event['text'])).toEqual(texts);
	});

	it('hears the beat, which ends a poll for which there was nothing', async () => {
		const { poll } = await enter({}, hasty);
		// Whoever is there may be told first.
		let { frames } = await poll.poll();
		while (frames?.[0]?.type === 'presence') ({ frames } = await poll.poll());
		expect(frames).toMatchObject([{ type: 'beat' }]);
	});

	it('does not put frames in the answer to others: two answers could overtake one another', async () => {
		const { poll } = await enter();
		const sent = [say('one'), say('two')];
		for (const frame of sent) {
			expect(await poll.raw([frame])).toEqual({ status: 200, frames: [] });
			// Until the acknowledgement waits for a poll.
			await wait(50);
		}
		for (const { clientId } of sent) expect(await poll.next('ack')).toMatchObject({ clientId });
	});
});

describe('a session that is lost', () => {
	it('is resumed by number: what was said meanwhile comes, and what came before does not', async () => {
		const { poll, token } = await enter();
		await poll.send(say('before'));
		const { conversation } = await poll.next('ack');
		const { epoch } = poll.heard[0] as unknown as { epoch: string };
		await breakOff(poll);
		const tab = await world.visitor();
		tab.send(hello(world.siteKey, { token }), say('meanwhile'));
		await tab.next('ack');
		tab.close();
		const back = await enter({ token, epoch, conversation, after: 1 });
		const { events } = (await back.poll.next('events')) as unknown as { events: Frame[] };
		expect(events.map((event) => event['text'])).toEqual(['meanwhile']);
	});

	it('ends when no request comes for some beats, and says so to one that comes too late', async () => {
		const { poll } = await enter({}, hasty);
		// For longer than it lives without a request, but not without one.
		for (let n = 0; n < 4; n += 1) {
			await wait(300);
			expect(await poll.raw([say('here')])).toEqual({ status: 200, frames: [] });
		}
		const count = hasty.gateway.sockets();
		await until(() => hasty.gateway.sockets() < count);
		expect(await poll.raw([])).toMatchObject({ status: 410, error: { code: 'session_gone' } });
	});

	it('ends with a poll that is broken off, so that no answer is lost while it lives on', async () => {
		const { poll } = await enter();
		await breakOff(poll);
		expect((await poll.raw([say('too late')])).status).toBe(410);
	});

	it('has one hanging poll: a newer one ends the older with nothing', async () => {
		const { poll } = await enter();
		const older = poll.raw([]);
		await wait(20);
		const newer = poll.raw([]);
		expect(await older).toEqual({ status: 200, frames: [] });
		await poll.raw([say('for the newer')]);
		expect((await newer).frames?.[0]).toMatchObject({ type: 'ack' });
	});

	it('cannot be found at the other address', async () => {
		const { poll } = await enter();
		const { session } = poll;
		expect((await ask(`${world.pollUrl}/agent`, { session, frames: [] })).status).toBe(410);
		expect((await poll.raw([say('still here')])).status).toBe(200);
	});
});

describe('an agent by polls', () => {
	const greeting = { type: 'hello', protocol: 1 };

	it('needs a cookie', async () => {
		for (const frames of [[], [greeting]]) {
			const answer = await ask(`${world.pollUrl}/agent`, { session: null, frames });
			expect(answer).toMatchObject({ status: 200, frames: [], closed: { code: 4003 } });
		}
	});

	it('is told when the session ends', async () => {
		const { agent, cookie } = await world.signedIn('bea');
		const poll = new TestPoll(`${world.pollUrl}/agent`, { Cookie: cookie });
		await poll.send(greeting);
		const hanging = poll.poll();
		await wait(20);
		await world.house.signIn.endAll(agent.id);
		let answer = await hanging;
		if (answer.closed === undefined) answer = await poll.poll();
		expect(answer.closed).toEqual({ code: 4003, reason: 'signed out' });
	});
});

describe('a server that closes', () => {
	it('ends hanging polls with a good-bye, at once, and those that come later', async () => {
		const other = await startTestGateway();
		const url = `${other.pollUrl}/visitor`;
		const poll = new TestPoll(url);
		await poll.send(hello(other.siteKey));
		const hanging = poll.poll();
		const silent = new TestPoll(url);
		await silent.send();
		await wait(20);
		const startedAt = performance.now();
		const closing = other.gateway.close();
		const end = { frames: [{ type: 'bye' }], closed: { code: 1001, reason: 'restart' } };
		expect(await hanging).toMatchObject(end);
		expect(performance.now() - startedAt).toBeLessThan(500);
		expect(await silent.poll()).toMatchObject(end);
		expect(await ask(url, { session: null, frames: [] })).toMatchObject(end);
		await closing;
		expect(other.gateway.sockets()).toBe(0);
		await other.stop();
	});
});

describe('the real client on the real server', () => {
	it('greets, sends in order and is told of the end', async () => {
		const heard: Frame[] = [];
		const closed: number[] = [];
		const socket = pollSocket(async (body, signal) => {
			const answer = await ask(`${world.pollUrl}/visitor`, body, { signal });
			if (answer.status !== 200) throw new Error(String(answer.status));
			return answer as Answer;
		})({
			onOpen: () => socket.send(JSON.stringify([hello(world.siteKey)])),
			onMessage: (text) => void heard.push(...(JSON.parse(text) as Frame[])),
			onClose: (code) => closed.push(code),
		});
		await until(() => heard.some(({ type }) => type === 'hello'));
		const frames = Array.from({ length: 10 }, (_, n) => say(`message ${n}`));
		for (const frame of frames) socket.send(JSON.stringify([frame]));
		const acks = () => heard.filter(({ type }) => type === 'ack');
		await until(() => acks().length === 10);
		expect(acks().map((ack) => ack['clientId'])).toEqual(frames.map((frame) => frame['clientId']));
		socket.send('[{"type":"nonsense"}]');
		await until(() => closed.length > 0);
		expect(closed).toEqual([4000]);
		expect(heard.at(-1)).toMatchObject({ type: 'refused' });
	});
});
