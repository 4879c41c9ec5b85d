import type { Queries } from '../../shared/plugin/host.ts';
import {
	asConversationEvent,
	conversationView,
	teamView,
	type ConversationDeps,
	type NameOf,
} from '../conversations/index.ts';

const mostEvents = 500;

/** Views, as the team reads them. */
export const createQueries = (conversations: ConversationDeps, nameOf: NameOf): Queries => ({
	async conversation(id) {
		return conversationView(await conversations.timelines.state(id), nameOf);
	},
	async events(id, after, limit) {
		const page = await conversations.store.page(id, { after, limit: Math.min(limit, mostEvents) });
		return page.events.map((event) => teamView(asConversationEvent(event), nameOf));
	},
});
