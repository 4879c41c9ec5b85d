import {
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

/* What people were promised, over real sockets, where no other suite names it. */

beforeAll(startLive);
afterAll(() => world.stop());

async function siteWith(name: string, settings: Record<string, unknown>) {
	const { sites } = world.house;
	const made = await sites.create(name);
	return sites.change(made.id, made.rev, { settings });
}
async function ask(frame: Frame): Promise<Frame> {
	const requestId = newId();
	mira.send({ ...frame, requestId });
	const isAnswer = (heard: Frame): boolean => heard['requestId'] === requestId;
	await until(() => mira.heard.some(isAnswer));
	return mira.heard.find(isAnswer) as Frame;
}
const watch = (): Promise<Frame> => ask({ type: 'visits.watch', isOn: true });
const texts = (frames: readonly Frame[]) =>
	frames.map((frame) => {
		const { author, text } = frame['event'] as { author: Frame; text: string };
		return [author['kind'], text];
	});

describe('somebody who is on the site', () => {
	const shop = 'https://shop.example';
	const page = (name: string) => ({ url: `${shop}/${name}`, title: name });

	it('is in the live list with the page of this moment, the pages before it and where they came from [H56] [H57] [H58] [H62]', async () => {
		const site = await siteWith('A shop that watches', { mode: 'watch' });
		const { socket } = await visitor({ timeZone: 'Europe/Dublin' }, site.key);
		const inList = async (): Promise<Frame | undefined> =>
			((await watch())['items'] as Frame[]).find((visit) => visit['site'] === site.id);
		expect(await inList()).toBeUndefined();
		socket.send({ type: 'visit', page: page('lamps'), referrer: 'https://search.example/' });
		socket.send({ type: 'visit', page: page('chairs') });
		socket.send({ type: 'visit', page: page('lamps') });
		await settled(socket);
		const told = () =>
			mira.heard.filter((f) => f.type === 'visit' && JSON.stringify(f).includes(site.id));
		await until(() => told().length === 3);
		expect(await inList()).toMatchObject({
			page: page('lamps'),
			trail: [page('lamps'), page('chairs'), page('lamps')],
			referrer: 'https://search.example/',
			timeZone: 'Europe/Dublin',
		});
		socket.close();
		await until(() => mira.heard.some((f) => f.type === 'visit' && f['visit'] === null));
		expect(await inList()).toBeUndefined();
	});

	it('who has said nothing yet is written to by an agent, and hears it with the name [G8] [H63]', async () => {
		const site = await siteWith('A shop that begins', {
			mode: 'watch',
			texts: { autoReply: 'One moment please' },
		});
		const { socket, greeting } = await visitor({}, site.key);
		expect(greeting).toMatchObject({ conversation: null });
		socket.send({ type: 'visit', page: page('lamps') });
		const seen = () => mira.heard.find((f) => JSON.stringify(f['visit'] ?? {}).includes(site.id));
		await until(() => seen() !== undefined);
		const id = seen()?.['visitor'] as string;
		mira.send({
			type: 'conversation.start',
			clientId: newId(),
			visitor: id,
			text: 'May I help you?',
		});
		expect(await socket.next('event')).toMatchObject({
			conversation: `${id}.1`,
			event: { text: 'May I help you?', author: { kind: 'agent', name: 'Mira' } },
		});
		expect(await say(socket, 'Yes')).toBe(`${id}.1`);
		// What answers by itself answers visitors, not the team.
		await settled(socket);
		expect(texts(heardBy(socket, 'event', `${id}.1`))).toEqual([['agent', 'May I help you?']]);
	});
});

describe('a visitor who writes', () => {
	it('is seen writing by the team, until the field is empty again [L23]', async () => {
		const { socket, conversation } = await chat();
		const drafts = () => heardBy(mira, 'draft', conversation).map(({ text }) => text);
		socket.send({ type: 'draft', conversation, text: 'Or per' });
		await until(() => drafts().length === 1);
		socket.send({ type: 'draft', conversation, text: '' });
		await until(() => drafts().length === 2);
		expect(drafts()).toEqual(['Or per', '']);
	});

	it('and leaves an address is known by it after they have gone, and reads the answer when they are back [G4]', async () => {
		const { socket, token, conversation, id } = await chat('Do you have it in green?');
		socket.send({ type: 'attributes.set', clientId: newId(), email: 'vera@example.com' });
		await until(() => socket.heard.filter(({ type }) => type === 'ack').length === 2);
		socket.close();
		expect(await ask({ type: 'visitor.read', visitor: id })).toMatchObject({
			visitor: { email: 'vera@example.com' },
		});
		mira.send(answer(conversation));
		await until(() => mira.texts.some((text) => text.includes('An answer') && text.includes(id)));
		const back = await visitor({ token });
		expect(JSON.stringify(await back.socket.next('events'))).toContain('An answer');
	});
});

describe('what the site answers by itself', () => {
	const automatic = { autoReply: 'We are with you soon', autoReplyClosed: 'We sleep now' };

	it('can be told from what a person writes, and comes once [G56] [L59]', async () => {
		const site = await siteWith('A shop that answers', { texts: automatic });
		const { socket } = await visitor({}, site.key);
		const conversation = await say(socket, 'Hello');
		await until(() => heardBy(socket, 'event', conversation).length === 1);
		await say(socket, 'Anybody?');
		mira.send(answer(conversation));
		const messages = () =>
			texts(
				heardBy(socket, 'event', conversation).filter(
					(frame) => (frame['event'] as Frame).type === 'message',
				),
			);
		await until(() => messages().length === 2);
		expect(messages()).toEqual([
			['bot', 'We are with you soon'],
			['agent', 'An answer'],
		]);
	});

	it('is a text of its own out of hours [L58]', async () => {
		const week = Array.from({ length: 7 }, () => []);
		const site = await siteWith('A shop at night', { texts: automatic, hours: { week } });
		const { socket } = await visitor({}, site.key);
		const conversation = await say(socket, 'Hello');
		await until(() => heardBy(socket, 'event', conversation).length === 1);
		expect(texts(heardBy(socket, 'event', conversation))).toEqual([['bot', 'We sleep now']]);
	});
});

describe('a link that the team makes', () => {
	it('takes the visitor on where the chat stands, on another device [M11]', async () => {
		const { conversation } = await chat('I am on the train');
		const { url } = (await ask({ type: 'conversation.link', conversation })) as unknown as {
			url: string;
		};
		const phone = await visitor({ code: url.split('=')[1] ?? '' });
		expect(phone.greeting).toMatchObject({ conversation });
		expect(JSON.stringify(await phone.socket.next('events'))).toContain('I am on the train');
		await say(phone.socket, 'Now on the phone');
		await until(() => mira.texts.some((text) => text.includes('Now on the phone')));
	});
});
