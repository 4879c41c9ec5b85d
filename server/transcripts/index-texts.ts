import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	type ConversationState,
	type ProposedEvent,
} from '../conversations/index.ts';
import type { IndexRow, Store, StoredEvent } from '../ports/store.ts';

const rowsAtATime = 64;

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
		// Small writes, so that a message that comes meanwhile waits for a few milliseconds at most.
		for (let from = 0; from < rows.length; from += rowsAtATime) {
			await deps.store.index(rows.slice(from, from + rowsAtATime));
		}
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
