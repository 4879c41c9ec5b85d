import type { ClientId, ConversationId, TimelineId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	type ConversationState,
	type ProposedEvent,
} from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { loadTicket, saveTicket, submitCommand, ticketsSink } from './submit-command.ts';
import { ticketIdOf } from './events.ts';
import { nextNumber } from './next-number.ts';
import type { TicketState } from './state.ts';

/** The ticket of what was left in a conversation: its id follows from it, so that there is one however often this runs. */
export const leftTicket = (conversation: ConversationId): string => conversation;

const job = { kind: 'system', id: 'tickets' } as const;

interface Item {
	readonly timeline: TimelineId;
	readonly events: readonly StoredEvent[];
}

/**
 * The lane of tickets. What is left while nobody is there becomes a ticket (D36), what the customer adds comes into it, and the
 * document of a ticket whose writer died is written. May see the same events again.
 */
export const ticketsConsumer = (deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly stateOf: (id: ConversationId, atLeast?: number) => Promise<ConversationState>;
	readonly changed: (ticket: TicketState) => void;
}) => ({
	id: ticketsSink,
	wants(event: ProposedEvent, state: ConversationState): boolean {
		if (event.type === 'deferred') return true;
		if (event.type !== 'message' || event.author.kind !== 'visitor') return false;
		return event.body.status === 'pending' || state.status === 'pending';
	},
	async consume(batch: readonly Item[]): Promise<void> {
		for (const { timeline, events } of batch) {
			const id = ticketIdOf(timeline);
			const ticket =
				id === null
					? await takeUp(deps, timeline as ConversationId, events)
					: await loadTicket(deps.store, id);
			if (ticket === null) continue;
			await saveTicket(deps.store, ticket);
			if (id === null) deps.changed(ticket);
		}
	},
});

async function takeUp(
	deps: Parameters<typeof ticketsConsumer>[0],
	conversation: ConversationId,
	events: readonly StoredEvent[],
): Promise<TicketState | null> {
	const state = await deps.stateOf(conversation, events.at(-1)?.seq);
	if (state.open === null) return null;
	const said = events.map(asConversationEvent).findLast(({ type }) => type === 'message')?.seq;
	const id = leftTicket(conversation);
	const known = await loadTicket(deps.store, id);
	if (known === null) {
		return submitCommand(deps, id, {
			by: job,
			clientId: 'opened-by-itself' as ClientId,
			command: {
				kind: 'open',
				number: await nextNumber(deps.store),
				site: state.open.site,
				visitor: state.open.visitor,
				conversation,
				source: 'offline',
				said: said ?? 1,
				title: '',
				group: state.group ?? state.open.group ?? null,
				assignee: null,
				note: '',
			},
		});
	}
	if (said === undefined) return known;
	return submitCommand(deps, id, {
		by: job,
		clientId: `answered-${said}` as ClientId,
		command: { kind: 'answer', said },
	});
}
