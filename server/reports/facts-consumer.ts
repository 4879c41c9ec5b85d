import type { SiteId, TimelineId } from '../../shared/ids.ts';
import { asConversationEvent, type ProposedEvent } from '../conversations/index.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { factsCollection, type Row } from './facts.ts';
import { foldFacts } from './fold-facts.ts';

export interface FactsDeps {
	readonly store: Store;
	/** By the site's hours as they are now. */
	readonly isOpen: (site: SiteId, at: number) => boolean;
	/** Told which conversations count differently now. */
	readonly changed?: (row: Row) => void;
}
interface Item {
	readonly timeline: TimelineId;
	readonly events: readonly StoredEvent[];
}

/**
 * Keeps the rows that reports are made of. It may see the same events again, and two nodes may fold the same ones: the row's
 * number says what is in it, and it only moves forward.
 */
export const factsConsumer = (deps: FactsDeps) => ({
	wants: (_event: ProposedEvent): boolean => true,
	async consume(batch: readonly Item[]): Promise<void> {
		const { store } = deps;
		const ids = [...new Set(batch.map(({ timeline }) => timeline))];
		const known = new Map((await store.getMany(factsCollection, ids)).map((row) => [row.id, row]));
		await Promise.all(batch.map((item) => foldOne(deps, known.get(item.timeline) ?? null, item)));
	},
});

async function foldOne(
	{ store, isOpen, changed }: FactsDeps,
	row: Row | null,
	{ timeline, events }: Item,
): Promise<void> {
	const last = events.at(-1)?.seq ?? 0;
	const through = row?.through ?? 0;
	if (last <= through) return;
	const isWhole = events.every(({ seq }, n) => n === 0 || seq === (events[n - 1]?.seq ?? 0) + 1);
	const joins = isWhole && (events[0]?.seq ?? 0) <= through + 1;
	const missing = joins ? events : await eventsAfter(store, timeline, through);
	const next = foldFacts(row, missing.map(asConversationEvent), isOpen);
	if (next === null) return;
	if ((await store.put(factsCollection, next, 'through')) !== null) changed?.(next);
}

async function eventsAfter(
	store: Store,
	timeline: TimelineId,
	after: number,
): Promise<StoredEvent[]> {
	const all: StoredEvent[] = [];
	for (;;) {
		const { events } = await store.page(timeline, {
			after: all.at(-1)?.seq ?? after,
			limit: pageSize,
		});
		all.push(...events);
		if (events.length < pageSize) return all;
	}
}

const pageSize = 500;
