import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { AgentId, ClientId, ConversationId } from '../../shared/ids.ts';
import { clientId } from '../../shared/protocol/client-id.ts';
import { priorities } from '../../shared/views/event-view.ts';
import { ticketLists, ticketStatuses, type TicketChange } from '../../shared/views/ticket-view.ts';
import { authorOf } from '../routing/index.ts';
import type { Tickets } from '../tickets/index.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

const id = z.string().min(1).max(100);
const command = z.object({ clientId: clientId.transform((text) => text as ClientId) });
const newTicket = command.extend({
	conversation: id.transform((text) => text as ConversationId),
	title: z.string(),
	group: id.nullable().default(null),
	assignee: id
		.transform((text) => text as AgentId)
		.nullable()
		.default(null),
	note: z.string().default(''),
});
const change = command.extend({
	status: z.enum(ticketStatuses).optional(),
	title: z.string().optional(),
	assignee: id
		.transform((text) => text as AgentId)
		.nullable()
		.optional(),
	group: id.nullable().optional(),
	priority: z.enum(priorities).optional(),
});
const reply = command.extend({ text: z.string(), status: z.enum(ticketStatuses).optional() });
const comment = command.extend({ text: z.string() });
const listed = z.object({
	list: z.enum(ticketLists).default('open'),
	order: z.enum(['newest', 'oldest']).default('newest'),
	cursor: z.string().max(500).nullable().default(null),
});

/** Tickets for the console: each agent sees and works on those of the own sites, a reader only sees them. */
export function ticketRoutes(tickets: Tickets): Route[] {
	async function list({ agent, query }: Call): Promise<Answer> {
		return { json: await tickets.list(byOf(agent), parseBody(listed, query)) };
	}
	async function read({ agent, params }: Call): Promise<Answer> {
		return { json: await tickets.read(byOf(agent), params['id'] ?? '') };
	}
	async function open({ agent, body }: Call): Promise<Answer> {
		return { json: await tickets.openByHand(byOf(agent), parseBody(newTicket, body)) };
	}
	async function edit({ agent, params, body }: Call): Promise<Answer> {
		const { clientId: given, ...fields } = parseBody(change, body);
		const by = byOf(agent);
		return { json: await tickets.change(by, params['id'] ?? '', given, withoutGaps(fields)) };
	}
	async function answer({ agent, params, body }: Call): Promise<Answer> {
		const { status, ...said } = parseBody(reply, body);
		const given = status === undefined ? said : { ...said, status };
		return { json: await tickets.reply(byOf(agent), params['id'] ?? '', given) };
	}
	async function remark({ agent, params, body }: Call): Promise<Answer> {
		return {
			json: await tickets.comment(byOf(agent), params['id'] ?? '', parseBody(comment, body)),
		};
	}

	const path = '/api/v1/tickets';
	return [
		{ method: 'GET', path, policy: 'agent', handle: list },
		{ method: 'POST', path, policy: 'agent', handle: open },
		{ method: 'GET', path: `${path}/:id`, policy: 'agent', handle: read },
		{ method: 'POST', path: `${path}/:id`, policy: 'agent', handle: edit },
		{ method: 'POST', path: `${path}/:id/reply`, policy: 'agent', handle: answer },
		{ method: 'POST', path: `${path}/:id/comment`, policy: 'agent', handle: remark },
	];
}

function byOf(agent: Call['agent']): ReturnType<typeof authorOf> {
	if (agent === null) throw new DomainError('not_signed_in', 'Sign in first.');
	return authorOf(agent);
}

/** A field that was left out is no field. */
const withoutGaps = (fields: Readonly<Record<string, unknown>>): TicketChange =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
