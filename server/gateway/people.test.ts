import { createHmac } from 'node:crypto';
import type { VisitorId } from '../../shared/ids.ts';
import { readLimits, type Limits } from '../limits.ts';
import { defaultLimits } from './limits.ts';
import {
	chat,
	mira,
	say,
	settled,
	startLive,
	until,
	visitor,
	world,
} from '../testing/live-world.ts';
import {
	hello,
	newId,
	startTestServer,
	type Frame,
	type TestSocket,
} from '../testing/test-server.ts';

/* Who a visitor is, who is on the site, and who may begin, over real sockets. */

beforeAll(startLive);
afterAll(() => world.stop());

describe('what a visitor says of themselves', () => {
	it('is told to the team and to other tabs, and known after coming back', async () => {
		const { socket, token, id } = await chat();
		const tab = await visitor({ token });
		socket.send({ type: 'attributes.set', clientId: newId(), name: 'Vera', phone: '1' });
		await socket.next('ack');
		await until(() => mira.texts.some((t) => t.includes(id) && t.includes('"name":"Vera"')));
		await until(() => tab.socket.heard.some((f) => f.type === 'visitor' && f['name'] === 'Vera'));
		const back = await visitor({ token });
		expect(await back.socket.next('visitor')).toMatchObject({ name: 'Vera', phone: '1' });
	});
});

describe('the word of the site’s own server', () => {
	const claims = { jti: '', sub: '' };
	async function proofOf(sub: string): Promise<string> {
		const { sites } = world.house;
		const site = await sites.first();
		const { kid, secret } = await sites.newIdentityKey(site.id);
		const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
		const iat = Math.floor(Date.now() / 1000);
		const said = { ...claims, sub, aud: site.key, iat, exp: iat + 300, jti: `jti-${newId()}` };
		const text = `${part({ alg: 'HS256', kid })}.${part(said)}`;
		return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
	}
	const identify = async (socket: TestSocket, sub: string): Promise<void> =>
		socket.send({ type: 'identify', clientId: newId(), proof: await proofOf(sub) });

	it('takes a new browser to the person’s chat, and not away from a chat that runs', async () => {
		const phone = await chat('From the phone');
		await identify(phone.socket, 'anna');
		await phone.socket.next('ack');
		const desk = await visitor();
		await identify(desk.socket, 'anna');
		const { token } = await desk.socket.next('identity');
		const moved = await visitor({ token });
		expect(moved.greeting).toMatchObject({ conversation: phone.conversation, head: 1 });
		const busy = await chat('In the middle of something');
		await identify(busy.socket, 'anna');
		expect(await busy.socket.next('visitor')).toMatchObject({ isVerified: true });
		await settled(busy.socket);
		expect(busy.socket.heard.some(({ type }) => type === 'identity')).toBe(false);
	});

	it('is believed by the other key when one cannot be opened, as after a restore without it', async () => {
		const { sites } = world.house;
		const real = sites.identitySecret;
		const proof = await proofOf('dora');
		const { kid } = await sites.newIdentityKey((await sites.first()).id);
		const spy = jest.spyOn(sites, 'identitySecret').mockImplementation((site, of) => {
			if (of === kid) throw new Error('no key');
			return real(site, of);
		});
		const { socket } = await visitor();
		socket.send({ type: 'identify', clientId: newId(), proof });
		expect(await socket.next('visitor')).toMatchObject({ isVerified: true });
		spy.mockRestore();
	});

	it('never shows the chat of one person to the next one at the same computer', async () => {
		const first = await chat('A secret of Ben');
		await identify(first.socket, 'ben');
		await first.socket.next('ack');
		const next = await visitor({ token: first.token });
		await identify(next.socket, 'cleo');
		const { token } = await next.socket.next('identity');
		expect(token).not.toBe(first.token);
		const cleo = await visitor({ token });
		expect(cleo.greeting).toMatchObject({ conversation: null, head: 0 });
		const { conversation } = first;
		cleo.socket.send({ type: 'events.read', conversation, after: 0 });
		expect(await cleo.socket.next('refused')).toMatchObject({ code: 'conversation_not_found' });
		expect(cleo.socket.texts.join()).not.toContain('A secret of Ben');
	});
});

describe('a conversation link', () => {
	it('takes another browser into the conversation, once', async () => {
		const { socket, conversation } = await chat();
		socket.send({ type: 'conversation.link', requestId: newId(), conversation });
		const { url } = (await socket.next('link')) as unknown as { url: string };
		expect(url).toMatch(new RegExp(`^http://localhost/chat/${world.siteKey}#continue=[\\w-]{43}$`));
		const code = url.split('=')[1] ?? '';
		const phone = await visitor({ code });
		expect(phone.greeting).toMatchObject({ conversation, head: 1 });
		expect((await visitor({ token: phone.token })).greeting).toMatchObject({ conversation });
		const third = await world.visitor();
		third.send(hello(world.siteKey, { code }));
		expect(await third.next('refused')).toMatchObject({ code: 'code_used' });
	});

	it('is not used up where there is no room for another connection', async () => {
		const { socket, token, conversation, id } = await chat();
		const { socketsPerVisitor } = defaultLimits;
		const tabs = [socket];
		while (tabs.length < socketsPerVisitor) tabs.push((await visitor({ token })).socket);
		socket.send({ type: 'conversation.link', requestId: newId(), conversation });
		const { url } = (await socket.next('link')) as unknown as { url: string };
		const code = url.split('=')[1] ?? '';
		const phone = await world.visitor();
		phone.send(hello(world.siteKey, { code }));
		expect(await phone.next('refused')).toMatchObject({ code: 'too_many_connections' });
		tabs.pop()?.cut();
		await until(() => world.hub.socketsOf(id as VisitorId) === tabs.length);
		expect((await visitor({ code })).greeting).toMatchObject({ conversation });
	});
});

describe('who is on the site', () => {
	const page = { url: 'https://shop.example/lamps', title: 'Lamps' };
	const watch = async (): Promise<Frame> => {
		const requestId = newId();
		mira.send({ type: 'visits.watch', requestId, isOn: true });
		await until(() => mira.heard.some((f) => f['requestId'] === requestId));
		return mira.heard.find((f) => f['requestId'] === requestId) as Frame;
	};
	const visitsOf = (title: string) =>
		mira.heard.filter((f) => f.type === 'visit' && JSON.stringify(f).includes(title));

	it('in watch mode is seen from the first page on, and when they leave', async () => {
		const { sites } = world.house;
		const made = await sites.create('An open shop');
		const site = await sites.change(made.id, made.rev, { settings: { mode: 'watch' } });
		await watch();
		const { socket } = await visitor({}, site.key);
		const title = `Lamps ${newId()}`;
		socket.send({ type: 'visit', page: { ...page, title }, referrer: 'https://search.example/' });
		await until(() => visitsOf(title).length === 1);
		const [seen] = visitsOf(title);
		expect(seen).toMatchObject({ visit: { conversation: null, page: { title } } });
		expect(JSON.stringify(await watch())).toContain(title);
		socket.close();
		await until(() =>
			mira.heard.some((f) => f['visitor'] === seen?.['visitor'] && f['visit'] === null),
		);
	});

	it('in quiet mode is seen from the first message on', async () => {
		expect(JSON.stringify((await watch())['quietSites'])).toContain('s_');
		const { socket } = await visitor();
		const title = `Chairs ${newId()}`;
		socket.send({ type: 'visit', page: { ...page, title } });
		await settled(socket);
		expect(visitsOf(title)).toEqual([]);
		await say(socket, 'Hello');
		socket.send({ type: 'visit', page: { ...page, title } });
		await until(() => visitsOf(title).length === 1);
	});
});

describe('an agent who writes first', () => {
	it('opens a conversation, which the visitor hears and answers in, once also when it is sent again', async () => {
		const { socket, conversation, id } = await chat();
		socket.send({ type: 'conversation.end', clientId: newId(), conversation });
		await socket.next('ack');
		const start = {
			type: 'conversation.start',
			clientId: newId(),
			visitor: id,
			text: 'Still there?',
		};
		mira.send(start, start);
		await until(() => mira.heard.filter((f) => f['clientId'] === start.clientId).length === 2);
		const [one, two] = mira.heard.filter((f) => f['clientId'] === start.clientId);
		expect(one).toMatchObject({ type: 'ack', conversation: `${id}.2`, seq: 1 });
		expect(two).toEqual(one);
		expect(await socket.next('event')).toMatchObject({
			conversation: `${id}.2`,
			event: { vseq: 1 },
		});
		expect(await say(socket, 'Yes')).toBe(`${id}.2`);
		mira.send({ ...start, clientId: newId() });
		expect(await mira.next('refused')).toMatchObject({ code: 'wrong_state' });
		// Also after it has ended the same command does not open another one.
		socket.send({ type: 'conversation.end', clientId: newId(), conversation: `${id}.2` });
		await socket.next('ack');
		mira.send(start);
		await until(() => mira.heard.filter((f) => f['clientId'] === start.clientId).length === 3);
		expect(mira.heard.filter((f) => f['clientId'] === start.clientId)[2]).toEqual(one);
	});
});

describe('a store that is away', () => {
	it('is told to visitors and agents, and when it is back', async () => {
		const { socket } = await visitor();
		const { store } = world.house;
		const { health } = store;
		Object.assign(store, { health: () => Promise.resolve({ ok: false, reason: 'away' }) });
		expect(await socket.next('store')).toEqual({ type: 'store', isAway: true });
		expect(await mira.next('store')).toEqual({ type: 'store', isAway: true });
		Object.assign(store, { health });
		expect(await socket.next('store')).toEqual({ type: 'store', isAway: false });
	}, 15_000);
});

describe('a visitor who writes too fast', () => {
	it('is told when to go on, and nothing is lost', async () => {
		const strict = await startTestServer({ limits: readLimits('') as Limits });
		const socket = await strict.visitor();
		socket.send(hello(strict.siteKey));
		const frames = Array.from({ length: 11 }, (_, n) => ({
			type: 'message.send',
			clientId: newId(),
			text: `line ${n}`,
		}));
		socket.send(...frames);
		const refused = await socket.next('refused');
		expect(refused).toMatchObject({ code: 'rate_limited', clientId: frames[10]?.clientId });
		const retryMs = Number(refused['retryMs']);
		expect(retryMs).toBeGreaterThan(0);
		expect(retryMs).toBeLessThanOrEqual(1000);
		await until(() => socket.heard.filter(({ type }) => type === 'ack').length === 10);
		await new Promise((done) => setTimeout(done, retryMs));
		socket.send(...frames.slice(10));
		await until(() => socket.heard.filter(({ type }) => type === 'ack').length === 11);
		expect(socket.heard.at(-1)).toMatchObject({ vseq: 11 });
		await strict.stop();
	}, 15_000);

	it('cannot rate without end either', async () => {
		const limits = readLimits('asksPerVisitor=3/60') as Limits;
		const strict = await startTestServer({ limits });
		const socket = await strict.visitor();
		socket.send(hello(strict.siteKey));
		const conversation = await say(socket, 'Hello');
		for (let n = 1; n <= 4; n += 1) {
			const rating = { type: 'rating.send', clientId: newId(), score: n, comment: '' };
			socket.send({ ...rating, conversation });
		}
		expect(await socket.next('refused')).toMatchObject({ code: 'rate_limited' });
		await until(() => socket.heard.filter(({ type }) => type === 'ack').length === 4);
		await strict.stop();
	});
});
