import type { AgentId, ConversationId, VisitorId } from '../../shared/ids.ts';
import type { TicketEventView, TicketView } from '../../shared/views/ticket-view.ts';
import {
	asConversationEvent,
	stateOf,
	summaries,
	type ConversationState,
	type NameOf,
} from '../conversations/index.ts';
import { cutText } from '../ports/cut-text.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import { asTicketEvent } from './events.ts';
import type { TicketState } from './state.ts';

export interface Person {
	readonly name: string | null;
	readonly email: string | null;
}
export interface ViewDeps {
	readonly store: Store;
	readonly nameOf: NameOf;
	readonly people: (ids: readonly VisitorId[]) => Promise<ReadonlyMap<VisitorId, Person>>;
}

/** Tickets as lists show them, in the given order. */
export async function ticketViews(
	deps: ViewDeps,
	tickets: readonly TicketState[],
): Promise<TicketView[]> {
	const people = await deps.people([...new Set(tickets.map(({ visitor }) => visitor))]);
	const ids = [...new Set(tickets.map(({ conversation }) => conversation))];
	const talks = new Map<ConversationId, ConversationState>(
		(await deps.store.getMany(summaries, ids)).map((summary) => [summary.id, stateOf(summary)]),
	);
	return Promise.all(
		tickets.map(async (ticket) => {
			const person = people.get(ticket.visitor);
			return {
				id: ticket.id,
				number: ticket.number,
				title: ticket.title,
				preview: cutText(await lastSaid(deps.store, ticket), 160),
				status: ticket.status,
				isNew: ticket.status === 'open' && !ticket.isReplied,
				priority: ticket.priority,
				site: ticket.site,
				visitor: ticket.visitor,
				requesterName: person?.name ?? null,
				requesterEmail: person?.email ?? null,
				conversation: ticket.conversation,
				tags: talks.get(ticket.conversation)?.tags ?? [],
				group: ticket.group,
				groupName: nameOr(deps.nameOf, ticket.group),
				assignee: ticket.assignee,
				assigneeName: nameOr(deps.nameOf, ticket.assignee),
				source: ticket.source,
				openedAt: new Date(ticket.openedAt).toISOString(),
				lastAt: new Date(ticket.lastAt).toISOString(),
			};
		}),
	);
}

const nameOr = (nameOf: NameOf, id: string | null | undefined): string =>
	id === null || id === undefined ? '' : nameOf(id as AgentId);

/** The customer's last words that can be read, else the first ones of the conversation. */
async function lastSaid(store: Store, { conversation, said }: TicketState): Promise<string> {
	const last = await readSaid(store, conversation, said);
	if (last.isVisitor && last.text !== '') return last.text;
	return (await readSaid(store, conversation, 1)).text;
}

/** A message of the conversation as it reads now. */
export async function readSaid(
	store: Store,
	conversation: ConversationId,
	seq: number,
): Promise<{ text: string; deleted: boolean; isVisitor: boolean }> {
	const page = await store.page(conversation, { after: seq - 1, limit: 1 });
	const stored = page.events[0];
	const nothing = { text: '', deleted: true, isVisitor: false };
	if (stored === undefined || stored.seq !== seq) return nothing;
	const event = asConversationEvent(stored);
	if (event.type !== 'message') return nothing;
	const isVisitor = event.author.kind === 'visitor';
	const changes = page.amendments.map(asConversationEvent);
	const isGone = changes.some((each) => each.type === 'redaction' || each.erasedAt !== null);
	if (isGone || event.erasedAt !== null) return { ...nothing, isVisitor };
	const edit = changes.findLast((each) => each.type === 'edit');
	const names = (event.body.files ?? []).map(({ name }) => name).join(', ');
	const text = edit?.type === 'edit' ? edit.body.text : event.body.text;
	return { text: text === '' ? names : text, deleted: false, isVisitor };
}

/** All that happened, with what the customer said as it reads now. */
export function eventViews(
	{ store, nameOf }: ViewDeps,
	{ conversation }: TicketState,
	events: readonly StoredEvent[],
): Promise<TicketEventView[]> {
	return Promise.all(
		events.map(async (stored): Promise<TicketEventView> => {
			const event = asTicketEvent(stored);
			const { author } = event;
			const common = {
				seq: event.seq,
				createdAt: new Date(event.at).toISOString(),
				author: {
					kind: author.kind,
					id: author.id,
					name: author.kind === 'agent' ? nameOf(author.id as AgentId) : '',
				},
			};
			switch (event.type) {
				case 'opened':
					return { ...common, type: 'opened', source: event.body.source, note: event.body.note };
				case 'replied':
					return {
						...common,
						type: 'replied',
						text: event.body.text,
						status: event.body.status ?? null,
					};
				case 'commented':
					return { ...common, type: 'commented', text: event.body.text };
				case 'answered': {
					const { text, deleted } = await readSaid(store, conversation, event.body.said);
					return { ...common, type: 'answered', text, deleted, status: event.body.status ?? null };
				}
				case 'changed':
					return {
						...common,
						type: 'changed',
						change: event.body,
						assigneeName: nameOr(nameOf, event.body.assignee),
						groupName: nameOr(nameOf, event.body.group),
					};
			}
		}),
	);
}
