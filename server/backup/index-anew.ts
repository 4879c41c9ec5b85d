import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import { asConversationEvent, type ConversationState } from '../conversations/index.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { searchConsumer } from '../transcripts/index.ts';

/** In one write, so that a live server's messages wait no longer than for some milliseconds. */
const mostTogether = 200;

/** Puts texts into the search index again, by the very function that does it day by day. */
export function createIndexer(store: Store) {
	const states = new Map<ConversationId, ConversationState>();
	const { wants, consume } = searchConsumer({
		store,
		stateOf: (id) => {
			const state = states.get(id);
			return state === undefined
				? Promise.reject(new Error(`${id} was not read.`))
				: Promise.resolve(state);
		},
	});
	let batch: { timeline: TimelineId; events: StoredEvent[] }[] = [];
	let waiting = 0;

	async function flush(): Promise<void> {
		if (waiting > 0) await consume(batch);
		batch = [];
		waiting = 0;
		states.clear();
	}

	return {
		/** Says how many texts it has. */
		async add(state: ConversationState, events: readonly StoredEvent[]): Promise<number> {
			// Of a message and its edits only the last counts, whatever their times say.
			const newest = new Map<number, StoredEvent>();
			for (const event of events) {
				if (wants(asConversationEvent(event))) newest.set(event.target ?? event.seq, event);
			}
			const texts = [...newest.values()];
			for (let start = 0; start < texts.length; start += mostTogether) {
				const some = texts.slice(start, start + mostTogether);
				states.set(state.id, state);
				batch.push({ timeline: state.id, events: some });
				waiting += some.length;
				if (waiting >= mostTogether) await flush();
			}
			return texts.length;
		},
		flush,
	};
}
