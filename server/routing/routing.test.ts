import { authorOf } from './index.ts';
import { worldWith as world } from './testing/routing-world.ts';

describe('a conversation that is given by itself', () => {
	it('goes to who is available, and its slot is kept', async () => {
		const { rules, ask, assignee, slots, stored, mira, quiet, routing, end, stop } =
			await world('Mira');
		await rules({ strategy: 'least_busy' });
		const chat = await ask('v_1');
		await quiet();
		expect(await assignee(chat)).toBe(mira.id);
		expect(slots(mira)).toEqual([chat]);
		expect(await stored(mira)).toEqual([chat]);
		expect(routing.dutyOf(mira.id)).toMatchObject({
			load: 1,
			why: null,
			lastAssigned: { conversation: chat },
		});
		await end(mira, chat);
		await quiet();
		expect(await stored(mira)).toEqual([]);
		await stop();
	});

	it('waits while all are full, and follows at once when a slot is free', async () => {
		const { agents, rules, ask, state, mira, end, quiet, stop } = await world('Mira');
		await rules({ strategy: 'round_robin' });
		await agents.change(mira.id, null, { set: { capacity: 1 } });
		const [first, second] = [await ask('v_1'), await ask('v_2')];
		await quiet();
		expect(await state(first)).toMatchObject({ status: 'active', assignee: mira.id });
		expect(await state(second)).toMatchObject({ status: 'waiting', assignee: null });
		await end(mira, first);
		await quiet();
		expect(await state(second)).toMatchObject({ status: 'active', assignee: mira.id });
		await stop();
	});

	it('goes to nobody where agents take them by hand', async () => {
		const { ask, state, mira, quiet, routing, stop } = await world('Mira');
		const chat = await ask('v_1');
		await quiet();
		expect(await state(chat)).toMatchObject({ status: 'waiting' });
		expect(routing.dutyOf(mira.id)?.why).toBe('by_hand');
		expect(routing.placeOf(chat)).toEqual({ position: 1, range: null });
		await stop();
	});

	it('goes to the group of the topic or of the page, and to the standby when its agents are full', async () => {
		const { groups, agents, rules, ask, assignee, mira, tom, quiet, stop } = await world(
			'Mira',
			'Tom',
		);
		const sales = await groups.add({
			name: 'Sales',
			sites: 'all',
			agents: [mira.id],
			standby: [tom.id],
			strategy: 'round_robin',
		});
		await agents.change(mira.id, null, { set: { capacity: 1 } });
		await rules({ byPage: [{ pages: ['/shop/*'], group: sales.id }] });
		const page = { url: 'https://shop.example/shop/lamps?x=1', title: '' };
		const [byTopic, byPage, other] = [
			await ask('v_1', { group: sales.id }),
			await ask('v_2', { page }),
			await ask('v_3', { page: { url: 'https://shop.example/about', title: '' } }),
		];
		await quiet();
		expect(await assignee(byTopic)).toBe(mira.id);
		expect(await assignee(byPage)).toBe(tom.id);
		expect(await assignee(other)).toBeNull();
		await stop();
	});

	it('stays away from who is away, and running ones go on', async () => {
		const { rules, ask, state, routing, mira, quiet, stop } = await world('Mira');
		await rules({ strategy: 'round_robin' });
		const running = await ask('v_1');
		await quiet();
		expect(await routing.set(mira.id, 'away')).toMatchObject({ status: 'away', why: 'status' });
		const late = await ask('v_2');
		await quiet();
		expect(await state(running)).toMatchObject({ status: 'active', assignee: mira.id });
		expect(await state(late)).toMatchObject({ status: 'waiting' });
		await routing.set(mira.id, 'available');
		await quiet();
		expect(await state(late)).toMatchObject({ status: 'active' });
		await stop();
	});
});

describe('a conversation that is taken by hand', () => {
	it('by two at once has one of them, and the other is told who', async () => {
		const { ask, claim, mira, tom, slots, stored, quiet, stop } = await world('Mira', 'Tom');
		const chat = await ask('v_1');
		const answers = await Promise.all([claim(mira, chat), claim(tom, chat)]);
		const [won, lost] = answers[0]?.kind === 'done' ? [mira, tom] : [tom, mira];
		expect(answers.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
		expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({
			code: 'conversation_claimed',
			message: `${won.name} has this conversation already.`,
		});
		await quiet();
		expect(slots(won)).toEqual([chat]);
		expect(await stored(lost)).toEqual([]);
		await stop();
	});

	it('by who has as many as allowed is refused, in whichever way it is taken', async () => {
		const { agents, ask, claim, submit, mira, tom, state, stop } = await world('Mira', 'Tom');
		await agents.change(mira.id, null, { set: { capacity: 1 } });
		const chats = [await ask('v_1'), await ask('v_2'), await ask('v_3')] as const;
		expect(await claim(mira, chats[0])).toMatchObject({ kind: 'done' });
		const said = 'You have 1 of 1 conversations. End one or hand one on, then take this one.';
		const refused = { kind: 'refused', code: 'at_capacity' };
		expect(await claim(mira, chats[1])).toEqual({ ...refused, message: said });
		const post = { kind: 'post', by: authorOf(mira), text: 'I have it' };
		expect(await submit(chats[1], post)).toEqual({ ...refused, message: said });
		await claim(tom, chats[2]);
		const handOn = { kind: 'transfer', by: authorOf(tom), to: mira.id, reason: '' };
		const full = 'Mira has 1 of 1 conversations. Choose somebody else, or a group.';
		expect(await submit(chats[2], handOn)).toEqual({ ...refused, message: full });
		expect(await state(chats[2])).toMatchObject({ assignee: tom.id });
		// What needs no slot is not refused.
		expect(await submit(chats[0], post)).toMatchObject({ kind: 'done' });
		await stop();
	});

	it('comes before what the same agent says next in it', async () => {
		const { ask, claim, submit, mira, state, stop } = await world('Mira');
		const chat = await ask('v_1');
		const answers = await Promise.all([
			claim(mira, chat),
			submit(chat, { kind: 'post', by: authorOf(mira), text: 'Hello' }),
			submit(chat, { kind: 'end', by: authorOf(mira), reason: '' }),
		]);
		expect(answers.map((answer) => (answer.kind === 'done' ? answer.event.type : answer))).toEqual([
			'assigned',
			'message',
			'ended',
		]);
		expect(await state(chat)).toMatchObject({ status: 'ended' });
		await stop();
	});

	it('by an agent without a limit keeps no slots', async () => {
		const { agents, ask, claim, mira, slots, routing, quiet, stop } = await world('Mira');
		await agents.change(mira.id, null, { set: { capacity: null } });
		for (let n = 0; n < 7; n += 1) await claim(mira, await ask(`v_${n}`));
		await quiet();
		expect(slots(mira)).toEqual([]);
		expect(routing.dutyOf(mira.id)).toMatchObject({ load: 7, capacity: null });
		await agents.change(mira.id, null, { set: { capacity: 10 } });
		await quiet();
		expect(slots(mira)).toHaveLength(7);
		await stop();
	});

	it('frees the slot of who had it when it is handed on', async () => {
		const { ask, claim, submit, mira, tom, stored, quiet, stop } = await world('Mira', 'Tom');
		const chat = await ask('v_1');
		await claim(mira, chat);
		await submit(chat, { kind: 'transfer', by: authorOf(mira), to: tom.id, reason: 'lamps' });
		await quiet();
		expect(await stored(mira)).toEqual([]);
		expect(await stored(tom)).toEqual([chat]);
		await stop();
	});
});
