import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	type ConversationState,
	type ProposedEvent,
} from '../conversations/index.ts';
import type { IndexRow, Store, StoredEvent } from '../ports/store.ts';

/** Makes texts findable, a moment after they were acknowledged (D14). An edit replaces what is found of its target. */
export const searchConsumer = (deps: {
	readonly store: Store;
	readonly stateOf: (conversation: ConversationId) => Promise<ConversationState>;
}) => ({
	wants: (event: ProposedEvent): boolean =>
		event.type === 'message' || event.type === 'note' || event.type === 'edit',
	async consume(
		batch: readonly { timeline: TimelineId; events: readonly StoredEvent[] }[],
	): Promise<void> {
		const rows: IndexRow[] = [];
		for (const { timeline, events } of batch) {
			const { open } = await deps.stateOf(timeline as ConversationId);
			if (open === null) continue;
			for (const event of events) rows.push(...rowOf(event, open.site));
		}
		if (rows.length > 0) await deps.store.index(rows);
	},
});

function rowOf(stored: StoredEvent, site: string): IndexRow[] {
	const event = asConversationEvent(stored);
	if (event.erasedAt !== null) return [];
	const { timeline, at } = event;
	if (event.type === 'message' || event.type === 'note') {
		const names = (event.body.files ?? []).map((file) => file.name);
		return [{ timeline, site, at, seq: event.seq, text: [event.body.text, ...names].join(' ') }];
	}
	if (event.type === 'edit' && event.target !== null) {
		return [{ timeline, site, at, seq: event.target, text: event.body.text }];
	}
	return [];
}
