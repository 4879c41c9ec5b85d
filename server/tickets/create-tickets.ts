import { createHash } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { AgentId, ClientId, ConversationId, SiteId } from '../../shared/ids.ts';
import type {
	TicketChange,
	TicketList,
	TicketPage,
	TicketStatus,
	TicketView,
	WholeTicket,
} from '../../shared/views/ticket-view.ts';
import { mayRead, type Author, type ConversationState } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { TicketCommand } from './decide-ticket.ts';
import { ticketsCollection, ticketStateOf } from './documents.ts';
import { timelineOf } from './events.ts';
import { countTickets, listTickets } from './list-tickets.ts';
import { nextNumber } from './next-number.ts';
import { ticketsConsumer } from './open-left.ts';
import type { TicketState } from './state.ts';
import { loadTicket, submitCommand } from './submit-command.ts';
import { eventViews, readSaid, ticketViews, type ViewDeps } from './views.ts';

export interface TicketsDeps extends ViewDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly stateOf: (id: ConversationId, atLeast?: number) => Promise<ConversationState>;
	/** Whether the agent answers on this site. */
	readonly mayReceive: (agent: AgentId, site: SiteId) => boolean;
	readonly isGroup: (id: string) => boolean;
	/** All sites that there are. */
	readonly sites: () => readonly SiteId[];
}

type By = Author & { readonly kind: 'agent' };

export interface TicketByHand {
	readonly clientId: ClientId;
	readonly conversation: ConversationId;
	readonly title: string;
	readonly group: string | null;
	readonly assignee: AgentId | null;
	/** For the team; empty: none. */
	readonly note: string;
}

export type Tickets = ReturnType<typeof createTickets>;

const mostEvents = 1000;
const mostOthers = 20;

/** Requests that are followed until they are solved. All commands reject with DomainError and may be sent again with the same clientId. */
export function createTickets(deps: TicketsDeps) {
	const { store, nameOf } = deps;
	const listeners = new Set<(ticket: { readonly id: string }) => void>();
	const changed = (ticket: TicketState): void => {
		for (const listener of listeners) listener(ticket);
	};
	const sees = (by: By, site: SiteId): boolean => by.sites === 'all' || by.sites.includes(site);

	async function ticketFor(by: By, id: string): Promise<TicketState> {
		const ticket = await loadTicket(store, id);
		if (ticket !== null && sees(by, ticket.site)) return ticket;
		throw new DomainError('not_found', 'There is no such ticket.');
	}
	function checkWrites(by: By): void {
		if (by.role === 'reader')
			throw new DomainError('forbidden', 'The role reader may not work on tickets.');
	}
	function checkGiven(site: SiteId, given: Pick<TicketChange, 'assignee' | 'group'>): void {
		const { assignee, group } = given;
		if (typeof assignee === 'string' && !deps.mayReceive(assignee, site))
			throw new DomainError('bad_request', 'This agent does not answer on this site.');
		if (typeof group === 'string' && !deps.isGroup(group))
			throw new DomainError('bad_request', 'There is no such group any more.');
	}

	async function command(
		by: By,
		id: string,
		clientId: ClientId,
		wanted: TicketCommand,
	): Promise<TicketView> {
		const ticket = await submitCommand(deps, id, {
			by: { kind: 'agent', id: by.id },
			clientId,
			command: wanted,
		});
		changed(ticket);
		return viewOf(ticket);
	}
	async function viewOf(ticket: TicketState): Promise<TicketView> {
		const [view] = await ticketViews(deps, [ticket]);
		if (view === undefined) throw new Error('A ticket has no view.');
		return view;
	}

	async function eventsOf(id: string): Promise<StoredEvent[]> {
		const all: StoredEvent[] = [];
		for (;;) {
			const after = all.at(-1)?.seq ?? 0;
			const { events } = await store.page(timelineOf(id), { after, limit: 200 });
			all.push(...events);
			if (events.length < 200 || all.length >= mostEvents) return all;
		}
	}

	return {
		consumer: ticketsConsumer({ store, clock: deps.clock, stateOf: deps.stateOf, changed }),

		/** Makes a ticket of a conversation (H40). */
		async openByHand(by: By, wanted: TicketByHand): Promise<TicketView> {
			const talk = await deps.stateOf(wanted.conversation);
			if (talk.open === null || !mayRead(talk, by))
				throw new DomainError('conversation_not_found', 'There is no such conversation.');
			checkWrites(by);
			checkGiven(talk.open.site, wanted);
			if (wanted.title.trim() === '')
				throw new DomainError('message_empty', 'Give the ticket a title.');
			const { clientId, ...fields } = wanted;
			// The same for a resend.
			const id = createHash('sha256').update(`${by.id} ${clientId}`).digest('hex').slice(0, 24);
			const known = await loadTicket(store, id);
			if (known !== null && known.conversation !== wanted.conversation)
				throw new DomainError(
					'clientid_conflict',
					'Another ticket was made with the same clientId. Make a new id for a new ticket.',
				);
			return command(by, id, clientId, {
				kind: 'open',
				...fields,
				number: known?.number ?? (await nextNumber(store)),
				site: talk.open.site,
				visitor: talk.open.visitor,
				source: 'hand',
				said: talk.seq,
			});
		},

		async reply(
			by: By,
			id: string,
			{ clientId, text, status }: { clientId: ClientId; text: string; status?: TicketStatus },
		): Promise<TicketView> {
			await ticketFor(by, id);
			checkWrites(by);
			const set = status === undefined ? {} : { status };
			return command(by, id, clientId, { kind: 'reply', text, ...set });
		},

		async comment(
			by: By,
			id: string,
			{ clientId, text }: { clientId: ClientId; text: string },
		): Promise<TicketView> {
			await ticketFor(by, id);
			checkWrites(by);
			return command(by, id, clientId, { kind: 'comment', text });
		},

		async change(
			by: By,
			id: string,
			clientId: ClientId,
			change: TicketChange,
		): Promise<TicketView> {
			const { site } = await ticketFor(by, id);
			checkWrites(by);
			checkGiven(site, change);
			return command(by, id, clientId, { kind: 'change', ...change });
		},

		/** One page of a list, with how many there are in each. */
		async list(
			by: By,
			wanted: {
				readonly list: TicketList;
				readonly order: 'newest' | 'oldest';
				readonly cursor: string | null;
			},
		): Promise<TicketPage> {
			const sites = by.sites === 'all' ? deps.sites() : by.sites;
			const { tickets, next } = await listTickets(store, { ...wanted, sites, by: by.id });
			const counts = await countTickets(store, sites, by.id);
			return { items: await ticketViews(deps, tickets), next, counts };
		},

		/** Throws `not_found` for one of a site that is not the asker's. */
		async read(by: By, id: string): Promise<WholeTicket> {
			const ticket = await ticketFor(by, id);
			const talk = await deps.stateOf(ticket.conversation);
			const { items } = await store.find(ticketsCollection, {
				index: 'byVisitor',
				eq: { visitor: ticket.visitor },
				direction: -1,
				limit: mostOthers,
			});
			const others = items.filter((doc) => doc.id !== id && sees(by, doc.site));
			return {
				ticket: await viewOf(ticket),
				events: await eventViews(deps, ticket, await eventsOf(id)),
				talk: {
					openedAt: new Date(talk.openedAt).toISOString(),
					lastAt: new Date(talk.lastAt).toISOString(),
					messageCount: talk.messages,
					agentName: talk.assignee === null ? '' : nameOf(talk.assignee),
					first: (await readSaid(store, ticket.conversation, 1)).text,
				},
				others: await ticketViews(deps, others.map(ticketStateOf)),
			};
		},

		/** Oldest first. Whether the asker may see the conversation is for the caller to know. */
		async ofConversation(id: ConversationId): Promise<{ id: string; number: number }[]> {
			const { items } = await store.find(ticketsCollection, {
				index: 'byConversation',
				eq: { conversation: id },
				limit: mostOthers,
			});
			return items
				.map(ticketStateOf)
				.map((ticket) => ({ id: ticket.id, number: ticket.number }))
				.sort((one, other) => one.number - other.number);
		},

		/** Told after each change that this process stored. */
		onChanged(listener: (ticket: { readonly id: string }) => void): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
