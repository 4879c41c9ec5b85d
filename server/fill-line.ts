import type { ConversationId } from '../shared/ids.ts';
import { stateOf, summaries, type ConversationState, type Summary } from './conversations/index.ts';
import { derivedSink } from './derived.ts';
import type { Page, Scalar, Store } from './ports/store.ts';
import type { Line } from './routing/index.ts';
import type { Sites } from './sites/index.ts';

/** Of one crash there are few. */
const mostLate = 10_000;

/** Puts everybody into the line who waits when the server starts. */
export async function fillLine(deps: {
	readonly store: Store;
	readonly sites: Pick<Sites, 'all'>;
	readonly line: Line;
	readonly read: (conversation: ConversationId) => Promise<ConversationState>;
}): Promise<void> {
	const { store, sites, line } = deps;
	for (const site of sites.all()) {
		let after: readonly Scalar[] | null = null;
		do {
			const query = { index: 'bySiteStatus', eq: { site: site.id, status: 'waiting' }, limit: 500 };
			const page: Page<Summary> = await store.find(
				summaries,
				after === null ? query : { ...query, after },
			);
			for (const { openedAt, id } of page.items.map(stateOf))
				line.add({ id, site: site.id, since: openedAt });
			after = page.next;
		} while (after !== null);
	}
	// After a crash the summaries of these are behind: some have been taken up since, others are not there yet.
	const late = await store.dueLanes(derivedSink, Number.MAX_SAFE_INTEGER, mostLate);
	for (const { timeline } of late) {
		const { id, open, status, openedAt } = await deps.read(timeline as ConversationId);
		if (open !== null && status === 'waiting') line.add({ id, site: open.site, since: openedAt });
		else line.remove(id);
	}
}
