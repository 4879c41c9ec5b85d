import type { StoredEvent } from '../ports/store.ts';
import { refused, type Command, type Outcome } from './commands.ts';
import { asConversationEvent, type Bodies, type ConversationEvent } from './events.ts';

/** The answer to a command whose id the timeline knows already. */
export function replayOf(stored: StoredEvent, command: Command): Outcome {
	const event = asConversationEvent(stored);
	return isSameCommand(event, command)
		? { kind: 'done', event, replayed: true }
		: refused(
				'clientid_conflict',
				'Another command was sent with the same clientId. Make a new id for a new command.',
			);
}

/**
 * Did this command make this event? Compares what the author gave, not what the server added from the state of that moment.
 * A text that was erased cannot be compared any more: the id alone decides (D6).
 */
export function isSameCommand(event: ConversationEvent, command: Command): boolean {
	const erased = event.erasedAt !== null;
	if (event.author.id !== command.by.id) return false;
	switch (command.kind) {
		case 'post':
			return event.type === 'message' && (erased || isSameText(event.body, command));
		case 'note':
			return (
				event.type === 'note' &&
				(event.body.review === true) === (command.isReview === true) &&
				(erased || isSameText(event.body, command))
			);
		case 'edit':
			return (
				event.type === 'edit' &&
				event.target === command.target.seq &&
				(erased || event.body.text === command.text)
			);
		case 'redact':
			return event.type === 'redaction' && event.target === command.target.seq;
		case 'claim':
			return event.type === 'assigned';
		case 'requeue':
			return (
				event.type === 'requeued' &&
				event.body.group === command.group &&
				(erased || event.body.reason === command.reason)
			);
		case 'assign':
			return event.type === 'assigned' && event.body.agent === command.to;
		case 'ask':
			return event.type === 'asked' && isSameQuestion(event.body, command.asked);
		case 'answer':
			return (
				event.type === 'answered' &&
				event.body.about === command.about &&
				event.body.yes === command.yes
			);
		case 'idle':
			return event.type === 'idle' && event.body.isIdle === command.isIdle;
		case 'archive':
			return event.type === 'archived';
		case 'defer':
			return event.type === 'deferred';
		case 'join':
			return event.type === 'joined';
		case 'leave':
			return event.type === 'left';
		case 'transfer':
			return (
				event.type === 'transferred' &&
				event.body.to === command.to &&
				(erased || event.body.reason === command.reason)
			);
		case 'tag':
			return (
				event.type === 'tagged' &&
				isWithin(event.body.add, command.add) &&
				isWithin(event.body.remove, command.remove)
			);
		case 'prioritise':
			return event.type === 'prioritised' && event.body.priority === command.priority;
		case 'end':
			return event.type === 'ended' && (erased || event.body.reason === command.reason);
		case 'reopen':
			return event.type === 'reopened' && event.body.reason === command.reason;
		case 'rate':
			return (
				event.type === 'rating' &&
				event.body.score === command.score &&
				(event.body.effort ?? null) === (command.effort ?? null) &&
				(erased || event.body.comment === command.comment)
			);
	}
}

/** Who is there may have changed since, so `later` is not compared; a reason may have been erased. */
function isSameQuestion(stored: Bodies['asked'], given: Bodies['asked']): boolean {
	if (stored.about !== 'transfer' || given.about !== 'transfer')
		return stored.about === given.about;
	return stored.to.kind === given.to.kind && stored.to.id === given.to.id;
}

interface Said {
	readonly text: string;
	readonly files?: readonly { readonly blob: string }[];
}
function isSameText(stored: Said, given: Said): boolean {
	const blobs = (said: Said): string => (said.files ?? []).map((file) => file.blob).join();
	return stored.text === given.text && blobs(stored) === blobs(given);
}

/** The event holds only the tags that were new; the command may have named more. */
function isWithin(stored: readonly string[], given: readonly string[]): boolean {
	const named = given.map((tag) => tag.trim());
	return stored.every((tag) => named.includes(tag));
}
