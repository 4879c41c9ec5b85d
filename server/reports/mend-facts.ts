import type { ConversationId, SiteId } from '../../shared/ids.ts';
import { asConversationEvent } from '../conversations/index.ts';
import type { Page, Scalar, Store, StoredEvent } from '../ports/store.ts';
import { factsCollection, type Facts, type Row } from './facts.ts';
import { foldFacts } from './fold-facts.ts';

type IsOpen = (site: SiteId, at: number) => boolean;

/**
 * Compares the stored row with the one that the whole timeline gives, and replaces it where it differs. Whether the site was
 * open stays as it was judged at the time: hours change, what was missed does not. True: it was wrong or missing.
 */
export async function mendFacts(
	store: Store,
	id: ConversationId,
	events: readonly StoredEvent[],
	isOpen: IsOpen,
): Promise<boolean> {
	const stored = await store.get(factsCollection, id);
	const judged = new Map(stored?.leavings.map((leaving) => [leaving.seq, leaving.isOpen]));
	const whole = foldFacts(null, events.map(asConversationEvent), (site, at, seq) => {
		if (seq === 1 && stored !== null) return stored.isInHours;
		return judged.get(seq) ?? isOpen(site, at);
	});
	if (whole === null) return false;
	if (stored !== null) {
		if (isSame(stored, whole)) return false;
		// Ahead of what was read: of the timeline too (a backup's documents are younger than its events), or only of us.
		if (stored.through > whole.through && (await store.head(id)).seq > whole.through) return false;
		// A row moves forward only.
		if (stored.through >= whole.through) await store.remove(factsCollection, id);
	}
	await store.put(factsCollection, whole, 'through');
	return true;
}

function isSame({ rev: _rev, ...stored }: Facts, whole: Row): boolean {
	return inOrder(stored) === inOrder(whole);
}

/** Stores give fields in an order of their own. */
const inOrder = (value: unknown): string =>
	JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);

const pageSize = 500;

/** Of conversations that do not exist. Says how many. */
export async function removeStrayFacts(store: Store): Promise<number> {
	let removed = 0;
	let after: readonly Scalar[] | null = null;
	do {
		const page: Page<Facts> = await store.find(factsCollection, {
			index: 'bySite',
			limit: pageSize,
			...(after === null ? {} : { after }),
		});
		for (const { id, rev } of page.items) {
			if ((await store.head(id)).seq > 0) continue;
			if (await store.remove(factsCollection, id, { rev })) removed += 1;
		}
		after = page.next;
	} while (after !== null);
	return removed;
}
