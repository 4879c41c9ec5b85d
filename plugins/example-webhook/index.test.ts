import { createHmac } from 'node:crypto';
import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientId, VisitorId } from '../../shared/ids.ts';
import { postAsVisitor } from '../../server/conversations/index.ts';
import { allCollections, createHosting } from '../../server/plugin-host/testing/hosting.ts';
import { openHostileStore } from '../../server/stores/hostile/open-hostile-store.ts';
import { systemClock } from '../../server/system/clock.ts';
import { judgeAnswer } from './judge-answer.ts';
import { exampleWebhook } from './index.ts';
import { signedHeaders } from './sign.ts';

const secret = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
interface Seen {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** Answers what it is told for each message, once each, and 204 from then on. */
function flakyReceiver() {
	const seen: Seen[] = [];
	const plans = new Map<string, ((response: ServerResponse) => void)[]>();
	const server: Server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			seen.push({ headers: request.headers, body });
			const { text } = (JSON.parse(body) as { data: { event: { text: string } } }).data.event;
			const plan = plans.get(text)?.shift();
			if (plan === undefined) response.writeHead(204).end();
			else plan(response);
		});
	});
	return { seen, plans, server };
}

test('a flaky receiver gets everything in order, and each with one id over all tries', async () => {
	const { seen, plans, server } = flakyReceiver();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
	plans.set('m1', [(response) => response.writeHead(500).end(), (response) => response.destroy()]);
	plans.set('m2', [(response) => response.writeHead(429, { 'retry-after': '1' }).end()]);
	plans.set('m3', [
		(response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
	]);
	plans.set('m4', [(response) => response.writeHead(200).end(Buffer.alloc(200_000, 'x'))]);
	plans.set(
		'm5',
		Array.from({ length: 3 }, () => (response: ServerResponse) => response.writeHead(422).end()),
	);

	const hostile = await openHostileStore({ collections: allCollections as never[] });
	const world = createHosting(
		hostile,
		systemClock,
		[exampleWebhook],
		{ allow: ['127.0.0.1'] },
		() => 0.05,
	);
	const values = { url, secret };
	await world.hosting.saveSettings(exampleWebhook.id, { rev: 0, enabled: true, values });
	await world.start();
	const by = { kind: 'visitor', id: 'v1' as VisitorId, site: 's1' as never } as const;
	for (let n = 0; n < 8; n += 1) {
		const post = { clientId: `c${n}` as ClientId, text: `m${n}` };
		await postAsVisitor(world.conversations, by, post, { source: 'launcher' });
	}
	while (!seen.some(({ headers }) => String(headers['webhook-id']).endsWith('/8')))
		await new Promise((next) => setTimeout(next, 20));
	const ids = seen.map(({ headers }) => String(headers['webhook-id']));
	expect([...new Set(ids)].map((id) => id.split('/').at(-1))).toEqual([
		'1',
		'2',
		'3',
		'4',
		'5',
		'6',
		'7',
		'8',
	]);
	expect(ids).toEqual([...ids].sort());
	expect(ids).toHaveLength(8 + 2 + 1 + 1 + 2);
	expect(await world.lanes.parked({}, 5)).toMatchObject([
		{ seq: 6, problem: 'The endpoint answered 422.' },
	]);
	for (const { headers, body } of seen) {
		const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
		const mac = createHmac('sha256', Buffer.alloc(24, 5)).update(signed).digest('base64');
		expect(headers['webhook-signature']).toBe(`v1,${mac}`);
	}
	await world.stop();
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
}, 60_000);

test('the signature is that of the published example', () => {
	const example = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
	const headers = signedHeaders(
		example,
		'msg_p5jXN8AQM9LWM0D4loKWxJek',
		1_614_265_330_000,
		'{"test": 2432232314}',
	);
	expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
	[204, undefined, null],
	[410, undefined, { scope: 'sink', retryable: false, retryAfterMs: null }],
	[429, '7', { scope: 'sink', retryable: true, retryAfterMs: 7000 }],
	[503, 'Mon, 05 Jan 2026 09:00:30 GMT', { scope: 'sink', retryable: true, retryAfterMs: 30_000 }],
	[503, 'soon', { scope: 'sink', retryable: true, retryAfterMs: null }],
	[401, undefined, { scope: 'sink', retryable: true, retryAfterMs: null }],
	[307, undefined, { scope: 'sink', retryable: true, retryAfterMs: null }],
	[422, undefined, { scope: 'item', retryable: false, retryAfterMs: null }],
	[500, undefined, { scope: 'item', retryable: true, retryAfterMs: null }],
])('the answer %d with Retry-After %s is judged', (status, retryAfter, expected) => {
	const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
	const judged = judgeAnswer(
		{ status, headers, body: '', truncated: false },
		Date.UTC(2026, 0, 5, 9),
	);
	if (expected === null) expect(judged).toBeNull();
	else expect(judged).toMatchObject(expected);
});
