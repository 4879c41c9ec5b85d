import type { StoredEvent } from '../../ports/store.ts';
import { asConversationEvent } from '../events.ts';

export interface Readable {
	readonly text: string;
	readonly deleted: boolean;
}

/** What a reader sees of each message and note, by number, after these events in this order. The tests' own reducer. */
export function readable(events: readonly StoredEvent[]): Map<number, Readable> {
	const seen = new Map<number, Readable>();
	for (const event of events.map(asConversationEvent)) {
		const before = seen.get(event.target ?? 0);
		if (event.type === 'message' || event.type === 'note') {
			seen.set(event.seq, { text: event.body.text, deleted: event.erasedAt !== null });
		} else if (event.target !== null && before !== undefined && !before.deleted) {
			if (event.type === 'edit') seen.set(event.target, { ...before, text: event.body.text });
			if (event.type === 'redaction') seen.set(event.target, { text: '', deleted: true });
		}
	}
	return seen;
}
