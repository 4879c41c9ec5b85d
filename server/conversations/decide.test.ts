import type { CommandKind } from './commands.ts';
import { decide } from './decide.ts';
import { noConversation, type ConversationState } from './state.ts';
import {
	commandKinds,
	conversation,
	id,
	inOneWord,
	noon,
	opening,
	Play,
	someCommand,
	waiting,
} from './testing/commands.ts';
import { table } from './testing/decide-table.ts';
import { anna, everybody, people, type Who } from './testing/people.ts';

/*
 * Every command in every state by everybody. The table is in testing/decide-table.ts.
 * An edit or a redaction is about Vera's first message, of just now.
 */
const states = {
	none: () => noConversation(conversation),
	pending: () => ({ ...waiting().state, status: 'pending' as const }),
	waiting: () => waiting().state,
	active: () => waiting().do({ kind: 'claim', by: anna }).state,
	ended: () =>
		waiting().do({ kind: 'claim', by: anna }).do({ kind: 'end', by: anna, reason: '' }).state,
} as const satisfies Record<ConversationState['status'], () => ConversationState>;
const statuses = Object.keys(states) as readonly ConversationState['status'][];

describe.each(commandKinds)('the command %s', (kind) => {
	const rows = rowsOf(table[kind]);

	it('has a row for everybody and a column for every state', () => {
		expect([...rows.keys()].sort()).toEqual([...everybody].sort());
		for (const columns of rows.values()) expect(columns).toHaveLength(statuses.length);
	});

	it.each(everybody)('by the %s is decided as the table says', (who) => {
		const decided = statuses.map((status) => [status, decidedFor(kind, status, who)]);
		const expected = statuses.map((status, column) => [status, rows.get(who)?.[column]]);
		expect(Object.fromEntries(decided)).toEqual(Object.fromEntries(expected));
	});
});

it('an event belongs to its author and follows the state', () => {
	const play = waiting();
	const decision = play.try({ kind: 'claim', by: anna, clientId: id('mine'), at: noon + 5 });
	expect(decision).toEqual({
		kind: 'append',
		event: {
			type: 'assigned',
			body: { agent: anna.id },
			audience: 'visitor',
			vseq: 2,
			at: noon + 5,
			author: { kind: 'agent', id: anna.id },
			clientId: 'mine',
			target: null,
		},
	});
});

it('keeps through which sink a command came', () => {
	const via = { sink: 'slack:T1' as never, externalId: 'ts-1' };
	const decision = new Play().try({ kind: 'post', by: { ...anna, via }, text: 'Hi', opening });
	expect(decision.kind === 'append' && decision.event.author).toEqual({
		kind: 'agent',
		id: anna.id,
		via,
	});
});

function decidedFor(kind: CommandKind, status: ConversationState['status'], who: Who): string {
	const common = { by: people[who], clientId: id('c'), at: noon };
	return inOneWord(decide(states[status](), someCommand[kind](common, waiting().target(1))));
}

function rowsOf(text: string): Map<string, readonly string[]> {
	const short: Record<string, string> = { '.': 'conversation_not_found', x: 'forbidden' };
	return new Map(
		text
			.trim()
			.split('\n')
			.map((line) => {
				const [who = '', ...columns] = line.trim().split(/\s+/);
				return [who, columns.map((word) => short[word] ?? word)];
			}),
	);
}
