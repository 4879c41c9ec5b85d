import {
	agent,
	answer,
	chat,
	heardBy,
	mira,
	say,
	settled,
	startLive,
	until,
	visitor,
	world,
} from '../testing/live-world.ts';
import { newId, type Frame } from '../testing/test-server.ts';

/* What visitors and agents see of one another beside the conversation itself, over real sockets. */

beforeAll(startLive);
afterAll(() => world.stop());

describe('how far each side has read', () => {
	it('is told to the other side and to the own devices, and never goes back', async () => {
		const { socket, token, conversation } = await chat();
		const tab = await visitor({ token });
		mira.send(answer(conversation));
		await socket.next('event');
		socket.send({ type: 'cursor', conversation, delivered: 2, read: 1 });
		const own = { delivered: 2, read: 1 };
		await until(() => heardBy(mira, 'marks', conversation).length === 1);
		expect(heardBy(mira, 'marks', conversation)[0]).toMatchObject({ visitor: own });
		await until(() => heardBy(tab.socket, 'marks', conversation).length === 2);
		expect(heardBy(tab.socket, 'marks', conversation)[1]).toMatchObject({ own });
		socket.send({ type: 'cursor', conversation, delivered: 1, read: 0 });
		await settled(socket);
		expect(heardBy(mira, 'marks', conversation)).toHaveLength(1);
		mira.send({ type: 'cursor', conversation, delivered: 1, read: 1 });
		await until(() => heardBy(socket, 'marks', conversation).length === 2);
		expect(heardBy(socket, 'marks', conversation)[1]).toMatchObject({
			team: { delivered: 1, read: 1 },
			own,
		});
	});

	it('is known after coming back', async () => {
		const { socket, token, conversation } = await chat();
		socket.send({ type: 'cursor', conversation, delivered: 1, read: 1 });
		await until(() => heardBy(mira, 'marks', conversation).length === 1);
		const back = await visitor({ token });
		expect(await back.socket.next('marks')).toMatchObject({ own: { delivered: 1, read: 1 } });
	});

	it('is not moved by an agent who only looks on', async () => {
		const { socket, conversation } = await chat();
		mira.send({ type: 'cursor', conversation, delivered: 1, read: 1 });
		await settled(mira, true);
		await settled(socket);
		expect(heardBy(socket, 'marks', conversation)).toEqual([]);
	});
});

describe('what a visitor is typing', () => {
	const texts = (conversation: string) =>
		heardBy(mira, 'draft', conversation).map(({ text }) => text);

	it('is seen by agents until it is sent [H25]', async () => {
		const { socket, conversation } = await chat();
		socket.send({ type: 'draft', conversation, text: 'And how lo' });
		await until(() => texts(conversation).length === 1);
		await say(socket, 'And how long?');
		await until(() => texts(conversation).length === 2);
		expect(texts(conversation)).toEqual(['And how lo', '']);
	});

	it('is gone where it was when it stands in the next conversation', async () => {
		const { socket, conversation } = await chat();
		socket.send({ type: 'draft', conversation, text: 'One more' });
		await until(() => texts(conversation).length === 1);
		socket.send({ type: 'conversation.end', clientId: newId(), conversation });
		await socket.next('ack');
		const next = await say(socket, 'Another question');
		socket.send({ type: 'draft', conversation: next, text: 'One more thing' });
		await until(() => texts(conversation).length === 2);
		expect(texts(conversation)).toEqual(['One more', '']);
	});

	it('is gone with the socket', async () => {
		const { socket, conversation } = await chat();
		socket.send({ type: 'draft', conversation, text: 'I am about to' });
		await until(() => texts(conversation).length === 1);
		socket.cut();
		await until(() => texts(conversation).length === 2);
		expect(texts(conversation)).toEqual(['I am about to', '']);
	});
});

describe('an agent who is typing', () => {
	it('is seen by the visitor only when the agent is in the conversation', async () => {
		const { socket, conversation } = await chat();
		const typing = { type: 'typing', conversation, isOn: true };
		mira.send(typing);
		await settled(mira, true);
		await settled(socket);
		expect(heardBy(socket, 'typing', conversation)).toEqual([]);
		mira.send(answer(conversation));
		await socket.next('event');
		mira.send(typing);
		expect(await socket.next('typing')).toMatchObject({ name: 'Mira', isOn: true });
		mira.send({ ...typing, isOn: false });
		expect(await socket.next('typing')).toMatchObject({ isOn: false });
	});
});

describe('a place in the line', () => {
	it('is told, and told anew as others leave, by agents or by themselves', async () => {
		const site = await world.house.sites.create('A quiet shop');
		const people = [];
		for (let n = 0; n < 3; n += 1) {
			const { socket } = await visitor({}, site.key);
			people.push({ socket, conversation: await say(socket, `I am ${n}`) });
		}
		const [first, second, third] = people;
		if (first === undefined || second === undefined || third === undefined) throw new Error();
		expect(await third.socket.next('queue')).toMatchObject({ position: 3 });
		mira.send(answer(first.conversation));
		expect(await third.socket.next('queue')).toMatchObject({ position: 2 });
		expect(await first.socket.next('queue')).toMatchObject({ position: 1 });
		expect(await first.socket.next('queue')).toMatchObject({ position: null });
		const { conversation } = second;
		second.socket.send({ type: 'conversation.end', clientId: newId(), conversation });
		expect(await third.socket.next('queue')).toMatchObject({ position: 1 });
	});
});

describe('whether somebody is there', () => {
	it('follows consoles that open and close', async () => {
		const { socket } = await visitor();
		expect(await socket.next('presence')).toMatchObject({
			state: 'open',
			agents: [{ name: 'Mira' }],
		});
		const paul = await agent((await world.signedIn('Paul')).cookie);
		expect(await socket.next('presence')).toMatchObject({
			agents: [{ name: 'Mira' }, { name: 'Paul' }],
		});
		paul.close();
		expect(await socket.next('presence')).toMatchObject({ agents: [{ name: 'Mira' }] });
	});

	it('follows the hours as the owner changes them, and a chat out of hours does not wait in the line', async () => {
		const { sites } = world.house;
		const site = await sites.create('A shop with hours');
		const { socket } = await visitor({}, site.key);
		expect(await socket.next('presence')).toMatchObject({ state: 'open' });
		const week = Array.from({ length: 7 }, () => []);
		await sites.change(site.id, site.rev, { settings: { hours: { week, timeZone: 'UTC' } } });
		expect(await socket.next('presence')).toMatchObject({ state: 'closed', until: null });
		const conversation = await say(socket, 'Anybody there?');
		await until(() => mira.texts.some((text) => text.includes(`"id":"${conversation}"`)));
		const opened = mira.heard.find(
			(f) => f.type === 'event' && (f['view'] as Frame | null)?.['id'] === conversation,
		);
		expect(opened).toMatchObject({ view: { status: 'pending' } });
		await settled(socket);
		expect(heardBy(socket, 'queue', conversation)).toEqual([]);
	});
});
