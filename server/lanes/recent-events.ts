import type { TimelineId } from '../../shared/ids.ts';
import type { StoredEvent } from '../ports/store.ts';

/** Events kept at most; beyond it all are forgotten, and read from the store. */
const maxKept = 20_000;

/**
 * What one consumer is owed, as it was committed in this process: folding it needs no read (D12). Only a hint: whatever it
 * does not hold without a gap comes from the store.
 */
export function createRecentEvents() {
	const kept = new Map<TimelineId, StoredEvent[]>();
	let count = 0;

	return {
		/** In order for each timeline, as the bus gives them. */
		add(event: StoredEvent): void {
			if (count >= maxKept) {
				kept.clear();
				count = 0;
			}
			count += 1;
			const events = kept.get(event.timeline);
			if (events === undefined) kept.set(event.timeline, [event]);
			else events.push(event);
		},
		/** The events above `cursor` up to `owed`, at most `limit` of them; null: not all of them are here. What is below is forgotten. */
		take(timeline: TimelineId, cursor: number, owed: number, limit: number): StoredEvent[] | null {
			const events = kept.get(timeline);
			if (events === undefined) return null;
			kept.delete(timeline);
			count -= events.length;
			const open = events.filter(({ seq }) => seq > cursor);
			const isWhole = open.every(({ seq }, index) => seq === cursor + 1 + index);
			const last = open.at(-1);
			if (!isWhole || last === undefined || last.seq < owed) return null;
			const later = open.slice(limit);
			if (later.length > 0) {
				kept.set(timeline, later);
				count += later.length;
			}
			return open.slice(0, limit);
		},
	};
}
