import type { ConversationId } from '../shared/ids.ts';
import { stateOf, summaries, type ConversationState, type Summary } from './conversations/index.ts';
import { derivedSink } from './derived.ts';
import type { Page, Scalar, Store } from './ports/store.ts';
import type { Sites } from './sites/index.ts';

/** Of one crash there are few. */
const mostLate = 10_000;

/** What routing must know of when the server starts: who waits, and who is being answered. */
export async function fillLine(deps: {
	readonly store: Store;
	readonly sites: Pick<Sites, 'all'>;
	readonly place: (state: ConversationState) => void;
	readonly read: (conversation: ConversationId) => Promise<ConversationState>;
}): Promise<void> {
	const { store, sites, place } = deps;
	const wanted = sites
		.all()
		.flatMap(({ id }) => ['waiting', 'active'].map((status) => ({ site: id, status })));
	for (const eq of wanted) {
		let after: readonly Scalar[] | null = null;
		do {
			const query = { index: 'bySiteStatus', eq, limit: 500 };
			const page: Page<Summary> = await store.find(
				summaries,
				after === null ? query : { ...query, after },
			);
			for (const state of page.items.map(stateOf)) place(state);
			after = page.next;
		} while (after !== null);
	}
	// After a crash the summaries of these are behind: some go on otherwise since, others are not there yet.
	const late = await store.dueLanes(derivedSink, Number.MAX_SAFE_INTEGER, mostLate);
	for (const { timeline } of late) place(await deps.read(timeline as ConversationId));
}
