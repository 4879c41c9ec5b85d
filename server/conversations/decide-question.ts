import { limits, refused, type CommandOf, type Decision } from './commands.ts';
import { propose } from './propose.ts';
import type { ConversationState } from './state.ts';

/** One question at a time, the latest counts; only in a conversation that runs, by somebody who is in it. */
export function decideAsk(state: ConversationState, command: CommandOf<'ask'>): Decision {
	const { by, asked } = command;
	if (state.status === 'ended')
		return refused('conversation_ended', 'This conversation has ended.');
	if (state.status !== 'active')
		return refused('wrong_state', 'Nobody answers this conversation yet: claim it first.');
	if (by.kind !== 'agent' || !state.participants.includes(by.id))
		return refused('not_participant', 'Only who is in the conversation may ask the visitor.');
	if (asked.about === 'transfer' && asked.reason.length > limits.reason)
		return refused('message_too_long', `A reason may have up to ${limits.reason} characters.`);
	if (JSON.stringify(state.question ?? null) === JSON.stringify(asked))
		return { kind: 'unchanged' };
	return propose(state, command, 'asked', asked);
}

/** What follows from the answer (the end, or the transfer) is a command of its own. */
export function decideAnswer(state: ConversationState, command: CommandOf<'answer'>): Decision {
	const { about, yes } = command;
	if (state.question?.about !== about)
		return refused('wrong_state', 'This question was answered, or is not asked any more.');
	return propose(state, command, 'answered', { about, yes });
}

export function decideIdle(state: ConversationState, command: CommandOf<'idle'>): Decision {
	const { isIdle } = command;
	if (state.status !== 'active' || (state.isIdle ?? false) === isIdle) return { kind: 'unchanged' };
	return propose(state, command, 'idle', { isIdle });
}

/** A mark, not a state: what is archived has ended and left the lists (D41). */
export function decideArchive(state: ConversationState, command: CommandOf<'archive'>): Decision {
	if (state.status !== 'ended')
		return refused('wrong_state', 'End the conversation before you archive it.');
	if (typeof state.archivedAt === 'number') return { kind: 'unchanged' };
	return propose(state, command, 'archived', {});
}
