import type { ClientId } from '../../shared/ids.ts';
import {
	postMessage,
	type ConversationDeps,
	type ConversationEvent,
} from '../conversations/index.ts';
import type { Sites } from './sites.ts';

/**
 * What the owner has the site say by itself after the first message: one text for those who wait, one for those who wrote out of
 * hours. Its id follows from the conversation, so it is said once.
 */
export function createAutoReply(deps: {
	readonly conversations: ConversationDeps;
	readonly sites: Pick<Sites, 'byId'>;
	readonly failed: (error: unknown) => void;
}) {
	return (event: ConversationEvent): void => {
		if (event.type !== 'message' || event.body.open === undefined) return;
		if (event.author.kind !== 'visitor') return;
		const { site: id } = event.body.open;
		const texts = deps.sites.byId(id)?.settings.texts;
		const text = event.body.status === 'pending' ? texts?.autoReplyClosed : texts?.autoReply;
		if (text === undefined || text === '') return;
		const by = { kind: 'bot', id: 'auto-reply', sites: [id] } as const;
		const clientId = `auto-reply.${event.timeline}`.slice(0, 64) as ClientId;
		postMessage(deps.conversations, event.timeline, by, { clientId, text }).catch(deps.failed);
	};
}
