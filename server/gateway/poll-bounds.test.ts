import { ask, TestPoll } from '../testing/test-poll.ts';
import {
	hello,
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
} from '../testing/test-server.ts';
import { maxBody } from './poll-body.ts';

/* What a client without sockets may not do, at each bound and one above it. */

let world: TestGateway;
beforeAll(async () => {
	world = await startTestGateway({ helloMs: 400 });
});
afterAll(() => world.stop());

const say = (text: string): Frame => ({ type: 'message.send', clientId: newId(), text });
async function enter(): Promise<TestPoll> {
	const poll = new TestPoll(`${world.pollUrl}/visitor`);
	await poll.send(hello(world.siteKey));
	return poll;
}

describe('what the server refuses', () => {
	const url = (): string => `${world.pollUrl}/visitor`;
	const opening = { session: null, frames: [] };

	it('is another origin and anything but JSON', async () => {
		const ours = { Origin: 'http://localhost' };
		expect(await ask(url(), opening, { headers: ours })).toMatchObject({ status: 200 });
		expect(await ask(url(), opening, { headers: { Origin: 'http://evil.example' } })).toMatchObject(
			{ status: 403, error: { code: 'origin_refused' } },
		);
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json'])
			expect(await ask(url(), opening, { headers: { 'Content-Type': type } })).toMatchObject({
				status: 400,
				error: { code: 'bad_request' },
			});
	});

	it.each([
		'{',
		'[]',
		'null',
		'{"frames":[]}',
		'{"session":null}',
		'{"session":7,"frames":[]}',
		'{"session":null,"frames":{}}',
	])('is what is no request: %s', async (body) => {
		expect(await ask(url(), body)).toMatchObject({ status: 400, error: { code: 'bad_json' } });
	});

	it('is one byte too many', async () => {
		const poll = await enter();
		const body = (bytes: number): string => {
			const text = JSON.stringify({ session: poll.session, frames: [say('hi')] });
			return text + ' '.repeat(bytes - text.length);
		};
		const refused = await ask(url(), body(maxBody + 1));
		expect(refused).toMatchObject({ status: 413, error: { code: 'body_too_large' } });
		expect((await ask(url(), body(maxBody))).status).toBe(200);
	});

	it('is a whole socket message and no more, and 64 frames and no more', async () => {
		const poll = await enter();
		const read = { type: 'events.read', conversation: 'a conversation', after: 0 };
		const frames = Array.from({ length: 64 }, () => read);
		expect(await poll.raw(frames)).toEqual({ status: 200, frames: [] });
		// Carries what was refused before as well.
		const end = await poll.raw([...frames, read]);
		expect(end).toMatchObject({ status: 200, closed: { code: 4000, reason: 'bad frame' } });
		expect(end.frames?.at(-1)).toMatchObject({ type: 'refused', code: 'bad_frame' });
		expect((await poll.raw([])).status).toBe(410);
	});

	it('is a bad first frame, and more than 2 KiB before hello', async () => {
		for (const frame of [{ type: 'conversation.everything' }, 'x'.repeat(3000)]) {
			const answer = await ask(url(), { session: null, frames: [frame] });
			expect(answer).toMatchObject({
				frames: [{ type: 'refused', code: 'bad_frame' }],
				closed: { code: 4000 },
			});
		}
	});

	it('is a session without hello', async () => {
		const silent = new TestPoll(url());
		await silent.send();
		expect(await silent.poll()).toEqual({
			status: 200,
			frames: [],
			closed: { code: 4001, reason: 'no hello' },
		});
	});

	it('is the twenty-first silent session of an address and one more than there is room for', async () => {
		const crowded = await startTestGateway({ addressOf: () => '203.0.113.7' });
		const open = () => ask(`${crowded.pollUrl}/visitor`, opening);
		for (let n = 0; n < 20; n += 1) expect((await open()).status).toBe(200);
		expect(await open()).toMatchObject({ status: 429, error: { code: 'too_many_connections' } });
		expect(await crowded.knock('/ws/visitor')).toBe(429);
		await crowded.stop();
		const small = await startTestGateway({ maxSockets: 2 });
		for (const path of ['visitor', 'visitor'])
			expect((await ask(`${small.pollUrl}/${path}`, opening)).status).toBe(200);
		expect(await ask(`${small.pollUrl}/visitor`, opening)).toMatchObject({
			status: 503,
			error: { code: 'unavailable' },
		});
		expect(await small.knock('/ws/visitor')).toBe(503);
		await small.stop();
	});

	it('is a client that lets more than a megabyte wait', async () => {
		const slow = await startTestGateway();
		const eventsOf = (frames: readonly Frame[] = []) => frames.filter((f) => f.type === 'event');
		const enterSlow = async (token: unknown): Promise<TestPoll> => {
			const poll = new TestPoll(`${slow.pollUrl}/visitor`);
			await poll.send(hello(slow.siteKey, { token }));
			return poll;
		};
		const tab = await slow.visitor();
		tab.send(hello(slow.siteKey));
		const { token } = await tab.next('hello');
		// A little more than 12,000 bytes each, so the bound lies between 80 and 90.
		const polls = [await enterSlow(token), await enterSlow(token)];
		for (let n = 1; n <= 90; n += 1) {
			tab.send(say('長'.repeat(4000)));
			await tab.next('ack');
			if (n !== 80) continue;
			const answer = await polls[0]?.raw([]);
			expect(eventsOf(answer?.frames)).toHaveLength(80);
			expect(answer?.closed).toBeUndefined();
		}
		expect((await polls[1]?.raw([]))?.closed).toEqual({ code: 4008, reason: 'too slow' });
		expect(eventsOf((await polls[0]?.raw([]))?.frames)).toHaveLength(10);
		await slow.stop();
	});
});
