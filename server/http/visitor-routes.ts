import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Changeable } from '../../shared/views/desk-view.ts';
import type { Agent } from '../routing/index.ts';
import {
	noteLimits,
	visitorViewOf,
	type Ban,
	type Bans,
	type Visitor,
	type VisitorNote,
	type VisitorNotes,
	type Visitors,
	type Visits,
} from '../visitors/index.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

export interface VisitorRouteDeps {
	readonly visitors: Visitors;
	readonly visits: Pick<Visits, 'of' | 'changed'>;
	readonly notes: VisitorNotes;
	readonly bans: Bans;
	/** Where a visitor's socket comes from; null: none is open. */
	readonly addressOf: (visitor: VisitorId) => string | null;
	readonly nameOf: (agent: string) => string;
	/** Tells consoles. */
	readonly changed: (what: Changeable, id: string) => void;
	readonly told: (visitor: Visitor) => void;
}

const optional = (max: number) => z.string().trim().max(max).nullable().optional();
const facts = z.strictObject({
	name: optional(80),
	email: z
		.string()
		.trim()
		.max(254)
		.regex(/^[^\s@]+@[^\s@]+$|^$/, 'must be an e-mail address')
		.nullable()
		.optional(),
	phone: optional(40),
});
const flag = z.strictObject({ flag: z.string().trim().max(120).nullable() });
const text = z.string().trim().min(1, 'must not be empty').max(noteLimits.text);
const newNote = z.strictObject({ text });
const note = z.strictObject({ rev: z.number().int(), text });
const newBan = z.strictObject({
	visitor: z.string().min(3).max(64),
	/** Everybody from where this visitor is now, too. */
	address: z.boolean().default(false),
	reason: z.string().trim().max(300).default(''),
	/** Null: for good. */
	days: z.number().int().min(1).max(3650).nullable().default(null),
});

const dayMs = 86_400_000;

/** What the team knows and notes about a visitor, and who may not chat. */
export function visitorRoutes(deps: VisitorRouteDeps): Route[] {
	const { visitors, visits, notes, bans } = deps;

	/** Somebody on the site who has not written has no row yet, but is here. */
	async function seen({ agent, params }: Call): Promise<{ id: VisitorId; site: SiteId }> {
		const id = (params['id'] ?? '') as VisitorId;
		const known = visits.of(id) ?? (await visitors.get(id));
		if (known === null || !isOf(agent, known.site)) throw notThere();
		return { id, site: known.site };
	}
	function mustWrite({ agent }: Call): Agent {
		if (agent !== null && agent.role !== 'reader') return agent;
		throw new DomainError('forbidden', 'The role reader may not do this.');
	}
	function mustLead({ agent }: Call): Agent {
		if (agent !== null && leaders.has(agent.role)) return agent;
		throw new DomainError('forbidden', 'Only a supervisor, an admin or an owner may do this.');
	}

	const noteView = ({ id, rev, text: said, by, at }: VisitorNote) => ({
		id,
		rev,
		text: said,
		by,
		byName: deps.nameOf(by),
		at: new Date(at).toISOString(),
	});
	const banView = ({ id, site, visitor, name, address, reason, by, at, until }: Ban) => ({
		id,
		site,
		visitor,
		name,
		isByAddress: address !== null,
		reason,
		byName: deps.nameOf(by),
		at: new Date(at).toISOString(),
		until: until === null ? null : new Date(until).toISOString(),
	});

	async function read(call: Call): Promise<Answer> {
		const { id, site } = await seen(call);
		const [visitor, noted] = await Promise.all([visitors.get(id), notes.of(id)]);
		const ban = bans.all().find((one) => one.visitor === id && one.site === site);
		return {
			json: {
				visitor: visitor === null ? null : visitorViewOf(visitor),
				visit: visits.of(id),
				notes: noted.map(noteView),
				ban: ban === undefined ? null : banView(ban),
			},
		};
	}

	async function change(call: Call): Promise<Answer> {
		mustWrite(call);
		const { id, site } = await seen(call);
		const visitor = await visitors.learn(id, site, parseBody(facts, call.body), 'visitor');
		visits.changed(id, { name: visitor.name ?? null });
		deps.told(visitor);
		return { json: visitorViewOf(visitor) };
	}

	async function mark(call: Call): Promise<Answer> {
		mustWrite(call);
		const { id, site } = await seen(call);
		await visitors.ensure(id, site);
		const visitor = await visitors.flag(id, parseBody(flag, call.body).flag || null);
		if (visitor === null) throw notThere();
		deps.told(visitor);
		return { json: visitorViewOf(visitor) };
	}

	async function addNote(call: Call): Promise<Answer> {
		const { id: by } = mustWrite(call);
		const { id, site } = await seen(call);
		await visitors.ensure(id, site);
		const made = await notes.add(id, site, by, parseBody(newNote, call.body).text);
		deps.changed('visitor_notes', id);
		return { json: noteView(made) };
	}

	/** A note of this visitor that the agent may change: the own ones, and a supervisor all. */
	async function noteOf(call: Call): Promise<VisitorNote> {
		const agent = mustWrite(call);
		const { id } = await seen(call);
		const known = await notes.get(call.params['note'] ?? '');
		if (known === null || known.visitor !== id)
			throw new DomainError('not_found', 'This note is not there any more.');
		if (known.by !== agent.id && !leaders.has(agent.role))
			throw new DomainError('forbidden', 'Only who wrote a note, or a supervisor, may change it.');
		return known;
	}
	async function changeNote(call: Call): Promise<Answer> {
		const known = await noteOf(call);
		const { rev, text: said } = parseBody(note, call.body);
		const changed = await notes.change(known.id, rev, said);
		deps.changed('visitor_notes', known.visitor);
		return { json: noteView(changed) };
	}
	async function removeNote(call: Call): Promise<Answer> {
		const known = await noteOf(call);
		await notes.remove(known.id);
		deps.changed('visitor_notes', known.visitor);
		return { json: {} };
	}

	async function ban(call: Call): Promise<Answer> {
		const { id: by } = mustWrite(call);
		const wanted = parseBody(newBan, call.body);
		const { id, site } = await seen({ ...call, params: { id: wanted.visitor } });
		const address = wanted.address ? deps.addressOf(id) : null;
		if (wanted.address && address === null)
			throw new DomainError(
				'bad_request',
				'The address is not known: gone meanwhile, or hidden by a proxy. Block the visitor alone.',
			);
		const { reason, days } = wanted;
		const until = days === null ? null : Date.now() + days * dayMs;
		const name = (await visitors.get(id))?.name ?? null;
		const made = await bans.add({ site, visitor: id, name, address, reason, by, until });
		deps.changed('bans', made.id);
		return { json: banView(made) };
	}
	async function lift(call: Call): Promise<Answer> {
		const agent = mustLead(call);
		const known = bans.get(call.params['id'] ?? '');
		if (known === null || !isOf(agent, known.site))
			throw new DomainError('not_found', 'This ban was lifted already.');
		await bans.lift(known.id);
		deps.changed('bans', known.id);
		return { json: {} };
	}

	const path = '/api/v1/visitors/:id';
	const agents = { policy: 'agent' } as const;
	return [
		{ ...agents, method: 'GET', path, handle: read },
		{ ...agents, method: 'POST', path, handle: change },
		{ ...agents, method: 'POST', path: `${path}/flag`, handle: mark },
		{ ...agents, method: 'POST', path: `${path}/notes`, handle: addNote },
		{ ...agents, method: 'POST', path: `${path}/notes/:note`, handle: changeNote },
		{ ...agents, method: 'POST', path: `${path}/notes/:note/delete`, handle: removeNote },
		{
			...agents,
			method: 'GET',
			path: '/api/v1/bans',
			handle: (call) => {
				const agent = mustLead(call);
				return {
					json: bans
						.all()
						.filter(({ site }) => isOf(agent, site))
						.map(banView),
				};
			},
		},
		{ ...agents, method: 'POST', path: '/api/v1/bans', handle: ban },
		{ ...agents, method: 'POST', path: '/api/v1/bans/:id/delete', handle: lift },
	];
}

const leaders: ReadonlySet<string> = new Set(['owner', 'admin', 'supervisor']);
const isOf = (agent: Agent | null, site: SiteId): boolean =>
	agent !== null && (agent.sites === 'all' || agent.sites.includes(site));
const notThere = (): DomainError =>
	new DomainError('not_found', 'There is no such visitor, or not on your sites.');
