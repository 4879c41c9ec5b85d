import { DomainError } from '../../shared/errors.ts';
import type { AgentId, SiteId } from '../../shared/ids.ts';
import { ticketLists, type TicketList } from '../../shared/views/ticket-view.ts';
import type { Query, Scalar, Store } from '../ports/store.ts';
import { ticketsCollection, ticketStateOf, type TicketDoc } from './documents.ts';
import type { TicketState } from './state.ts';

export interface TicketsWanted {
	readonly list: TicketList;
	/** Of the asker. */
	readonly sites: readonly SiteId[];
	readonly by: AgentId;
	readonly order: 'newest' | 'oldest';
	/** Null: from the beginning. */
	readonly cursor: string | null;
}

const pageSize = 50;
const mostCounted = 1000;

type Ordered = Pick<Query, 'index'> & { readonly eq: Readonly<Record<string, Scalar>> };

/** Where the tickets of a list stand: in an index for each site, or in that of the agent. */
function queriesOf(list: TicketList, sites: readonly SiteId[], by: AgentId): Ordered[] {
	if (list === 'mine') return [{ index: 'byAssignee', eq: { assignee: by, isDone: false } }];
	if (list === 'new')
		return sites.map((site) => ({ index: 'bySiteNew', eq: { site, isNew: true } }));
	return sites.map((site) => ({ index: 'bySiteStatus', eq: { site, status: list } }));
}

/** One page, by the time of what last happened. */
export async function listTickets(
	store: Store,
	{ list, sites, by, order, cursor }: TicketsWanted,
): Promise<{ tickets: TicketState[]; next: string | null }> {
	const direction = order === 'newest' ? -1 : 1;
	const after = cursor === null ? null : readCursor(cursor);
	const pages = await Promise.all(
		queriesOf(list, sites, by).map((query) =>
			store.find(ticketsCollection, {
				...query,
				direction,
				limit: pageSize + 1,
				...(after === null ? {} : { after }),
			}),
		),
	);
	const docs = pages
		.flatMap(({ items }) => items)
		.sort((one, other) => direction * compare(one, other))
		.slice(0, pageSize + 1);
	const shown = docs.slice(0, pageSize);
	const last = shown.at(-1);
	const hasMore = docs.length > pageSize && last !== undefined;
	return {
		// Of an agent's own, those of sites that are not the agent's any more are left out.
		tickets: shown.filter(({ site }) => sites.includes(site)).map(ticketStateOf),
		next: hasMore ? writeCursor([last.lastAt, last.id]) : null,
	};
}

const compare = (one: TicketDoc, other: TicketDoc): number =>
	one.lastAt === other.lastAt ? (one.id < other.id ? -1 : 1) : one.lastAt - other.lastAt;

/** How many each list has. */
export async function countTickets(
	store: Store,
	sites: readonly SiteId[],
	by: AgentId,
): Promise<Record<TicketList, number>> {
	const entries = ticketLists.map(async (list) => {
		const counts = queriesOf(list, sites, by).map((query) =>
			store.count(ticketsCollection, query, mostCounted),
		);
		const sum = (await Promise.all(counts)).reduce((one, other) => one + other, 0);
		return [list, Math.min(sum, mostCounted)] as const;
	});
	return Object.fromEntries(await Promise.all(entries)) as Record<TicketList, number>;
}

const writeCursor = (place: readonly Scalar[]): string =>
	Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string): readonly Scalar[] {
	try {
		const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
		if (Array.isArray(place) && Number.isFinite(place[0]) && typeof place[1] === 'string')
			return [place[0] as number, place[1]];
	} catch {
		// Said below.
	}
	throw new DomainError(
		'bad_request',
		'This cursor is not one of ours. Load the first page again.',
	);
}
