import { agentFrame } from '../shared/protocol/agent-frames.ts';
import { visitorFrame } from '../shared/protocol/visitor-frames.ts';
import {
	agentKinds,
	comes,
	pause,
	private_,
	startRightsWorld,
	teamOnly,
	type RightsWorld,
} from './testing/rights-world.ts';
import { hello, newId, type Frame, type TestSocket } from './testing/test-server.ts';

/*
 * Who may do what, from outside. Every frame of the protocol and every route of the registry is sent by every kind of caller; a row
 * that is missing here fails. In the cells: `ok`, the code of the refusal, or 4003 (closed: not signed in). A frame that is
 * never answered is `told` when somebody heard of it, and `-` when nobody did.
 */

let world: RightsWorld;
beforeAll(async () => {
	world = await startRightsWorld();
}, 30_000);
afterAll(() => world.stop());

type Table = Readonly<Record<string, string>>;
const cells = (row: string): string[] => row.trim().split(/\s+/);
const namesOf = (options: readonly { shape: { type: { value: string } } }[]): string[] =>
	options.map(({ shape }) => shape.type.value);

/* What is about a chat is about the chat of the visitor in the first column. */
const visitorColumns = ['own', 'other', 'otherSite', 'foreignToken', 'unknownToken', 'noHello'];
const notFound = 'conversation_not_found';
const visitorTable: Table = {
	// A second hello on the same socket.
	hello: 'bad_frame bad_frame bad_frame bad_frame bad_frame ok',
	// These are about the caller, whoever that is.
	'message.send': 'ok ok ok ok ok bad_frame',
	'attributes.set': 'ok ok ok ok ok bad_frame',
	identify:
		'identity_refused identity_refused identity_refused identity_refused identity_refused bad_frame',
	'conversations.list': 'ok ok ok ok ok bad_frame',
	// One that means nothing here. What becomes of a real one: server/gateway/token-life.test.ts.
	'token.revoke': 'ok ok ok ok ok bad_frame',
	// In quiet mode nobody is seen before the first message.
	visit: 'told - - - - -',
	'message.redact': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'conversation.defer': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'conversation.end': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	// Nothing was asked.
	'question.answer': `wrong_state ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'rating.send': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'transcript.mail': `mail_not_set_up ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	draft: 'told - - - - -',
	cursor: 'told - - - - -',
	'events.read': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'file.link': `file_not_found ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'transcript.link': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
	'conversation.link': `ok ${notFound} ${notFound} ${notFound} ${notFound} bad_frame`,
};

function visitorFrameOf(type: string, conversation: string): Frame {
	const about: Frame = { type, clientId: newId(), conversation };
	const question: Frame = { type, requestId: newId(), conversation };
	const page = { url: `https://shop.example/${newId()}`, title: 'Lamps' };
	const frames: Record<string, Frame> = {
		hello: hello(world.shop.key),
		'message.send': { type, clientId: newId(), text: 'My own words' },
		'message.redact': { ...about, target: 1 },
		'question.answer': { ...about, about: 'resolved', yes: true },
		'rating.send': { ...about, score: 5, comment: '' },
		'attributes.set': { type, clientId: newId(), name: 'Vera' },
		identify: { type, clientId: newId(), proof: 'x.y.z' },
		'token.revoke': { type, clientId: newId(), token: 'x'.repeat(43) },
		'transcript.mail': { ...about, email: 'vera@example.com' },
		draft: { type, conversation, text: 'Hel' },
		cursor: { type, conversation, delivered: 1, read: 1 },
		visit: { type, page },
		'events.read': { type, conversation, after: 0 },
		'conversations.list': { type, requestId: newId() },
		'file.link': { ...question, vseq: 1, file: 'x' },
		'transcript.link': { ...question, format: 'txt' },
		'conversation.link': question,
	};
	return frames[type] ?? about;
}

async function visitorSocket(column: string, token: string): Promise<TestSocket> {
	const { shop, other, visitor, open } = world;
	if (column === 'own') return (await visitor(shop.key, token)).socket;
	if (column === 'other') return (await visitor(shop.key)).socket;
	if (column === 'otherSite') return (await visitor(other.key)).socket;
	if (column === 'foreignToken') return (await visitor(other.key, token)).socket;
	if (column === 'unknownToken') return (await visitor(shop.key, `l.${'x'.repeat(43)}`)).socket;
	return open('/ws/visitor');
}

/** Something that is never answered: did the team hear of it? */
async function isTold(socket: TestSocket, frame: Frame, expected: string): Promise<string> {
	const { team, ask } = world;
	const from = team.heard.length;
	socket.send(frame);
	await ask(socket, { type: 'conversations.list', requestId: newId() });
	const about = frame['page'] === undefined ? frame['conversation'] : JSON.stringify(frame['page']);
	const type = frame.type === 'cursor' ? 'marks' : frame.type;
	const isIt = (heard: Frame): boolean => {
		const text = JSON.stringify(heard);
		return text.includes(`"${type}"`) && text.includes(String(about));
	};
	return comes(() => team.heard.slice(from).some(isIt), expected);
}

describe('what a visitor may do', () => {
	it('has a row for each frame', () => {
		expect(Object.keys(visitorTable).sort()).toEqual(namesOf(visitorFrame.options).sort());
	});

	it.each(Object.keys(visitorTable))('%s', async (type) => {
		const answers: string[] = [];
		const expected = cells(visitorTable[type] ?? '');
		for (const column of visitorColumns) {
			const { socket: own, token, conversation } = await world.victim();
			const socket = await visitorSocket(column, token);
			const frame = visitorFrameOf(type, conversation);
			const isAside = ['draft', 'cursor', 'visit'].includes(type);
			const wanted = expected[answers.length] ?? '';
			answers.push(await (isAside ? isTold(socket, frame, wanted) : world.ask(socket, frame)));
			const heard = socket.texts.join();
			expect(heard).not.toContain(teamOnly);
			expect(heard).not.toMatch(/"seq"|"errorId"|"a_[\w-]{22}"/);
			if (column !== 'own') expect(heard).not.toMatch(new RegExp(`${private_}|${conversation}`));
			// Nothing has happened to the chat of the first column.
			if (column !== 'own') await expectUntouched(own, conversation);
			expect(own.texts.join()).not.toContain(teamOnly);
			socket.cut();
			own.cut();
		}
		expect(answers).toEqual(expected);
	});

	async function expectUntouched(own: TestSocket, conversation: string): Promise<void> {
		own.send({ type: 'events.read', conversation, after: 0 });
		const { events } = (await own.next('events')) as unknown as { events: Frame[] };
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ type: 'message', deleted: false });
	}
});

/* About a chat on the shop. Those of the other site are the last two; before them those who are not signed in. */
const agentColumns = ['nobody', 'forged', 'signedOut', 'visitorToken', ...agentKinds] as const;
const out = '4003 4003 4003 4003';
const writers = `${out} ok ok ok ok forbidden ${notFound} ${notFound}`;
const readers = `${out} ok ok ok ok ok ${notFound} ${notFound}`;
const agentTable: Table = {
	hello: `${out} bad_frame bad_frame bad_frame bad_frame bad_frame bad_frame bad_frame`,
	'message.send': writers,
	'note.send': writers,
	'message.edit': writers,
	// A message of the visitor: not everybody may take that back.
	'message.redact': `${out} ok ok ok forbidden forbidden ${notFound} ${notFound}`,
	'conversation.claim': writers,
	'conversation.requeue': writers,
	'conversation.join': writers,
	// Who has the chat cannot leave it, only hand it on.
	'conversation.leave': `${out} wrong_state wrong_state wrong_state wrong_state forbidden ${notFound} ${notFound}`,
	'conversation.transfer': writers,
	'conversation.ask': writers,
	'conversation.archive': writers,
	'conversation.reopen': `${out} ok ok ok forbidden forbidden ${notFound} ${notFound}`,
	'conversation.tag': writers,
	'conversation.prioritise': writers,
	'conversation.end': writers,
	'conversation.start': writers,
	// The list is that of the own sites.
	'conversations.list': `${out} ok ok ok ok ok ok ok`,
	'events.read': readers,
	typing: `${out} told told told told - - -`,
	cursor: `${out} told told told told - - -`,
	'file.link': `${out} file_not_found file_not_found file_not_found file_not_found file_not_found ${notFound} ${notFound}`,
	'conversation.link': writers,
	'visitor.read': readers,
	// Those who may not be seen are left out.
	'visitors.read': `${out} ok ok ok ok ok ok ok`,
	// About the caller, whoever that is.
	'status.set': `${out} ok ok ok ok ok ok ok`,
	// Told to those who look at it, too.
	watch: `${out} told told told told told - -`,
	'visits.watch': `${out} ok ok ok ok ok ok ok`,
};

function agentFrameOf(type: string, conversation: string, visitor: string, seq: number): Frame {
	const about: Frame = { type, clientId: newId(), conversation };
	const question: Frame = { type, requestId: newId(), conversation };
	const frames: Record<string, Frame> = {
		hello: { type, protocol: 1 },
		'message.send': { ...about, text: 'An answer' },
		'note.send': { ...about, text: `${teamOnly} another` },
		'message.edit': { ...about, target: seq, text: 'Better' },
		'message.redact': { ...about, target: 1 },
		'conversation.requeue': { ...about, reason: '' },
		'conversation.transfer': { ...about, to: world.agents.owner.id, reason: teamOnly },
		'conversation.ask': { ...about, about: 'resolved' },
		'conversation.tag': { ...about, add: [teamOnly], remove: [] },
		'conversation.prioritise': { ...about, priority: 'high' },
		'conversation.end': { ...about, reason: teamOnly },
		'conversation.start': { type, clientId: newId(), visitor, text: 'May I help?' },
		'conversations.list': { type, requestId: newId(), status: 'waiting', before: null },
		'events.read': { ...question, after: 0, before: null },
		typing: { type, conversation, isOn: true },
		cursor: { type, conversation, delivered: 1, read: 1 },
		'file.link': { ...question, seq: 1, file: 'x' },
		'conversation.link': question,
		'visitor.read': { type, requestId: newId(), visitor },
		'visitors.read': { type, requestId: newId(), visitors: [visitor] },
		'status.set': { type, requestId: newId(), status: 'busy' },
		watch: { type, conversation },
		'visits.watch': { type, requestId: newId(), isOn: true },
	};
	return frames[type] ?? about;
}

function cookieOf(column: (typeof agentColumns)[number], token: string): string {
	if (column === 'nobody') return '';
	if (column === 'signedOut') return world.signedOut;
	if (column === 'forged') return `parley_session=${'x'.repeat(43)}`;
	if (column === 'visitorToken') return `parley_session=${token}`;
	return world.agents[column].cookie;
}

describe('what an agent may do', () => {
	it('has a row for each frame', () => {
		expect(Object.keys(agentTable).sort()).toEqual(namesOf(agentFrame.options).sort());
	});

	it.each(Object.keys(agentTable))(
		'%s',
		async (type) => {
			const { victim, agent, ask, team } = world;
			const answers: string[] = [];
			for (const column of agentColumns) {
				const { socket: own, token, conversation, visitor } = await victim();
				const socket = await agent(cookieOf(column, token));
				// What is the agent's own is tried on what is their own.
				const before = { clientId: newId(), conversation };
				if (needsChat.has(type))
					await ask(socket, { type: 'message.send', ...before, text: 'Hello' });
				if (endedFirst.has(type))
					await ask(team, { type: 'conversation.end', ...before, reason: '' });
				const said = socket.heard.find(({ type: t, seq }) => t === 'ack' && seq !== null);
				const frame = agentFrameOf(type, conversation, visitor, Number(said?.['seq'] ?? 1));
				const isAside = type === 'typing' || type === 'cursor' || type === 'watch';
				const wanted = cells(agentTable[type] ?? '')[answers.length] ?? '';
				answers.push(await (isAside ? isHeard(socket, own, frame, wanted) : ask(socket, frame)));
				await pause();
				const heard = socket.texts.join();
				if (column.startsWith('other')) {
					expect(heard).not.toMatch(new RegExp(`${private_}|${world.shop.id}|${conversation}`));
				}
				if (!(column in world.agents)) expect(heard).toBe('');
				// Whatever the team does, the visitor hears nothing of what is not for visitors.
				expect(own.texts.join()).not.toMatch(new RegExp(`${teamOnly}|"seq"|"a_[\\w-]{22}"`));
				socket.cut();
				own.cut();
			}
			expect(answers).toEqual(cells(agentTable[type] ?? ''));
		},
		15_000,
	);

	const endedFirst = new Set(['conversation.start', 'conversation.archive', 'conversation.reopen']);
	const needsChat = new Set(
		['requeue', 'leave', 'transfer', 'ask']
			.map((name) => `conversation.${name}`)
			.concat('message.edit', 'typing', 'cursor'),
	);

	async function isHeard(
		socket: TestSocket,
		own: TestSocket,
		frame: Frame,
		expected: string,
	): Promise<string> {
		const { team } = world;
		const hearer = frame.type === 'watch' ? team : own;
		if (hearer === team) {
			team.send(frame);
			const here = String(frame['conversation']);
			while (!team.heard.some((f) => f.type === 'watchers' && f['conversation'] === here))
				await pause();
		}
		const from = hearer.heard.length;
		socket.send(frame);
		const last = { type: 'visits.watch', requestId: newId(), isOn: false };
		const answer = await world.ask(socket, last);
		if (answer !== 'ok') return answer;
		const types: Record<string, string> = { cursor: 'marks', watch: 'watchers' };
		const type = types[frame.type] ?? frame.type;
		return comes(() => hearer.heard.slice(from).some((heard) => heard.type === type), expected);
	}
});
