import type { ClientId, ConversationId, TimelineId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	postMessage,
	type ConversationDeps,
	type ConversationEvent,
	type ProposedEvent,
} from '../conversations/index.ts';
import type { StoredEvent } from '../ports/store.ts';
import type { Sites } from './sites.ts';

/*
 * What the owner has the site say by itself after the first message: one text for those who wait, one for those who wrote out of
 * hours. A lane of our own, so it is said also when the server dies in between; its id follows from the conversation, so it is
 * said once.
 */

interface AutoReplyDeps {
	readonly conversations: ConversationDeps;
	readonly sites: Pick<Sites, 'byId'>;
}

export const autoReplyConsumer = (deps: AutoReplyDeps) => ({
	// Nothing is owed where the owner has written no text.
	wants: (event: ProposedEvent): boolean => textAfter(deps.sites, event) !== null,
	// Somebody waits for it.
	delayMs: 0,
	async consume(
		batch: readonly { readonly timeline: TimelineId; readonly events: readonly StoredEvent[] }[],
	): Promise<void> {
		for (const { timeline, events } of batch) {
			const id = timeline as ConversationId;
			for (const stored of events) await answer(deps, id, asConversationEvent(stored));
		}
	},
});

async function answer(
	{ conversations, sites }: AutoReplyDeps,
	id: ConversationId,
	event: ConversationEvent,
): Promise<void> {
	const said = textAfter(sites, event);
	if (said === null) return;
	const { site, text } = said;
	const by = { kind: 'bot', id: 'auto-reply', sites: [site] } as const;
	const clientId = `auto-reply.${id}`.slice(0, 64) as ClientId;
	// A refusal is an answer: it has ended since, or it was said before the owner changed the text.
	await postMessage(conversations, id, by, { clientId, text });
}

/** Null: this event is none that is answered, or there is no text for it now. */
function textAfter(sites: Pick<Sites, 'byId'>, event: ProposedEvent) {
	if (event.type !== 'message' || event.body.open === undefined) return null;
	if (event.author.kind !== 'visitor') return null;
	const { site } = event.body.open;
	const texts = sites.byId(site)?.settings.texts;
	const text = event.body.status === 'pending' ? texts?.autoReplyClosed : texts?.autoReply;
	return text === undefined || text === '' ? null : { site, text };
}
