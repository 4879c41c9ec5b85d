import {
	limits,
	refused,
	type Author,
	type CommandOf,
	type Decision,
	type Target,
} from './commands.ts';
import { badText } from './decide-message.ts';
import { propose } from './propose.ts';
import { isLeader } from './rights.ts';
import type { ConversationState } from './state.ts';

/** Own messages and notes only, also after the end (D36). What was taken back stays so. */
export function decideEdit(state: ConversationState, command: CommandOf<'edit'>): Decision {
	const { target, by } = command;
	const bad = badText(command.text);
	if (bad !== null) return bad;
	if (!isText(target)) return refused('event_not_found', 'Only a message or a note can be edited.');
	if (!isOwn(target, by)) return refused('forbidden', 'Only its author may edit a message.');
	if (state.redacted.includes(target.seq))
		return refused('wrong_state', 'This message was deleted and cannot be edited.');
	return propose(state, command, 'edit', { text: command.text, targetVseq: target.vseq }, target);
}

export function decideRedact(state: ConversationState, command: CommandOf<'redact'>): Decision {
	const { target, by, at } = command;
	if (!isText(target))
		return refused('event_not_found', 'Only a message or a note can be deleted.');
	if (by.kind === 'visitor' && target.audience !== 'visitor')
		return refused('event_not_found', 'There is no such message.');
	if (by.kind !== 'system' && !isOwn(target, by) && !isLeader(by)) {
		return refused('forbidden', 'Only its author or a supervisor may delete a message.');
	}
	if (by.kind === 'visitor' && at - target.at > limits.visitorRedactionMs) {
		return refused(
			'redaction_too_late',
			'A message can be deleted for five minutes after it was sent.',
		);
	}
	if (state.redacted.includes(target.seq)) return { kind: 'unchanged' };
	return propose(state, command, 'redaction', { targetVseq: target.vseq }, target);
}

const isText = (target: Target): boolean => target.type === 'message' || target.type === 'note';
const isOwn = (target: Target, by: Author): boolean =>
	target.author.kind === by.kind && target.author.id === by.id;
