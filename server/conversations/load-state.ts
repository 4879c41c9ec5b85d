import type { ConversationId } from '../../shared/ids.ts';
import type { Store } from '../ports/store.ts';
import { asConversationEvent } from './events.ts';
import { applyEvent, noConversation, type ConversationState } from './state.ts';
import { stateOf, summaries } from './summaries.ts';

/** The stored snapshot and the events after it; without a snapshot all events. */
export async function loadState(
	store: Store,
	id: ConversationId,
	from: 'snapshot' | 'start' = 'snapshot',
): Promise<ConversationState> {
	const summary = from === 'snapshot' ? await store.get(summaries, id) : null;
	let state = summary === null ? noConversation(id) : stateOf(summary);
	for (;;) {
		const { events } = await store.page(id, { after: state.seq, limit: pageSize });
		for (const event of events) state = applyEvent(state, asConversationEvent(event));
		if (events.length < pageSize) return state;
	}
}

const pageSize = 500;
