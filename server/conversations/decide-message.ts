import { limits, refused, type CommandOf, type Decision, type Refused } from './commands.ts';
import { propose } from './propose.ts';
import type { Bodies, FileRef } from './events.ts';
import type { ConversationState } from './state.ts';

export function decidePost(state: ConversationState, command: CommandOf<'post'>): Decision {
	const bad = badText(command.text, command.files) ?? badReplies(command.quickReplies);
	if (bad !== null) return bad;
	if (state.status === 'none') return openBy(state, command);
	if (state.status === 'ended')
		return refused('conversation_ended', 'This conversation has ended. Start a new one.');
	const { by } = command;
	if (by.kind !== 'agent') return propose(state, command, 'message', said(command));
	if (state.assignee === null || (state.assignee === by.id && state.status !== 'active')) {
		// Writing is claiming: an agent who answers a waiting conversation has it (M15).
		return propose(state, command, 'message', {
			...said(command),
			assign: by.id,
			status: 'active',
		});
	}
	if (!state.participants.includes(by.id)) {
		return refused(
			'not_participant',
			'Another agent has this conversation. Join it before you write to the visitor.',
		);
	}
	return propose(state, command, 'message', said(command));
}

function openBy(state: ConversationState, command: CommandOf<'post'>): Decision {
	const { opening, by } = command;
	if (opening === undefined)
		return refused('conversation_not_found', 'There is no such conversation.');
	const open = { ...said(command), open: opening };
	if (by.kind === 'agent')
		return propose(state, command, 'message', { ...open, assign: by.id, status: 'active' });
	return propose(state, command, 'message', { ...open, status: command.status ?? 'waiting' });
}

export function decideNote(state: ConversationState, command: CommandOf<'note'>): Decision {
	const bad = badText(command.text, command.files);
	if (bad !== null) return bad;
	if (command.isReview !== true) return propose(state, command, 'note', said(command));
	if (state.status !== 'ended')
		return refused('wrong_state', 'A review is written once the conversation has ended.');
	return propose(state, command, 'note', { ...said(command), review: true });
}

export function badText(text: string, files: readonly FileRef[] = []): Refused | null {
	if (text.length > limits.text) {
		return refused(
			'message_too_long',
			`A message may have up to ${limits.text} characters; this one has ${text.length}.`,
		);
	}
	if (files.length > limits.files)
		return refused('message_too_long', `A message may have up to ${limits.files} files.`);
	if (text.trim() === '' && files.length === 0)
		return refused('message_empty', 'Write something first.');
	return null;
}

function badReplies(replies: readonly string[] = []): Refused | null {
	if (replies.length > limits.quickReplies)
		return refused('bad_request', `A message may have up to ${limits.quickReplies} quick replies.`);
	if (replies.some((reply) => reply.trim() === '' || reply.length > limits.quickReply))
		return refused('bad_request', `A quick reply has 1 to ${limits.quickReply} characters.`);
	return null;
}

function said(given: {
	readonly text: string;
	readonly files?: readonly FileRef[];
	readonly quickReplies?: readonly string[];
}): Bodies['note'] & Bodies['message'] {
	const { text, files = [], quickReplies = [] } = given;
	return {
		text,
		...(files.length === 0 ? {} : { files }),
		...(quickReplies.length === 0 ? {} : { quickReplies }),
	};
}
