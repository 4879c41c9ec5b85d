import {
	ask,
	assigneeOf,
	claim,
	command,
	groupOf,
	heard,
	openTeam,
	rules,
	signIn,
	until,
	world,
} from '../testing/team-world.ts';
import { type Frame } from '../testing/test-server.ts';

/* Who gets which conversation, as consoles and visitors hear it over real sockets. */

beforeEach(openTeam);
afterEach(() => world.stop());

describe('more chats than slots', () => {
	it('wait in the line with their place, and come as slots are free [H68] [H70] [L37] [L38] [L61] [L64] [C5]', async () => {
		await rules({ strategy: 'least_busy' });
		const [mira, tom] = [await signIn('Mira', 1), await signIn('Tom', 1)];
		const chats = [await ask(), await ask(), await ask(), await ask()] as const;
		await heard(chats[2].socket, 'queue', { position: 1, fromMinutes: null, toMinutes: null });
		await heard(chats[3].socket, 'queue', { position: 2 });
		for (const { socket } of chats.slice(0, 2))
			await heard(socket, 'event', { event: { type: 'assigned' } });
		const owners = [
			await assigneeOf(chats[0].conversation),
			await assigneeOf(chats[1].conversation),
		];
		expect(new Set(owners)).toEqual(new Set([mira.agent.id, tom.agent.id]));
		await heard(mira.socket, 'duty', { duty: { load: 1, capacity: 1, why: 'full' } });
		const first = owners[0] === mira.agent.id ? mira : tom;
		const { conversation } = chats[0];
		await command(first.socket, { type: 'conversation.end', conversation, reason: '' } as never);
		await heard(chats[2].socket, 'event', { event: { type: 'assigned' } });
		await heard(chats[3].socket, 'queue', { position: 1 });
		expect(await assigneeOf(chats[3].conversation)).toBeNull();
	});

	it('go round, one to each in turn [L60]', async () => {
		await rules({ strategy: 'round_robin' });
		const team = [await signIn('Mira'), await signIn('Tom'), await signIn('Ida')];
		for (let n = 0; n < 6; n += 1) await ask();
		await until(() => world.house.routing.team().every(({ load }) => load === 2));
		expect(team).toHaveLength(3);
	});

	it('draw the standby in [G102]', async () => {
		const [mira, tom] = [await signIn('Mira', 1), await signIn('Tom', 1)];
		const group = await groupOf([mira.agent], [tom.agent]);
		const chats = [await ask({ group }), await ask({ group })] as const;
		await heard(chats[0].socket, 'event', { event: { type: 'assigned', agentName: 'Mira' } });
		await heard(chats[1].socket, 'event', { event: { type: 'assigned', agentName: 'Tom' } });
	});

	it('go first when their priority is higher [L62]', async () => {
		await rules({ strategy: 'round_robin' });
		const mira = await signIn('Mira', 1);
		const [running, first, urgent] = [await ask(), await ask(), await ask()] as const;
		await heard(urgent.socket, 'queue', { position: 2 });
		const { conversation } = urgent;
		const raise = { type: 'conversation.prioritise', conversation, priority: 'urgent' };
		await command(mira.socket, raise as never);
		await heard(urgent.socket, 'queue', { position: 1 });
		await heard(first.socket, 'queue', { position: 2 });
		const end = { type: 'conversation.end', conversation: running.conversation, reason: '' };
		await command(mira.socket, end as never);
		await heard(urgent.socket, 'event', { event: { type: 'assigned' } });
	});

	it('are told that the answer comes later after the longest wait [L63]', async () => {
		await signIn('Mira');
		const { socket, conversation } = await ask();
		await heard(socket, 'queue', { position: 1 });
		const { timers } = world.house;
		await until(() => socket.heard.some(({ type }) => type === 'queue'));
		// Five minutes later.
		await timers.set('chat_wait', conversation, Date.now());
		await heard(socket, 'event', { event: { type: 'deferred' } });
		await heard(socket, 'queue', { position: null });
	});
});

describe('taking by hand', () => {
	it('is done from the line, and of two who take the same one the other is told who has it [G65] [C11] [M15]', async () => {
		const [mira, tom] = [await signIn('Mira'), await signIn('Tom')];
		const { conversation } = await ask();
		const answers = await Promise.all([
			claim(mira.socket, conversation),
			claim(tom.socket, conversation),
		]);
		expect(answers.map(({ type }) => type).sort()).toEqual(['ack', 'refused']);
		const winner = (await assigneeOf(conversation)) === mira.agent.id ? 'Mira' : 'Tom';
		expect(answers.find(({ type }) => type === 'refused')).toMatchObject({
			code: 'conversation_claimed',
			message: `${winner} has this conversation already.`,
		});
	});

	it('ends at the limit, so that nobody hoards [G66]', async () => {
		const mira = await signIn('Mira', 2);
		const chats = [await ask(), await ask(), await ask()] as const;
		for (const { conversation } of chats.slice(0, 2))
			expect(await claim(mira.socket, conversation)).toMatchObject({ type: 'ack' });
		expect(await claim(mira.socket, chats[2].conversation)).toMatchObject({
			type: 'refused',
			code: 'at_capacity',
			message: 'You have 2 of 2 conversations. End one or hand one on, then take this one.',
		});
		await heard(mira.socket, 'duty', { duty: { load: 2 } });
	});
});

describe('groups', () => {
	it('get what belongs to their topic or page, and nobody else does [G58] [G60] [G61]', async () => {
		const [mira, tom] = [await signIn('Mira'), await signIn('Tom')];
		const lamps = await groupOf([mira.agent]);
		const group = await groupOf([tom.agent]);
		const site = await world.house.sites.first();
		await world.house.sites.change(site.id, site.rev, {
			settings: {
				prechat: { topics: [{ id: 'advice', label: 'Which lamp fits', group: lamps }] },
				routing: { byPage: [{ pages: ['/returns*'], group }] },
			},
		});
		const page = { url: 'https://shop.example/returns/42', title: 'Returns' };
		const byTopic = await ask({ group: 'advice', page });
		const byPage = await ask({ page });
		await heard(byTopic.socket, 'event', { event: { type: 'assigned', agentName: 'Mira' } });
		await heard(byPage.socket, 'event', { event: { type: 'assigned', agentName: 'Tom' } });
	});

	it('are handed a conversation, which goes to the front of their line [G63]', async () => {
		const [mira, tom] = [await signIn('Mira'), await signIn('Tom')];
		const to = await groupOf([tom.agent]);
		const { socket, conversation } = await ask();
		await claim(mira.socket, conversation);
		const frame = { type: 'conversation.transfer', conversation, to, toKind: 'group', reason: 'x' };
		expect(await command(mira.socket, frame as never)).toMatchObject({ type: 'ack' });
		await heard(socket, 'event', { event: { type: 'assigned', agentName: 'Tom' } });
	});
});

it('what an admin changes is told to every console, and a slot that is taken is not such a change', async () => {
	const [mira, tom] = [await signIn('Mira'), await signIn('Tom')];
	const { conversation } = await ask();
	await claim(mira.socket, conversation);
	await heard(tom.socket, 'team', { agents: [{ load: 1 }, { load: 0 }] });
	const changes = (): Frame[] => tom.socket.heard.filter(({ type }) => type === 'changed');
	const before = changes().length;
	await world.house.agents.change(mira.agent.id, null, { set: { name: 'Mira Lamp' } });
	await heard(tom.socket, 'changed', { what: 'agents', id: mira.agent.id });
	await groupOf([mira.agent]);
	await heard(tom.socket, 'changed', { what: 'groups', id: null });
	await rules({ idleMinutes: 20 });
	await heard(tom.socket, 'changed', { what: 'sites' });
	expect(changes()).toHaveLength(before + 3);
});
