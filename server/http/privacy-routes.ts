import { Readable } from 'node:stream';
import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Privacy } from '../privacy/index.ts';
import { authorOf, type Agent } from '../routing/index.ts';
import type { Transcripts } from '../transcripts/index.ts';
import {
	visitorViewOf,
	type Visitor,
	type VisitorNotes,
	type Visitors,
} from '../visitors/index.ts';
import { disposition } from './file-disposition.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

export interface PrivacyRouteDeps {
	readonly privacy: Pick<Privacy, 'erase' | 'find' | 'idsOf' | 'conversationsOf'>;
	readonly visitors: Pick<Visitors, 'get'>;
	readonly notes: Pick<VisitorNotes, 'of'>;
	readonly transcripts: Pick<Transcripts, 'copy'>;
	/** Somebody was forgotten: consoles and lists of who is here. */
	readonly erased: (visitor: Visitor) => void;
}

type Reader = ReturnType<typeof authorOf>;
const wanted = z.object({ q: z.string().max(200) });
/** Said by hand, so that no slip of a finger does what cannot be undone. */
const confirmed = z.strictObject({ confirm: z.literal('erase') });

/** What a visitor may ask the owner for: all that is known of them, and to be forgotten. Owners and admins. */
export function privacyRoutes(deps: PrivacyRouteDeps): Route[] {
	const { privacy, visitors, notes, transcripts } = deps;

	async function find({ agent, query }: Call): Promise<Answer> {
		mustConfigure(agent);
		const { q } = parseBody(wanted, query);
		const found = await privacy.find(q, (site) => isOf(agent, site));
		return { json: found.map(visitorViewOf) };
	}

	async function theirs({ agent, params }: Call) {
		const by = mustConfigure(agent);
		const visitor = await visitors.get((params['id'] ?? '') as VisitorId);
		if (visitor === null || !isOf(agent, visitor.site))
			throw new DomainError('not_found', 'There is no such visitor, or not on your sites.');
		return { by, visitor };
	}

	async function exported(call: Call): Promise<Answer> {
		const { by, visitor } = await theirs(call);
		return {
			type: 'application/json; charset=utf-8',
			body: Readable.from(piecesOf(authorOf(by), visitor)),
			headers: {
				'Content-Disposition': disposition('attachment', `visitor-${visitor.id.slice(2, 10)}.json`),
				'Cache-Control': 'private, no-store',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}

	/** What is known, then each conversation as the visitor may read it. */
	async function* piecesOf(by: Reader, visitor: Visitor): AsyncIterable<string> {
		const ids = await privacy.idsOf(visitor.id);
		const people = [];
		for (const id of ids) {
			const known = await visitors.get(id);
			if (known === null) continue;
			const { site: _site, flag, ...said } = visitorViewOf(known);
			const noted = (await notes.of(id)).map(({ text, at }) => ({ text, at: iso(at) }));
			people.push({ ...said, firstSeenAt: iso(known.createdAt), flag, notes: noted });
		}
		yield `${JSON.stringify({ export: 'visitor', people }).slice(0, -1)},"conversations":[`;
		let isFirst = true;
		for (const person of ids) {
			for (const id of await privacy.conversationsOf(person)) {
				yield isFirst ? '\n' : ',\n';
				isFirst = false;
				const copy = { copy: 'visitor', format: 'json', locale: null, timeZone: null } as const;
				yield* (await transcripts.copy(by, id, copy)).pieces;
			}
		}
		yield ']}\n';
	}

	async function erase(call: Call): Promise<Answer> {
		const { by, visitor } = await theirs(call);
		parseBody(confirmed, call.body);
		await privacy.erase(visitor.id, visitor.site, by.id);
		for (const id of await privacy.idsOf(visitor.id)) {
			const now = await visitors.get(id);
			if (now !== null) deps.erased(now);
		}
		return { json: {} };
	}

	const path = '/api/v1/visitors';
	const agents = { policy: 'agent' } as const;
	return [
		{ ...agents, method: 'GET', path, handle: find },
		{ ...agents, method: 'GET', path: `${path}/:id/export`, handle: exported },
		{ ...agents, method: 'POST', path: `${path}/:id/erase`, handle: erase },
	];
}

const iso = (at: number): string => new Date(at).toISOString();

function mustConfigure(agent: Agent | null): Agent {
	if (agent !== null && (agent.role === 'owner' || agent.role === 'admin')) return agent;
	throw new DomainError('forbidden', 'Only an owner or an admin may do this.');
}
const isOf = (agent: Agent | null, site: SiteId): boolean =>
	agent !== null && (agent.sites === 'all' || agent.sites.includes(site));
