import type { Actor } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ClientId, SinkId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { decideTicket, type TicketCommand } from './decide-ticket.ts';
import { docOf, ticketsCollection, ticketStateOf } from './documents.ts';
import { asTicketEvent, timelineOf } from './events.ts';
import { applyTicketEvent, type TicketState } from './state.ts';

/** Owed by each event of a ticket: whoever stored it may die before its document is written. */
export const ticketsSink = 'tickets' as SinkId;

const mostLost = 3;
const pageSize = 200;

export interface Submission {
	readonly by: Actor;
	/** Made by the author; a resend has the same and changes nothing. */
	readonly clientId: ClientId;
	readonly command: TicketCommand;
}

/** The state of a ticket as committed; null: there is none. */
export async function loadTicket(store: Store, id: string): Promise<TicketState | null> {
	const doc = await store.get(ticketsCollection, id);
	let state = doc === null ? null : ticketStateOf(doc);
	for (;;) {
		const after = state?.seq ?? 0;
		const { events } = await store.page(timelineOf(id), { after, limit: pageSize });
		for (const event of events) state = applyTicketEvent(id, state, asTicketEvent(event));
		if (events.length < pageSize) return state;
	}
}

export async function saveTicket(store: Store, state: TicketState): Promise<void> {
	await store.put(ticketsCollection, docOf(state), 'through');
}

/**
 * Decide, then append (D2): of two agents at the same time one is decided again on what the other made of it. Rejects with
 * DomainError; when the outcome is not known, send the same again.
 */
export async function submitCommand(
	deps: { readonly store: Store; readonly clock: Clock },
	id: string,
	{ by, clientId, command }: Submission,
): Promise<TicketState> {
	const { store, clock } = deps;
	for (let tries = 0; tries <= mostLost; tries += 1) {
		const before = await loadTicket(store, id);
		const decision = decideTicket(before, command);
		if (decision.kind !== 'append') {
			// A resend may be without effect or refused by now: its first answer still counts.
			const first = await store.byClientId(timelineOf(id), by.kind, clientId);
			if (first !== null) return replayed(store, id, first, by);
			if (decision.kind === 'refused') throw decision.error;
			if (before === null) throw new DomainError('not_found', 'There is no such ticket.');
			await saveTicket(store, before);
			return before;
		}
		const { type, body } = decision.event;
		const after = before?.seq ?? 0;
		const [answer] = await store.append(timelineOf(id), after, [
			{
				type,
				body,
				audience: 'internal',
				vseq: null,
				at: clock.now(),
				author: by,
				clientId,
				target: null,
				sinks: [ticketsSink],
			},
		]);
		if (answer?.kind === 'committed') {
			const state = applyTicketEvent(id, before, asTicketEvent(answer.event));
			if (state === null) throw new Error(`The ticket ${id} does not begin with its opening.`);
			await saveTicket(store, state);
			return state;
		}
		if (answer?.kind === 'replay') {
			const { event } = answer;
			if (event.author.id === by.id && event.type === type && isSame(event, body))
				return replayed(store, id, event, by);
			throw conflict();
		}
	}
	throw new DomainError('busy', 'Too much is going on in this ticket. Try again in a moment.', {
		retryMs: 1000,
	});
}

/** What was added from the state of that moment is not compared: the text is what the author gave. */
const isSame = (event: StoredEvent, body: Readonly<Record<string, unknown>>): boolean =>
	event.erasedAt !== null || event.body['text'] === body['text'];

async function replayed(
	store: Store,
	id: string,
	event: StoredEvent,
	by: Actor,
): Promise<TicketState> {
	const state = event.author.id === by.id ? await loadTicket(store, id) : null;
	if (state === null) throw conflict();
	await saveTicket(store, state);
	return state;
}

const conflict = (): DomainError =>
	new DomainError(
		'clientid_conflict',
		'Another command was sent with the same clientId. Make a new id for a new command.',
	);
