import { Readable } from 'node:stream';
import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { AgentId, ClientId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { clientId } from '../../shared/protocol/client-id.ts';
import { ratingFilters } from '../../shared/views/archive-view.ts';
import type { Author, Outcome } from '../conversations/index.ts';
import { authorOf } from '../routing/index.ts';
import {
	copyFormats,
	type Archive,
	type ArchiveFilter,
	type Transcripts,
} from '../transcripts/index.ts';
import { disposition } from './file-disposition.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

export interface ArchiveRouteDeps {
	readonly archive: Archive;
	readonly transcripts: Pick<Transcripts, 'copy'>;
	/** All sites that there are. */
	readonly sites: () => readonly SiteId[];
	/** Writes about how an ended conversation went. */
	readonly review: (
		id: ConversationId,
		by: Author,
		said: { readonly clientId: ClientId; readonly text: string },
	) => Promise<Outcome>;
}

const text = z.string().max(200);
const time = z
	.string()
	.max(40)
	.refine((given) => !Number.isNaN(Date.parse(given)), 'not a time (ISO 8601)')
	.transform((given) => Date.parse(given));
const wanted = z.object({
	q: text.default(''),
	site: text.optional(),
	group: text.optional(),
	agent: text.optional(),
	tag: text.optional(),
	rating: z.enum(ratingFilters).optional(),
	from: time.optional(),
	to: time.optional(),
	cursor: z.string().max(8000).optional(),
});
const copyWanted = z.object({
	copy: z.enum(['team', 'visitor']).default('team'),
	format: z.enum(copyFormats).default('txt'),
	locale: z.string().max(40).nullable().default(null),
	timeZone: z.string().max(60).nullable().default(null),
});
const review = z.object({
	clientId: clientId.transform((given) => given as ClientId),
	text: z.string(),
});

const types = {
	txt: 'text/plain; charset=utf-8',
	html: 'text/html; charset=utf-8',
	json: 'application/json; charset=utf-8',
};

/** What was said, found again: search, transcripts, reviews, earlier conversations. All of the agent's sites, for every role. */
export function archiveRoutes({
	archive,
	transcripts,
	sites,
	review: write,
}: ArchiveRouteDeps): Route[] {
	async function search({ agent, query }: Call): Promise<Answer> {
		const { q, site, agent: who, cursor = null, ...more } = parseBody(wanted, query);
		const by = byOf(agent);
		const own = by.sites === 'all' ? sites() : by.sites;
		const filter = withoutGaps({
			...more,
			text: q,
			agent: who as AgentId | undefined,
			// One of another's sites is one without conversations.
			sites: site === undefined ? own : own.filter((each) => each === site),
		}) as unknown as ArchiveFilter;
		return { json: await archive.page(filter, cursor) };
	}

	async function copy({ agent, params, query }: Call): Promise<Answer> {
		const id = (params['id'] ?? '') as ConversationId;
		const file = await transcripts.copy(byOf(agent), id, parseBody(copyWanted, query));
		return {
			type: types[file.format],
			body: Readable.from(file.pieces),
			headers: {
				'Content-Disposition': disposition('attachment', file.name),
				// It is not to be shown here; should a browser do so, nothing in it runs in our origin.
				'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
				'Cache-Control': 'private, no-store',
				'Cross-Origin-Resource-Policy': 'same-origin',
			},
		};
	}

	async function addReview({ agent, params, body }: Call): Promise<Answer> {
		const id = (params['id'] ?? '') as ConversationId;
		const outcome = await write(id, byOf(agent), parseBody(review, body));
		if (outcome.kind === 'refused') throw new DomainError(outcome.code, outcome.message);
		return { json: { seq: outcome.kind === 'done' ? outcome.event.seq : null } };
	}

	async function ofVisitor({ agent, params }: Call): Promise<Answer> {
		const visitor = (params['id'] ?? '') as VisitorId;
		return { json: { items: await archive.ofVisitor(byOf(agent), visitor) } };
	}

	const conversation = '/api/v1/conversations/:id';
	return [
		{ method: 'GET', path: '/api/v1/archive', policy: 'agent', handle: search },
		{ method: 'GET', path: `${conversation}/transcript`, policy: 'agent', handle: copy },
		{ method: 'POST', path: `${conversation}/review`, policy: 'agent', handle: addReview },
		{
			method: 'GET',
			path: '/api/v1/visitors/:id/conversations',
			policy: 'agent',
			handle: ofVisitor,
		},
	];
}

function byOf(agent: Call['agent']): ReturnType<typeof authorOf> {
	if (agent === null) throw new DomainError('not_signed_in', 'Sign in first.');
	return authorOf(agent);
}

const withoutGaps = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
