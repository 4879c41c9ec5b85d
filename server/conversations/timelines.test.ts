import type { Command } from './commands.ts';
import { summaries } from './summaries.ts';
import { conversation, id, noon as at } from './testing/commands.ts';
import { allEvents, nodeOn } from './testing/nodes.ts';
import { anna, ben, people, sue, vera, visitor } from './testing/people.ts';
import { claim, heldStore, plainStore, post, send } from './testing/stores.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';

describe('a command that is sent again', () => {
	it('gets the first answer, not a second event', async () => {
		const node = nodeOn(await plainStore());
		const first = await send(node, post('Hi'));
		expect(first).toMatchObject({ kind: 'done', replayed: false });
		expect(await send(node, post('Hi'))).toEqual({ ...first, replayed: true });
		expect(node.published).toHaveLength(1);
	});
	it('gets it also when both wait in one batch', async () => {
		const node = nodeOn(await plainStore());
		const [first, second, other] = await Promise.all([
			send(node, post('Hi')),
			send(node, post('Hi')),
			send(node, post('Ho')),
		]);
		expect(second).toEqual({ ...first, replayed: true });
		expect(other).toMatchObject({ event: { seq: 2 } });
	});
	it('gets it when it would be refused or without effect by now', async () => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi'));
		const claimed = await send(node, claim(anna));
		await send(node, { kind: 'end', by: anna, reason: '', clientId: id('e'), at });
		expect(await send(node, post('Hi'))).toMatchObject({ kind: 'done', replayed: true });
		expect(await send(node, claim(anna))).toEqual({ ...claimed, replayed: true });
		const end = { kind: 'end', by: anna, reason: '', clientId: id('e'), at } as const;
		expect(await send(node, end)).toMatchObject({ kind: 'done', replayed: true });
	});
	it('is a conflict with another text, before and after the end', async () => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi', 'c1'));
		const conflict = { kind: 'refused', code: 'clientid_conflict' };
		expect(await send(node, post('Ho', 'c1'))).toMatchObject(conflict);
		await send(node, { kind: 'end', by: vera, reason: '', clientId: id('e'), at });
		expect(await send(node, post('Ho', 'c1'))).toMatchObject(conflict);
	});
	const agents = { by: anna, clientId: id('c1'), at } as const;
	it.each<[string, Command, Command]>([
		['kind', { ...agents, kind: 'join' }, { ...agents, kind: 'note', text: 'n' }],
		['note', { ...agents, kind: 'note', text: 'n' }, { ...agents, kind: 'note', text: 'm' }],
		[
			'tag',
			{ ...agents, kind: 'tag', add: ['a'], remove: [] },
			{ ...agents, kind: 'tag', add: ['b'], remove: [] },
		],
		[
			'receiver',
			{ ...agents, kind: 'transfer', to: ben.id, reason: '' },
			{ ...agents, kind: 'transfer', to: sue.id as never, reason: '' },
		],
		[
			'reason',
			{ ...agents, kind: 'transfer', to: ben.id, reason: 'a' },
			{ ...agents, kind: 'transfer', to: ben.id, reason: 'b' },
		],
		['author', { ...agents, kind: 'join' }, { ...agents, kind: 'join', by: ben }],
	])('is a conflict with another %s', async (_, first, second) => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi'));
		expect(await send(node, first)).toMatchObject({ kind: 'done' });
		expect(await send(node, second)).toMatchObject({ code: 'clientid_conflict' });
	});
	it('tells a stranger nothing, not even that the id is taken', async () => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi'));
		const hidden = { kind: 'refused', code: 'conversation_not_found' };
		for (const by of [visitor('victor'), people.visitorElsewhere]) {
			if (by.id === vera.id) continue;
			expect(await send(node, { ...post('Hi'), by })).toMatchObject(hidden);
			expect(await send(node, { ...post('Ho', 'Hi'), by })).toMatchObject(hidden);
		}
	});
});

describe('two who want the same', () => {
	it('claim at once on one node: one has it, the other is told', async () => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi'));
		const answers = await Promise.all([send(node, claim(anna)), send(node, claim(ben))]);
		expect(answers).toMatchObject([{ kind: 'done' }, { code: 'conversation_claimed' }]);
	});
	it('claim at once on two nodes, in any order of the store: one has it, the other is told', async () => {
		for (let seed = 1; seed <= 60; seed += 1) {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const nodes = [nodeOn(hostile.store), nodeOn((await hostile.reopen()).store)] as const;
			await send(nodes[0], post('Hi'));
			const answers = await Promise.all([send(nodes[0], claim(anna)), send(nodes[1], claim(ben))]);
			const words = answers.map((answer) =>
				answer.kind === 'refused' ? answer.code : answer.kind,
			);
			expect([seed, words.sort()]).toEqual([seed, ['conversation_claimed', 'done']]);
		}
	});
	it('a message and an end on two nodes: the message is before the end or refused', async () => {
		const seen = new Set<string>();
		for (let seed = 1; seed <= 60; seed += 1) {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const nodes = [nodeOn(hostile.store), nodeOn((await hostile.reopen()).store)] as const;
			await send(nodes[0], post('Hi'));
			await nodes[1].timelines.state(conversation);
			const end = { kind: 'end', by: sue, reason: '', clientId: id('e'), at } as const;
			const [said] = await Promise.all([send(nodes[0], post('Wait!')), send(nodes[1], end)]);
			const types = (await allEvents(hostile.store)).map(({ type }) => type);
			const word = said.kind === 'refused' ? said.code : said.kind;
			seen.add(word);
			expect([seed, word, types]).toEqual(
				word === 'done'
					? [seed, 'done', ['message', 'message', 'ended']]
					: [seed, 'conversation_ended', ['message', 'ended']],
			);
		}
		expect(seen.size).toBe(2);
	});
	it('are not refused by what is no longer so on another node', async () => {
		const store = await plainStore();
		const [one, other] = [nodeOn(store), nodeOn(store)];
		await send(one, post('Hi'));
		await send(one, claim(anna));
		await send(other, { kind: 'requeue', by: anna, reason: '', clientId: id('r'), at });
		expect(await send(one, claim(ben))).toMatchObject({ kind: 'done' });
		expect(await send(other, claim(anna, 'again'))).toMatchObject({ code: 'conversation_claimed' });
	});
	it('are not told that it is so already when it is no longer so', async () => {
		const store = await plainStore();
		const [one, other] = [nodeOn(store), nodeOn(store)];
		await send(one, post('Hi'));
		await send(one, claim(anna));
		const handOn = { kind: 'transfer', by: anna, to: ben.id, reason: '' } as const;
		await send(other, { ...handOn, clientId: id('t'), at });
		expect(await send(one, claim(anna, 'again'))).toMatchObject({ code: 'conversation_claimed' });
	});
});

describe('the state at hand', () => {
	it('counts an event once that was read while its commit was under way', async () => {
		const { store, letGo, sent } = await heldStore();
		const node = nodeOn(store);
		const answer = send(node, post('Hi'));
		await sent;
		node.timelines.forget(conversation);
		await node.timelines.state(conversation);
		letGo();
		await answer;
		expect(await node.timelines.state(conversation)).toMatchObject({ seq: 1, messages: 1 });
	});
	it('is not replaced by an older one that was read meanwhile', async () => {
		const store = await plainStore();
		const node = nodeOn(store);
		const early = node.timelines.state(conversation);
		await send(node, post('Hi'));
		await early;
		expect(node.timelines.peek(conversation)).toMatchObject({ seq: 1 });
	});
	it('is read anew when the caller knows of later events', async () => {
		const store = await plainStore();
		const [one, other] = [nodeOn(store), nodeOn(store)];
		await send(one, post('Hi'));
		await send(other, post('Ho'));
		expect(await one.timelines.state(conversation, 2)).toMatchObject({ seq: 2, messages: 2 });
	});
	it('is not kept when it was forgotten while it was read', async () => {
		const node = nodeOn(await plainStore());
		await send(node, post('Hi'));
		node.timelines.forget(conversation);
		const read = node.timelines.state(conversation);
		node.timelines.forget(conversation);
		await read;
		expect(node.timelines.peek(conversation)).toBeNull();
	});
});
