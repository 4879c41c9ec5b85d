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
	if (state.assignee === by.id && state.status === 'active') return { kind: 'unchanged' };
	if (state.assignee !== null && state.assignee !== by.id)
		return refused('conversation_claimed', 'Another agent has this conversation already.');
	return propose(state, command, 'assigned', { agent: by.id });
}

/** By routing, only while it waits: whoever claimed first has it. */
export function decideAssign(state: ConversationState, command: CommandOf<'assign'>): Decision {
	if (state.assignee === command.to && state.status === 'active') return { kind: 'unchanged' };
	const over = ended(state);
	if (over !== null) return over;
	if (state.status !== 'waiting')
		return refused('wrong_state', 'This conversation does not wait any more.');
	return propose(state, command, 'assigned', { agent: command.to });
}

export function decideRequeue(state: ConversationState, command: CommandOf<'requeue'>): Decision {
	const over = ended(state);
	if (over !== null) return over;
	const { reason, group, later, from } = command;
	if (from !== undefined && state.assignee !== from) return { kind: 'unchanged' };
	const isElsewhere = group !== undefined && group !== state.group;
	const isPutOff = later === true && state.status === 'waiting';
	if (state.assignee === null && !isElsewhere && !isPutOff) return { kind: 'unchanged' };
	if (state.assignee !== null && !mayHandOn(state, command.by)) return notYours();
	if (reason.length > limits.reason) return tooLong();
	return propose(state, command, 'requeued', {
		reason,
		...(group === undefined ? {} : { group }),
		...(later === true ? { later } : {}),
	});
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
	if (state.assignee === by.id) {
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
	const { to, reason, later } = command;
	if (state.assignee === to && (state.status === 'active' || later === true))
		return { kind: 'unchanged' };
	if (state.assignee !== null && !mayHandOn(state, command.by)) return notYours();
	if (reason.length > limits.reason) return tooLong();
	return propose(state, command, 'transferred', {
		to,
		reason,
		...(later === true ? { later } : {}),
	});
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
