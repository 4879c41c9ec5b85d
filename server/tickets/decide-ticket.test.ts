import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { TicketStatus } from '../../shared/views/ticket-view.ts';
import { decideTicket, longestTitle, type TicketCommand } from './decide-ticket.ts';
import type { TicketEvent } from './events.ts';
import { applyTicketEvent, type TicketState } from './state.ts';

const opening = {
	kind: 'open',
	number: 7,
	site: 'shop' as SiteId,
	visitor: 'v_1' as VisitorId,
	conversation: 'v_1.1' as ConversationId,
	source: 'offline',
	said: 1,
	title: '',
	group: null,
	assignee: null,
	note: '',
} as const satisfies TicketCommand;

/** The state after these commands, each of which must append. */
function after(...commands: readonly TicketCommand[]): TicketState {
	let state: TicketState | null = null;
	for (const command of [opening, ...commands]) {
		const decision = decideTicket(state, command);
		if (decision.kind !== 'append') throw new Error(`${command.kind}: ${decision.kind}`);
		const event = { ...decision.event, seq: (state?.seq ?? 0) + 1, at: 1000 };
		state = applyTicketEvent('t', state, event as unknown as TicketEvent);
	}
	if (state === null) throw new Error('no state');
	return state;
}
const setTo = (status: TicketStatus): TicketCommand => ({ kind: 'change', status });
const codeOf = (state: TicketState | null, command: TicketCommand): string => {
	const decision = decideTicket(state, command);
	return decision.kind === 'refused' ? decision.error.code : decision.kind;
};

it('begins open and unanswered', () => {
	expect(after()).toMatchObject({ status: 'open', isReplied: false, number: 7, seq: 1 });
});

it('becomes pending by a reply that asks, and open by the answer', () => {
	const asked = after({ kind: 'reply', text: 'Which one?', status: 'pending' });
	expect(asked).toMatchObject({ status: 'pending', isReplied: true });
	expect(
		after({ kind: 'reply', text: 'Which?', status: 'pending' }, { kind: 'answer', said: 3 }),
	).toMatchObject({
		status: 'open',
		said: 3,
	});
});

it.each([
	['open', 'open'],
	['pending', 'open'],
	['solved', 'open'],
	['spam', 'spam'],
] as const)('that is %s is %s once the customer has answered', (before, then) => {
	const set = before === 'open' ? [] : [setTo(before)];
	expect(after(...set, { kind: 'answer', said: 2 }).status).toBe(then);
});

it('takes each answer once, whatever order they come in', () => {
	const state = after({ kind: 'answer', said: 5 });
	expect(codeOf(state, { kind: 'answer', said: 5 })).toBe('unchanged');
	expect(codeOf(state, { kind: 'answer', said: 4 })).toBe('unchanged');
});

it('says only what is new', () => {
	const anna = 'anna' as AgentId;
	const state = after({ kind: 'change', assignee: anna, title: '  Brake lever ' });
	expect(state).toMatchObject({ assignee: anna, title: 'Brake lever' });
	expect(codeOf(state, { kind: 'change', assignee: anna, title: 'Brake lever' })).toBe('unchanged');
	expect(decideTicket(state, { kind: 'change', assignee: null, status: 'open' })).toEqual({
		kind: 'append',
		event: { type: 'changed', body: { assignee: null } },
	});
});

it('is not opened twice', () => {
	expect(codeOf(after(), opening)).toBe('unchanged');
});

it.each([
	['a reply without words', { kind: 'reply', text: ' \n' }, 'message_empty'],
	['a comment without words', { kind: 'comment', text: '' }, 'message_empty'],
	['a reply that is too long', { kind: 'reply', text: 'x'.repeat(4001) }, 'message_too_long'],
	['a title of nothing', { kind: 'change', title: ' ' }, 'message_empty'],
	[
		'a title that is too long',
		{ kind: 'change', title: 'x'.repeat(longestTitle + 1) },
		'message_too_long',
	],
] as const)('refuses %s', (_name, command, code) => {
	expect(codeOf(after(), command)).toBe(code);
});

it('does nothing for a ticket that there is not', () => {
	expect(codeOf(null, { kind: 'comment', text: 'hello' })).toBe('not_found');
});
