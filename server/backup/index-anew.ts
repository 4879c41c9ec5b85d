import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import { asConversationEvent, type ConversationState } from '../conversations/index.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { searchConsumer } from '../transcripts/index.ts';

/**
 * In one write. Taking a text out of a large index in such a way that nothing of it stays in the file costs milliseconds,
 * during which a live server's messages wait.
 */
const mostTogether = { empty: 200, filled: 10 };
/** A text that more than so many others contain is not looked for among them. */
const mostHits = 20;

/** Few others have them all, and each further word costs a look-up. */
const longestWords = (text: string): string =>
	text
		.split(/\s+/)
		.sort((left, right) => right.length - left.length)
		.slice(0, 2)
		.join(' ');

/** Makes texts findable that are not, by the very function that does it day by day. */
export function createIndexer(store: Store, isEmpty: boolean) {
	const limit = isEmpty ? mostTogether.empty : mostTogether.filled;
	const states = new Map<ConversationId, ConversationState>();
	const { wants, consume } = searchConsumer({
		store,
		stateOf(id) {
			const state = states.get(id);
			if (state === undefined) return Promise.reject(new Error(`${id} was not read.`));
			return Promise.resolve(state);
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

	/** Looking for a text is far cheaper than to take it out and put it in again. */
	async function isFound({ open }: ConversationState, event: StoredEvent): Promise<boolean> {
		const { text } = event.body;
		if (isEmpty || open === null || typeof text !== 'string') return false;
		const { hits } = await store.search(open.site, longestWords(text), {
			limit: mostHits,
			maxMs: 20,
		});
		const seq = event.target ?? event.seq;
		return hits.some((hit) => hit.timeline === event.timeline && hit.seq === seq);
	}

	return {
		/** Says how many texts it will put in. */
		async add(state: ConversationState, events: readonly StoredEvent[]): Promise<number> {
			// Of a message and its edits only the last counts, whatever their times say.
			const newest = new Map<number, StoredEvent>();
			for (const event of events) {
				if (event.erasedAt !== null) newest.delete(event.seq);
				else if (wants(asConversationEvent(event))) newest.set(event.target ?? event.seq, event);
			}
			let added = 0;
			for (const event of newest.values()) {
				if (await isFound(state, event)) continue;
				states.set(state.id, state);
				batch.push({ timeline: state.id, events: [event] });
				waiting += 1;
				added += 1;
				if (waiting >= limit) await flush();
			}
			return added;
		},
		flush,
	};
}
