import type { VisitorId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { docOf, ticketsCollection } from './documents.ts';
import { asTicketEvent, timelineOf, type TicketEvent } from './events.ts';
import { applyTicketEvent, type TicketState } from './state.ts';

const pageSize = 200;

/**
 * Blanks what the team wrote in all tickets of a visitor who must be forgotten; what the visitor said stands in conversations only.
 * Numbers, states, people and times stay. Says how many tickets. Safe to run again after a crash.
 */
export async function eraseTicketsOf(
	{ store, clock }: { readonly store: Store; readonly clock: Clock },
	visitor: VisitorId,
): Promise<number> {
	const query = { index: 'byVisitor', eq: { visitor }, limit: pageSize } as const;
	let count = 0;
	let page = await store.find(ticketsCollection, query);
	for (;;) {
		for (const { id } of page.items) await eraseTicket(store, id, clock.now());
		count += page.items.length;
		if (page.next === null) return count;
		page = await store.find(ticketsCollection, { ...query, after: page.next });
	}
}

async function eraseTicket(store: Store, id: string, at: number): Promise<void> {
	const events = await allEvents(store, id);
	const open = events.filter((event) => event.erasedAt === null).map(asTicketEvent);
	const remains = open.map((event) => ({ seq: event.seq, body: remainsOf(event) }));
	if (remains.length > 0) await store.erase(timelineOf(id), remains, at);
	let state: TicketState | null = null;
	for (const event of await allEvents(store, id))
		state = applyTicketEvent(id, state, asTicketEvent(event));
	// The document holds the title; it is replaced though its number is the same.
	if (state !== null) await store.put(ticketsCollection, docOf(state));
}

function remainsOf(event: TicketEvent): StoredEvent['body'] {
	switch (event.type) {
		case 'opened':
			return { ...event.body, title: '', note: '' };
		case 'replied':
		case 'commented':
			return { ...event.body, text: '' };
		case 'answered':
			return event.body;
		case 'changed':
			return event.body.title === undefined ? event.body : { ...event.body, title: '' };
	}
}

async function allEvents(store: Store, id: string): Promise<StoredEvent[]> {
	const all: StoredEvent[] = [];
	for (;;) {
		const after = all.at(-1)?.seq ?? 0;
		const { events } = await store.page(timelineOf(id), { after, limit: pageSize });
		all.push(...events);
		if (events.length < pageSize) return all;
	}
}
