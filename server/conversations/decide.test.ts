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
import { anna, everybody, people, type Who } from './testing/people.ts';

/*
 * Every command in every state by everybody. In the table `.` stands for conversation_not_found and `x` for forbidden.
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

const ENDED = 'conversation_ended';
const table = {
	//                 none     pending    waiting    active               ended
	post: `
		visitor          message  message    message    message              ${ENDED}
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            message  message    message    not_participant      ${ENDED}
		admin            message  message    message    not_participant      ${ENDED}
		supervisor       message  message    message    not_participant      ${ENDED}
		agent            message  message    message    message              ${ENDED}
		otherAgent       message  message    message    not_participant      ${ENDED}
		agentElsewhere   .        .          .          .                    .
		reader           x        x          x          x                    x
		bot              message  message    message    message              ${ENDED}
		botElsewhere     .        .          .          .                    .
		system           x        x          x          x                    x`,
	note: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        note       note       note                 note
		admin            .        note       note       note                 note
		supervisor       .        note       note       note                 note
		agent            .        note       note       note                 note
		otherAgent       .        note       note       note                 note
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        note       note       note                 note
		botElsewhere     .        .          .          .                    .
		system           .        note       note       note                 note`,
	edit: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        x          x          x                    x
		admin            .        x          x          x                    x
		supervisor       .        x          x          x                    x
		agent            .        x          x          x                    x
		otherAgent       .        x          x          x                    x
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        x          x          x                    x`,
	redact: `
		visitor          .        redaction  redaction  redaction            redaction
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        redaction  redaction  redaction            redaction
		admin            .        redaction  redaction  redaction            redaction
		supervisor       .        redaction  redaction  redaction            redaction
		agent            .        x          x          x                    x
		otherAgent       .        x          x          x                    x
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        redaction  redaction  redaction            redaction`,
	claim: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        assigned   assigned   conversation_claimed ${ENDED}
		admin            .        assigned   assigned   conversation_claimed ${ENDED}
		supervisor       .        assigned   assigned   conversation_claimed ${ENDED}
		agent            .        assigned   assigned   unchanged            ${ENDED}
		otherAgent       .        assigned   assigned   conversation_claimed ${ENDED}
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        x          x          x                    x`,
	requeue: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        unchanged  unchanged  requeued             ${ENDED}
		admin            .        unchanged  unchanged  requeued             ${ENDED}
		supervisor       .        unchanged  unchanged  requeued             ${ENDED}
		agent            .        unchanged  unchanged  requeued             ${ENDED}
		otherAgent       .        unchanged  unchanged  not_participant      ${ENDED}
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        unchanged  unchanged  requeued             ${ENDED}`,
	join: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        joined     joined     joined               ${ENDED}
		admin            .        joined     joined     joined               ${ENDED}
		supervisor       .        joined     joined     joined               ${ENDED}
		agent            .        joined     joined     unchanged            ${ENDED}
		otherAgent       .        joined     joined     joined               ${ENDED}
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        x          x          x                    x`,
	leave: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        unchanged  unchanged  unchanged            ${ENDED}
		admin            .        unchanged  unchanged  unchanged            ${ENDED}
		supervisor       .        unchanged  unchanged  unchanged            ${ENDED}
		agent            .        unchanged  unchanged  wrong_state          ${ENDED}
		otherAgent       .        unchanged  unchanged  unchanged            ${ENDED}
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        x          x          x                    x`,
	transfer: `
		visitor          .        x            x            x                    x
		otherVisitor     .        .            .            .                    .
		visitorElsewhere .        .            .            .                    .
		owner            .        transferred  transferred  transferred          ${ENDED}
		admin            .        transferred  transferred  transferred          ${ENDED}
		supervisor       .        transferred  transferred  transferred          ${ENDED}
		agent            .        transferred  transferred  transferred          ${ENDED}
		otherAgent       .        transferred  transferred  not_participant      ${ENDED}
		agentElsewhere   .        .            .            .                    .
		reader           .        x            x            x                    x
		bot              .        x            x            x                    x
		botElsewhere     .        .            .            .                    .
		system           .        transferred  transferred  transferred          ${ENDED}`,
	tag: `
		visitor          .        x          x          x                    x
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        tagged     tagged     tagged               tagged
		admin            .        tagged     tagged     tagged               tagged
		supervisor       .        tagged     tagged     tagged               tagged
		agent            .        tagged     tagged     tagged               tagged
		otherAgent       .        tagged     tagged     tagged               tagged
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        tagged     tagged     tagged               tagged
		botElsewhere     .        .          .          .                    .
		system           .        tagged     tagged     tagged               tagged`,
	prioritise: `
		visitor          .        x            x            x                    x
		otherVisitor     .        .            .            .                    .
		visitorElsewhere .        .            .            .                    .
		owner            .        prioritised  prioritised  prioritised          ${ENDED}
		admin            .        prioritised  prioritised  prioritised          ${ENDED}
		supervisor       .        prioritised  prioritised  prioritised          ${ENDED}
		agent            .        prioritised  prioritised  prioritised          ${ENDED}
		otherAgent       .        prioritised  prioritised  prioritised          ${ENDED}
		agentElsewhere   .        .            .            .                    .
		reader           .        x            x            x                    x
		bot              .        prioritised  prioritised  prioritised          ${ENDED}
		botElsewhere     .        .            .            .                    .
		system           .        prioritised  prioritised  prioritised          ${ENDED}`,
	end: `
		visitor          .        ended      ended      ended                unchanged
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        ended      ended      ended                unchanged
		admin            .        ended      ended      ended                unchanged
		supervisor       .        ended      ended      ended                unchanged
		agent            .        ended      ended      ended                unchanged
		otherAgent       .        ended      ended      not_participant      unchanged
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        ended      ended      ended                unchanged`,
	defer: `
		visitor          .        unchanged  deferred   wrong_state          conversation_ended
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        x          x          x                    x
		admin            .        x          x          x                    x
		supervisor       .        x          x          x                    x
		agent            .        x          x          x                    x
		otherAgent       .        x          x          x                    x
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        unchanged  deferred   wrong_state          conversation_ended`,
	reopen: `
		visitor          .        unchanged  unchanged  unchanged            reopened
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        unchanged  unchanged  unchanged            reopened
		admin            .        unchanged  unchanged  unchanged            reopened
		supervisor       .        unchanged  unchanged  unchanged            reopened
		agent            .        x          x          x                    x
		otherAgent       .        x          x          x                    x
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        unchanged  unchanged  unchanged            reopened`,
	rate: `
		visitor          .        rating     rating     rating               rating
		otherVisitor     .        .          .          .                    .
		visitorElsewhere .        .          .          .                    .
		owner            .        x          x          x                    x
		admin            .        x          x          x                    x
		supervisor       .        x          x          x                    x
		agent            .        x          x          x                    x
		otherAgent       .        x          x          x                    x
		agentElsewhere   .        .          .          .                    .
		reader           .        x          x          x                    x
		bot              .        x          x          x                    x
		botElsewhere     .        .          .          .                    .
		system           .        x          x          x                    x`,
} as const satisfies Record<CommandKind, string>;

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
