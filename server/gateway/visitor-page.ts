import type { ConversationId } from '../../shared/ids.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';
import type { ToVisitor } from '../../shared/protocol/visitor-frames.ts';
import { asConversationEvent, asVisitorEvent, visitorView } from '../conversations/index.ts';
import type { StoredEvent } from '../ports/store.ts';
import type { GatewayDeps } from './deps.ts';
import { cutPage } from './page-size.ts';

/** What the visitor may see of an own conversation above `after`. */
export async function readVisitorPage(
	{ conversations: { store }, nameOf }: GatewayDeps,
	conversation: ConversationId,
	after: number,
): Promise<ToVisitor & { type: 'events' }> {
	const stored = await store.page(conversation, { visitor: true, after, limit: wireLimits.page });
	const views = (events: readonly StoredEvent[]) =>
		events.flatMap((event) => {
			const visible = asVisitorEvent(asConversationEvent(event));
			return visible === null ? [] : [visitorView(visible, nameOf)];
		});
	const page = { events: views(stored.events), amendments: views(stored.amendments) };
	const { events, amendments, isCut } = cutPage(page, ({ vseq }) => vseq);
	const hasMore = isCut || stored.events.length === wireLimits.page;
	const head = hasMore ? (await store.head(conversation)).vseq : (events.at(-1)?.vseq ?? after);
	return { type: 'events', conversation, events, amendments, head };
}
