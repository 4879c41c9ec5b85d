import { limits, refused, type CommandOf, type Decision } from './commands.ts';
import { propose } from './propose.ts';
import { isLeader } from './rights.ts';
import type { ConversationState } from './state.ts';

export function decideEnd(state: ConversationState, command: CommandOf<'end'>): Decision {
	const { by } = command;
	if (state.status === 'ended') return { kind: 'unchanged' };
	if (
		by.kind === 'agent' &&
		state.assignee !== null &&
		!state.participants.includes(by.id) &&
		!isLeader(by)
	) {
		return refused(
			'not_participant',
			'Another agent has this conversation. Join it before you end it.',
		);
	}
	if (command.reason.length > limits.reason) {
		return refused('message_too_long', `A reason may have up to ${limits.reason} characters.`);
	}
	const who = by.kind === 'bot' ? 'system' : by.kind;
	return propose(state, command, 'ended', { by: who, reason: command.reason });
}

/** Only a conversation link or an authenticated mail reply reopens (D36); anything else opens the next conversation. */
export function decideReopen(state: ConversationState, command: CommandOf<'reopen'>): Decision {
	if (state.status !== 'ended') return { kind: 'unchanged' };
	return propose(state, command, 'reopened', { reason: command.reason });
}

/** The visitor goes without waiting; whoever answers later takes it up as any other. */
export function decideDefer(state: ConversationState, command: CommandOf<'defer'>): Decision {
	if (state.status === 'pending') return { kind: 'unchanged' };
	if (state.status === 'ended')
		return refused('conversation_ended', 'This conversation has ended. Start a new one.');
	if (state.status !== 'waiting')
		return refused('wrong_state', 'Somebody answers already: there is nothing to wait for.');
	return propose(state, command, 'deferred', {});
}

/** Possible while it runs and after the end; the last one counts. */
export function decideRate(state: ConversationState, command: CommandOf<'rate'>): Decision {
	const { score, effort = null, comment } = command;
	if ((score === null && effort === null) || !isMark(score) || !isMark(effort))
		return refused('bad_request', 'A rating is a whole number from 1 to 5.');
	if (comment.length > limits.reason) {
		return refused('message_too_long', `A comment may have up to ${limits.reason} characters.`);
	}
	const asked = effort === null ? { score, comment } : { score, effort, comment };
	return propose(state, command, 'rating', asked);
}

const isMark = (mark: number | null): boolean =>
	mark === null || (Number.isInteger(mark) && mark >= 1 && mark <= 5);
