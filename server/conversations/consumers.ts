import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { asConversationEvent, type ProposedEvent } from './events.ts';
import { eraseTarget, type EraseDeps } from './erase.ts';
import { loadState } from './load-state.ts';
import type { ConversationState } from './state.ts';
import { saveSummary, summaries, summaryOf } from './summaries.ts';
import type { Timelines } from './timelines.ts';
import type { Unsaved } from './unsaved.ts';

/* What is derived from conversations by lanes of our own. Each may see the same events again and only moves forward. */

interface Item {
	readonly timeline: TimelineId;
	readonly events: readonly StoredEvent[];
}

/** Keeps the snapshot that lists are made of, and from which a state is read on. */
export const summaryConsumer = (deps: {
	readonly store: Store;
	readonly timelines: Timelines;
	readonly unsaved: Unsaved;
}) => ({
	wants: (): boolean => true,
	async consume(batch: readonly Item[]): Promise<void> {
		await Promise.all(
			batch.map(async ({ timeline, events }) => {
				const state = await deps.timelines.state(timeline as ConversationId, events.at(-1)?.seq);
				await saveSummary(deps.store, state);
				await dropErasedPreview(deps, state);
				deps.unsaved.saved(state.id, state.seq);
			}),
		);
	},
});

/** The text may have been erased after the state was read: what was just saved must not bring it back. */
async function dropErasedPreview(
	{ store, timelines }: { readonly store: Store; readonly timelines: Timelines },
	{ id, preview }: ConversationState,
): Promise<void> {
	if (preview === null || preview.text === '') return;
	const said = await store.event(id, preview.seq);
	if (said === null || said.erasedAt === null) return;
	timelines.forget(id);
	const summary = summaryOf(await loadState(store, id, 'start'));
	if (summary !== null) await store.put(summaries, summary);
}

/** Carries redactions out: blanks what was taken back (D10). */
export const erasureConsumer = (deps: EraseDeps) => ({
	wants: (event: ProposedEvent): boolean => event.type === 'redaction',
	async consume(batch: readonly Item[]): Promise<void> {
		for (const { timeline, events } of batch) {
			for (const stored of events) {
				const event = asConversationEvent(stored);
				if (event.type !== 'redaction' || event.target === null) continue;
				await eraseTarget(deps, timeline as ConversationId, event.target);
			}
		}
	},
});
