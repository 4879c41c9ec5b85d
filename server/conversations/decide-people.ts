import {
	limits,
	refused,
	type Author,
	type CommandOf,
	type Decision,
	type Refused,
} from './commands.ts';
import { propose } from './propose.ts';
import { isLeader } from './rights.ts';
import type { ConversationState } from './state.ts';

const ended = (state: ConversationState): Refused | null =>
	state.status === 'ended' ? refused('conversation_ended', 'This conversation has ended.') : null;

/** Of two agents who claim, the event at the next number wins; the other is told who has it. */
export function decideClaim(state: ConversationState, command: CommandOf<'claim'>): Decision {
	const { by } = command;
	if (by.kind !== 'agent') return refused('forbidden', 'Only an agent can claim a conversation.');
	const over = ended(state);
	if (over !== null) return over;
	if (state.assignee === by.id) return { kind: 'unchanged' };
	if (state.assignee !== null)
		return refused('conversation_claimed', 'Another agent has this conversation already.');
	return propose(state, command, 'assigned', { agent: by.id });
}

export function decideRequeue(state: ConversationState, command: CommandOf<'requeue'>): Decision {
	if (state.status !== 'active') return ended(state) ?? { kind: 'unchanged' };
	if (!mayHandOn(state, command.by)) return notYours();
	if (command.reason.length > limits.reason) return tooLong();
	return propose(state, command, 'requeued', { reason: command.reason });
}

export function decideJoin(state: ConversationState, command: CommandOf<'join'>): Decision {
	const { by } = command;
	if (by.kind !== 'agent') return refused('forbidden', 'Only an agent can join a conversation.');
	const over = ended(state);
	if (over !== null) return over;
	if (state.participants.includes(by.id)) return { kind: 'unchanged' };
	return propose(state, command, 'joined', { agent: by.id });
}

export function decideLeave(state: ConversationState, command: CommandOf<'leave'>): Decision {
	const { by } = command;
	const over = ended(state);
	if (over !== null) return over;
	if (by.kind !== 'agent' || !state.participants.includes(by.id)) return { kind: 'unchanged' };
	if (state.assignee === by.id && state.status === 'active') {
		return refused(
			'wrong_state',
			'You answer this conversation. Transfer it or put it back in the queue first.',
		);
	}
	return propose(state, command, 'left', { agent: by.id });
}

export function decideTransfer(state: ConversationState, command: CommandOf<'transfer'>): Decision {
	const over = ended(state);
	if (over !== null) return over;
	if (state.assignee === command.to) return { kind: 'unchanged' };
	if (state.assignee !== null && !mayHandOn(state, command.by)) return notYours();
	if (command.reason.length > limits.reason) return tooLong();
	return propose(state, command, 'transferred', { to: command.to, reason: command.reason });
}

const mayHandOn = (state: ConversationState, by: Author): boolean =>
	by.kind === 'system' ||
	isLeader(by) ||
	(by.kind === 'agent' && state.participants.includes(by.id));

const notYours = (): Refused =>
	refused(
		'not_participant',
		'Another agent has this conversation. Only that agent or a supervisor can hand it on.',
	);
const tooLong = (): Refused =>
	refused('message_too_long', `A reason may have up to ${limits.reason} characters.`);
