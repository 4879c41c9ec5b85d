import type { VisitorId } from '../../shared/ids.ts';
import { visitorTokensCollection, visitorsCollection } from '../visitors/index.ts';
import { chat, say, settled, startLive, until, visitor, world } from '../testing/live-world.ts';
import { hello, newId } from '../testing/test-server.ts';

/* A visitor's token over real sockets: the next one, idle time, and log-out. How long each lasts: server/visitors/token-life.test.ts. */

beforeAll(startLive);
afterAll(() => world.stop());

const day = 24 * 3_600_000;
const tokensOf = async (id: string) =>
	(
		await world.house.store.find(visitorTokensCollection, {
			index: 'byVisitor',
			eq: { visitor: id },
			limit: 50,
		})
	).items;

/** As if this visitor had come so many days ago. */
async function daysAgo(id: string, days: number): Promise<void> {
	const { store } = world.house;
	const createdAt = Date.now() - days * day;
	await store.update(visitorsCollection, id, { set: { createdAt } });
	for (const row of await tokensOf(id)) {
		const set = { createdAt, expiresAt: (row.expiresAt ?? Date.now()) - days * day };
		await store.update(visitorTokensCollection, row.id, { set });
	}
}

async function old(days = 8) {
	const it = await chat('Said long ago');
	it.socket.close();
	await until(() => world.hub.socketsOf(it.id as VisitorId) === 0);
	await daysAgo(it.id, days);
	return it;
}

describe('a token that has grown old', () => {
	it('is replaced in the greeting of two tabs by the same one, and both go on with what was said', async () => {
		const { token, conversation } = await old();
		const tabs = await Promise.all([visitor({ token }), visitor({ token })]);
		const next = tabs.map(({ greeting }) => greeting['token'] as string);
		expect(next[0]).toHaveLength(52);
		expect(next[1]).toBe(next[0]);
		for (const { socket, greeting } of tabs) {
			expect(greeting).toMatchObject({ conversation, head: 1 });
			expect(JSON.stringify(await socket.next('events'))).toContain('Said long ago');
		}
		const back = await visitor({ token: next[0] });
		expect(back.greeting).toMatchObject({ conversation });
		expect(back.greeting).not.toHaveProperty('token');
		// The other tab has not come again yet.
		const late = await visitor({ token });
		expect(late.greeting).toMatchObject({ conversation, token: next[0] });
	});

	it('makes a new visitor when it was not seen for thirty days, and shows nothing of the old one', async () => {
		const { token, conversation } = await old(31);
		const { socket, greeting } = await visitor({ token });
		expect(greeting).toMatchObject({ conversation: null, head: 0 });
		expect(greeting['token']).toHaveLength(43);
		expect(greeting['token']).not.toBe(token);
		expect(await say(socket, 'Hello again')).not.toBe(conversation);
		expect(socket.texts.join()).not.toContain('Said long ago');
	});

	it('does not delay what is sent in the same breath', async () => {
		const { token, conversation } = await old();
		const socket = await world.visitor();
		const send = { type: 'message.send', clientId: newId(), text: 'At once' };
		socket.send(hello(world.siteKey, { token }), send);
		expect(await socket.next('ack')).toMatchObject({ conversation, vseq: 2 });
	});
});

describe('log-out', () => {
	it('ends the token, whoever says so by it: the other tab comes again as nobody', async () => {
		const { socket, token, id } = await chat('Private');
		const tab = await visitor({ token });
		socket.close();
		const next = await visitor();
		const clientId = newId();
		next.socket.send({ type: 'token.revoke', clientId, token });
		expect(await next.socket.next('ack')).toMatchObject({ clientId, vseq: null });
		expect(await tab.socket.next('bye')).toMatchObject({ delayMs: 0 });
		expect(await tab.socket.closed).toBe(1001);
		const again = await visitor({ token });
		expect(again.greeting).toMatchObject({ conversation: null });
		expect(again.greeting['token']).not.toBe(token);
		expect(again.socket.texts.join()).not.toContain('Private');
		expect(
			await world.house.tokens.visitorOf((await world.house.sites.first()).id, token),
		).toBeNull();
		await until(() => world.hub.socketsOf(id as VisitorId) === 0);
	});

	it('is acknowledged before the own connection ends', async () => {
		const { socket, token } = await chat();
		const clientId = newId();
		socket.send({ type: 'token.revoke', clientId, token });
		await until(() => socket.heard.some((frame) => frame['clientId'] === clientId));
		expect(await socket.closed).toBe(1001);
	});

	it('of somebody who did nothing, or by a token that means nothing, is acknowledged and stores nothing', async () => {
		const { socket, token } = await visitor();
		const { store } = world.house;
		const count = () => store.count(visitorTokensCollection, { index: 'byVisitor' }, 999);
		const before = await count();
		for (const each of [token, 'x'.repeat(43), `l.${'x'.repeat(43)}`])
			socket.send({ type: 'token.revoke', clientId: newId(), token: each });
		await settled(socket);
		expect(socket.heard.filter(({ type }) => type === 'ack')).toHaveLength(3);
		expect(await count()).toBe(before);
	});
});
