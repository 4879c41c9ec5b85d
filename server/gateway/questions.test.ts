import type { AgentId, ConversationId } from '../../shared/ids.ts';
import {
	agent,
	answer,
	chat,
	heardBy,
	mira,
	settled,
	startLive,
	until,
	visitor,
	world,
} from '../testing/live-world.ts';
import { newId, type Frame, type TestSocket } from '../testing/test-server.ts';

/* What a visitor is asked, and how conversations are handed on, over real sockets. */

let paul: TestSocket;
let paulId: AgentId;
beforeAll(async () => {
	await startLive();
	const { agent: account, cookie } = await world.signedIn('Paul');
	paulId = account.id;
	paul = await agent(cookie);
});
afterAll(() => world.stop());

/** The acknowledgement or the refusal. */
async function told(socket: TestSocket, frame: Frame): Promise<Frame> {
	const clientId = newId();
	socket.send({ ...frame, clientId });
	const isAnswer = (heard: Frame): boolean =>
		heard['clientId'] === clientId && (heard.type === 'ack' || heard.type === 'refused');
	await until(() => socket.heard.some(isAnswer));
	return socket.heard.find(isAnswer) as Frame;
}
/** A chat that Mira has. */
async function running() {
	const it = await chat();
	expect(await told(mira, answer(it.conversation))).toMatchObject({ type: 'ack' });
	return it;
}
const eventsOf = (socket: TestSocket, conversation: string): Frame[] =>
	socket.heard.flatMap((frame) => {
		const event = frame['event'] as Frame | undefined;
		// A visitor's frame names it, a team's event does.
		const of = frame['conversation'] ?? event?.['conversation'];
		return event !== undefined && of === conversation ? [event] : [];
	});
const stateOf = (conversation: string) =>
	world.house.conversations.timelines.state(conversation as ConversationId);
const becomes = async (conversation: string, status: string): Promise<void> => {
	for (let n = 0; (await stateOf(conversation)).status !== status; n += 1) {
		if (n > 1000) throw new Error(`It did not become ${status}.`);
		await new Promise((done) => setTimeout(done, 3));
	}
};
const reply = (socket: TestSocket, conversation: string, about: string, yes: boolean) =>
	told(socket, { type: 'question.answer', conversation, about, yes });

describe('whether everything is solved', () => {
	const asked = (conversation: string) =>
		told(mira, { type: 'conversation.ask', conversation, about: 'resolved' });

	it('is asked by the agent, and a yes of the visitor ends the conversation [M42]', async () => {
		const { socket, conversation } = await running();
		expect(await asked(conversation)).toMatchObject({ type: 'ack' });
		await until(() => eventsOf(socket, conversation).some((e) => e.type === 'asked'));
		expect(eventsOf(socket, conversation).at(-1)).toMatchObject({
			type: 'asked',
			about: 'resolved',
			toName: null,
			author: { kind: 'agent', name: 'Mira' },
		});
		expect(await reply(socket, conversation, 'resolved', true)).toMatchObject({ type: 'ack' });
		await until(() => eventsOf(socket, conversation).some((e) => e.type === 'ended'));
		expect(eventsOf(socket, conversation).at(-1)).toMatchObject({ type: 'ended', by: 'visitor' });
	});

	it('stays open while the visitor writes, and a no goes on [M42]', async () => {
		const { socket, conversation } = await running();
		await asked(conversation);
		await told(socket, { type: 'message.send', text: 'Let me see' });
		expect(await reply(socket, conversation, 'resolved', false)).toMatchObject({ type: 'ack' });
		await settled(socket);
		expect(await stateOf(conversation)).toMatchObject({ status: 'active', question: null });
		expect(await told(mira, answer(conversation))).toMatchObject({ type: 'ack' });
	});

	it('is answered once, and only when it was asked', async () => {
		const { socket, conversation } = await running();
		const early = await reply(socket, conversation, 'resolved', true);
		expect(early).toMatchObject({ type: 'refused', code: 'wrong_state' });
		await asked(conversation);
		const stranger = await visitor();
		expect(await reply(stranger.socket, conversation, 'resolved', true)).toMatchObject({
			code: 'conversation_not_found',
		});
		await reply(socket, conversation, 'resolved', false);
		const late = await reply(socket, conversation, 'resolved', true);
		expect(late).toMatchObject({ type: 'refused', code: 'wrong_state' });
	});
});

describe('handing on', () => {
	const transfer = (conversation: string, more: object): Promise<Frame> =>
		told(mira, {
			type: 'conversation.transfer',
			conversation,
			to: paulId,
			reason: 'Knows lamps',
			...more,
		});
	const groupOf = (sites: 'all' | readonly never[]) =>
		world.house.desk.groups.add({
			name: 'Returns',
			sites,
			agents: [paulId],
			standby: [],
			strategy: 'by_hand',
		});

	it('to an agent gives that one the conversation, and the visitor is told the name [H18]', async () => {
		const { socket, conversation } = await running();
		expect(await transfer(conversation, {})).toMatchObject({ type: 'ack' });
		await until(() => eventsOf(socket, conversation).some((e) => e.type === 'transferred'));
		expect(eventsOf(socket, conversation).at(-1)).toMatchObject({ agentName: 'Paul' });
		expect(JSON.stringify(socket.heard)).not.toContain('Knows lamps');
		expect(await told(paul, answer(conversation))).toMatchObject({ type: 'ack' });
		expect(await stateOf(conversation)).toMatchObject({ status: 'active', assignee: paulId });
	});

	it('to a group puts it in that group’s line [G63]', async () => {
		const group = await groupOf('all');
		const { conversation } = await running();
		expect(await transfer(conversation, { to: group.id, toKind: 'group' })).toMatchObject({
			type: 'ack',
		});
		const requeued = () => eventsOf(paul, conversation).find((e) => e.type === 'requeued');
		await until(() => requeued() !== undefined);
		expect(requeued()).toMatchObject({ group: group.id, groupName: 'Returns' });
		expect(await stateOf(conversation)).toMatchObject({
			status: 'waiting',
			group: group.id,
			assignee: null,
		});
	});

	it('to a group of another site is refused', async () => {
		const group = await groupOf([]);
		const { conversation } = await running();
		const answered = await transfer(conversation, { to: group.id, toKind: 'group' });
		expect(answered).toMatchObject({ type: 'refused', code: 'bad_request' });
		const nobody = await transfer(conversation, { to: 'g_none', toKind: 'group' });
		expect(nobody).toMatchObject({ type: 'refused', code: 'bad_request' });
		expect(await stateOf(conversation)).toMatchObject({ status: 'active' });
	});

	it('with consent asks the visitor first, and follows a yes [H84]', async () => {
		const { socket, conversation } = await running();
		expect(await transfer(conversation, { ask: true })).toMatchObject({ type: 'ack' });
		await until(() => eventsOf(socket, conversation).some((e) => e.type === 'asked'));
		expect(eventsOf(socket, conversation).at(-1)).toMatchObject({
			about: 'transfer',
			toName: 'Paul',
		});
		expect(await stateOf(conversation)).toMatchObject({ status: 'active' });
		expect(JSON.stringify(socket.heard)).not.toContain('Knows lamps');
		await reply(socket, conversation, 'transfer', true);
		await until(() => eventsOf(socket, conversation).some((e) => e.type === 'transferred'));
		expect(await stateOf(conversation)).toMatchObject({ assignee: paulId, question: null });
		const moved = eventsOf(paul, conversation).find((e) => e.type === 'transferred');
		expect(moved).toMatchObject({ agent: paulId, reason: 'Knows lamps' });
	});

	it('with consent keeps the conversation after a no [H84]', async () => {
		const { socket, conversation } = await running();
		await transfer(conversation, { ask: true });
		await reply(socket, conversation, 'transfer', false);
		expect(await told(mira, answer(conversation))).toMatchObject({ type: 'ack' });
		const types = eventsOf(paul, conversation).map(({ type }) => type);
		expect(types).toContain('answered');
		expect(types).not.toContain('transferred');
	});

	it('with consent to a group follows a yes, too [H84] [G63]', async () => {
		const group = await groupOf('all');
		const { socket, conversation } = await running();
		await transfer(conversation, { to: group.id, toKind: 'group', ask: true });
		await reply(socket, conversation, 'transfer', true);
		await becomes(conversation, 'waiting');
		expect(await stateOf(conversation)).toMatchObject({ group: group.id });
	});

	it('to somebody who is not there is answered later, when that was wanted', async () => {
		const { agent: away } = await world.signedIn('Ada');
		const { conversation } = await running();
		await transfer(conversation, { to: away.id, whenAbsent: 'later' });
		expect(await stateOf(conversation)).toMatchObject({ status: 'pending', assignee: away.id });
		const other = await running();
		await transfer(other.conversation, { to: paulId, whenAbsent: 'later' });
		expect(await stateOf(other.conversation)).toMatchObject({ status: 'active' });
	});
});

describe('an ended conversation', () => {
	async function ended() {
		const it = await running();
		await told(mira, { type: 'conversation.end', conversation: it.conversation, reason: '' });
		return it;
	}

	it('is archived, and says so to the team only', async () => {
		const { socket, conversation } = await ended();
		const { length } = socket.heard;
		const archive = { type: 'conversation.archive', conversation };
		expect(await told(mira, archive)).toMatchObject({ type: 'ack' });
		await until(() => eventsOf(paul, conversation).some((e) => e.type === 'archived'));
		await settled(socket);
		expect(JSON.stringify(socket.heard.slice(length))).not.toContain('archived');
		const open = await running();
		expect(await told(mira, { ...archive, conversation: open.conversation })).toMatchObject({
			code: 'wrong_state',
		});
	});

	it('is reopened by leaders only, and waits again', async () => {
		const { conversation } = await ended();
		const reopen = { type: 'conversation.reopen', conversation };
		expect(await told(mira, reopen)).toMatchObject({ code: 'forbidden' });
		const { agent: sue, cookie } = await world.signedIn('Sue');
		await world.house.agents.change(sue.id, null, { set: { role: 'supervisor' } });
		expect(await told(await agent(cookie), reopen)).toMatchObject({ type: 'ack' });
		expect(await stateOf(conversation)).toMatchObject({ status: 'waiting', archivedAt: null });
	});
});

describe('an ended conversation of somebody who has a newer one that runs', () => {
	it('stays ended, and nobody of another site learns why', async () => {
		const { socket, conversation } = await running();
		const end = { type: 'conversation.end', reason: '' };
		await told(mira, { ...end, conversation });
		const sent = await told(socket, { type: 'message.send', text: 'me again', conversation: null });
		expect(sent).toMatchObject({ type: 'ack' });
		const { agent: lea, cookie } = await world.signedIn('Lea');
		await world.house.agents.change(lea.id, null, { set: { role: 'supervisor' } });
		const leader = await agent(cookie);
		const reopen = { type: 'conversation.reopen', conversation };
		expect(await told(leader, reopen)).toMatchObject({ code: 'wrong_state' });
		expect(await stateOf(conversation)).toMatchObject({ status: 'ended' });
		await world.house.agents.change(lea.id, null, { set: { sites: [] } });
		expect(await told(leader, reopen)).toMatchObject({ code: 'conversation_not_found' });
	});
});

describe('agents who look at the same conversation', () => {
	const watchers = (socket: TestSocket, conversation: string) =>
		heardBy(socket, 'watchers', conversation).at(-1)?.['agents'];
	const names = (list: unknown) => (list as { name: string }[] | undefined)?.map((a) => a.name);

	it('are told of each other until one looks elsewhere or is gone', async () => {
		const { conversation } = await running();
		mira.send({ type: 'watch', conversation });
		await until(() => watchers(mira, conversation) !== undefined);
		paul.send({ type: 'watch', conversation });
		await until(() => names(watchers(mira, conversation))?.includes('Paul') === true);
		expect(names(watchers(paul, conversation))).toEqual(['Mira', 'Paul']);
		paul.send({ type: 'watch', conversation: null });
		await until(() => names(watchers(mira, conversation))?.join() === 'Mira');
		const { cookie } = await world.signedIn('Vic');
		const vic = await agent(cookie);
		vic.send({ type: 'watch', conversation });
		await until(() => names(watchers(mira, conversation))?.includes('Vic') === true);
		vic.close();
		await until(() => names(watchers(mira, conversation))?.join() === 'Mira');
	});
});

it('several visitors are read at once, and those of other sites are left out', async () => {
	const one = await chat();
	one.socket.send({ type: 'attributes.set', clientId: newId(), name: 'Vera' });
	await one.socket.next('visitor');
	const elsewhere = await world.house.sites.create('Elsewhere');
	const stranger = await visitor({}, elsewhere.key);
	const said = await told(stranger.socket, { type: 'message.send', text: 'Hi' });
	const other = String(said['conversation']).split('.')[0];
	const { agent: account, cookie } = await world.signedIn('Shona');
	const [site] = world.house.sites.all();
	await world.house.agents.change(account.id, null, { set: { sites: [site?.id ?? ''] } });
	const shona = await agent(cookie);
	const requestId = newId();
	shona.send({ type: 'visitors.read', requestId, visitors: [one.id, other, one.id, 'v_none'] });
	const { items } = await shona.next('visitors');
	expect(items).toMatchObject([{ id: one.id, name: 'Vera' }]);
});
