import type { ConversationId, SinkId } from '../../shared/ids.ts';
import type { Delivery } from '../../shared/plugin/plugin.ts';
import type { TeamEventView } from '../../shared/views/event-view.ts';
import {
	asConversationEvent,
	conversationView,
	loadState,
	teamView,
} from '../conversations/index.ts';
import type { ConversationState } from '../conversations/index.ts';
import type { StoredEvent } from '../ports/store.ts';
import type { LanesDeps } from './ports.ts';

export const deliveryId = (sink: SinkId, event: Pick<StoredEvent, 'timeline' | 'seq'>): string =>
	`${sink}/${event.timeline}/${event.seq}`;

/** What the plugin gets to see: views, as they are now. `tries` are those of the first event. */
export async function deliveriesOf(
	deps: Pick<LanesDeps, 'store' | 'stateOf' | 'nameOf'>,
	sink: SinkId,
	events: readonly StoredEvent[],
	tries: number,
): Promise<Delivery[]> {
	const last = events.at(-1);
	if (last === undefined) return [];
	const timeline = last.timeline as ConversationId;
	let state = await deps.stateOf(timeline);
	// What is at hand may be behind another node's writes; the events are the truth.
	if (state.seq < last.seq) state = await loadState(deps.store, timeline);
	const conversation = conversationView(state, deps.nameOf);
	if (conversation === null) {
		throw new Error(`The timeline ${timeline} has no view that a plugin could read.`);
	}
	return events.map((stored, index) => ({
		id: deliveryId(sink, stored),
		timeline,
		event: readable(teamView(asConversationEvent(stored), deps.nameOf), state),
		conversation,
		attempt: index === 0 ? tries + 1 : 1,
	}));
}

/** What was taken back since is delivered as a tombstone, even before its text is blanked in the store (D10). */
function readable(event: TeamEventView, state: ConversationState): TeamEventView {
	switch (event.type) {
		case 'message':
		case 'note':
			return state.redacted.includes(event.seq)
				? { ...event, text: '', files: [], deleted: true }
				: event;
		case 'edit':
			return state.redacted.includes(event.target) ? { ...event, text: '', deleted: true } : event;
		default:
			return event;
	}
}
