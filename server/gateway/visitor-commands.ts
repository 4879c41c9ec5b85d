import type { ClientId, ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import {
	amendMessage,
	queuePost,
	visitorOf,
	type Author,
	type Command,
	type ConversationEvent,
	type Queued,
} from '../conversations/index.ts';
import type { GatewayDeps } from './deps.ts';

export type VisitorCommand = Extract<VisitorFrame, { clientId: string }>;
type VisitorAuthor = Author & { readonly kind: 'visitor' };

/** Ids are not rights: a visitor names only own conversations. */
export function ownConversation(by: VisitorAuthor, conversation: string): ConversationId {
	const id = conversation as ConversationId;
	if (visitorOf(id) !== by.id)
		throw new DomainError('conversation_not_found', 'There is no such conversation.');
	return id;
}

/** From a visitor's frames to the queues of timelines, in the order in which they are given. */
export function createVisitorCommands(deps: GatewayDeps, by: VisitorAuthor) {
	const { clock, timelines } = deps.conversations;
	let lastPost: Queued | null = null;
	/** An end that is not committed yet: it decides where the next message goes. */
	let ending: Queued | null = null;

	const submit = (conversation: string, command: Command): Queued => ({
		outcome: timelines.submit(ownConversation(by, conversation), command),
	});

	async function say(frame: VisitorFrame & { type: 'message.send' }): Promise<Queued> {
		await ending?.outcome.catch(() => null);
		ending = null;
		if (!deps.visitors.isKnown(by.id)) await deps.visitors.ensure(by.id, by.site);
		const post = { clientId: frame.clientId as ClientId, text: frame.text };
		const page = frame.page === undefined ? {} : { page: frame.page };
		const from = { source: 'launcher', ...page } as const;
		lastPost = await queuePost(deps.conversations, by, post, from, lastPost);
		return lastPost;
	}

	return {
		/** Settles once the command stands where the next one cannot overtake it. */
		async queue(frame: VisitorCommand): Promise<Queued> {
			const common = { by, clientId: frame.clientId as ClientId, at: clock.now() };
			switch (frame.type) {
				case 'message.send':
					return say(frame);
				case 'message.redact': {
					const { clientId } = common;
					const conversation = ownConversation(by, frame.conversation);
					// Looks its target up first, so it is waited for as a whole: rare enough.
					const outcome = await amendMessage(deps.conversations, conversation, by, frame.target, {
						kind: 'redact',
						clientId,
					});
					return { outcome: Promise.resolve(outcome) };
				}
				case 'conversation.end':
					ending = submit(frame.conversation, { ...common, kind: 'end', reason: '' });
					return ending;
				case 'rating.send': {
					const { score, comment } = frame;
					return submit(frame.conversation, { ...common, kind: 'rate', score, comment });
				}
			}
		},
	};
}

/** Whether this command has made this event. The id alone does not tell: another tab may have used it for something else. */
export function hasMade(frame: VisitorCommand, event: ConversationEvent): boolean {
	if (event.author.kind !== 'visitor' || event.clientId !== frame.clientId) return false;
	if ('conversation' in frame && frame.conversation !== event.timeline) return false;
	switch (frame.type) {
		case 'message.send':
			return event.type === 'message' && event.body.text === frame.text;
		case 'message.redact':
			return event.type === 'redaction' && event.body.targetVseq === frame.target;
		case 'conversation.end':
			return event.type === 'ended';
		case 'rating.send':
			return (
				event.type === 'rating' &&
				event.body.score === frame.score &&
				event.body.comment === frame.comment
			);
	}
}
