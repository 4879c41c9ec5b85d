import { DomainError } from '../../shared/errors.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';
import type { TicketStatus } from '../../shared/views/ticket-view.ts';
import type { ProposedTicketEvent, TicketBodies } from './events.ts';
import type { TicketState } from './state.ts';

export type TicketCommand =
	| ({ readonly kind: 'open' } & TicketBodies['opened'])
	| { readonly kind: 'reply'; readonly text: string; readonly status?: TicketStatus }
	| { readonly kind: 'comment'; readonly text: string }
	/** The customer wrote again, in the conversation. */
	| { readonly kind: 'answer'; readonly said: number }
	| ({ readonly kind: 'change' } & TicketBodies['changed']);

export type TicketDecision =
	| { readonly kind: 'append'; readonly event: ProposedTicketEvent }
	/** It is so already. */
	| { readonly kind: 'unchanged' }
	| { readonly kind: 'refused'; readonly error: DomainError };

/** Characters. */
export const longestTitle = 200;

/** One command, at most one event. Pure: the same state and command always give the same answer. */
export function decideTicket(state: TicketState | null, command: TicketCommand): TicketDecision {
	if (command.kind === 'open') {
		if (state !== null) return { kind: 'unchanged' };
		const bad = badTitle(command.title, 'may be empty') ?? badText(command.note, 'may be empty');
		if (bad !== null) return bad;
		const { kind: _kind, ...body } = command;
		return append({ type: 'opened', body: { ...body, title: body.title.trim() } });
	}
	if (state === null) return refused('not_found', 'There is no such ticket.');
	switch (command.kind) {
		case 'reply': {
			const { text, status } = command;
			const isNews = status !== undefined && status !== state.status;
			const body = isNews ? { text, status } : { text };
			return badText(text) ?? append({ type: 'replied', body });
		}
		case 'comment':
			return badText(command.text) ?? append({ type: 'commented', body: { text: command.text } });
		case 'answer':
			return decideAnswer(state, command.said);
		case 'change':
			return decideChange(state, command);
	}
}

/** The customer's answer opens what waited for it or was solved (H53); what is spam stays spam. */
function decideAnswer(state: TicketState, said: number): TicketDecision {
	if (said <= state.said) return { kind: 'unchanged' };
	const isClosed = state.status === 'pending' || state.status === 'solved';
	return append({ type: 'answered', body: isClosed ? { said, status: 'open' } : { said } });
}

function decideChange(
	state: TicketState,
	{ kind: _kind, ...asked }: Extract<TicketCommand, { kind: 'change' }>,
): TicketDecision {
	const bad = asked.title === undefined ? null : badTitle(asked.title);
	if (bad !== null) return bad;
	const given = asked.title === undefined ? asked : { ...asked, title: asked.title.trim() };
	const news = Object.entries(given).filter(
		([field, value]) => value !== undefined && state[field as keyof typeof given] !== value,
	);
	if (news.length === 0) return { kind: 'unchanged' };
	return append({ type: 'changed', body: Object.fromEntries(news) });
}

const append = (event: ProposedTicketEvent): TicketDecision => ({ kind: 'append', event });
const refused = (...error: ConstructorParameters<typeof DomainError>): TicketDecision => ({
	kind: 'refused',
	error: new DomainError(...error),
});

function badTitle(title: string, empty?: 'may be empty'): TicketDecision | null {
	if (title.trim() === '' && empty === undefined)
		return refused('message_empty', 'Give the ticket a title.');
	return title.length > longestTitle
		? refused('message_too_long', `A title may have up to ${longestTitle} characters.`)
		: null;
}

function badText(text: string, empty?: 'may be empty'): TicketDecision | null {
	if (text.trim() === '' && empty === undefined)
		return refused('message_empty', 'Write something first.');
	return text.length > wireLimits.text
		? refused('message_too_long', `A text may have up to ${wireLimits.text} characters.`)
		: null;
}
