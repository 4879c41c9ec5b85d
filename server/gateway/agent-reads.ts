import type { ConversationId, SiteId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';
import {
	asConversationEvent,
	conversationView,
	mayRead,
	stateOf,
	summaries,
	teamView,
	type Author,
	type ConversationState,
	type Summary,
} from '../conversations/index.ts';
import type { Page, Scalar, StoredEvent } from '../ports/store.ts';
import type { GatewayDeps } from './deps.ts';
import { cutPage } from './page-size.ts';

type Agent = Author & { readonly kind: 'agent' };
type ListFrame = AgentFrame & { type: 'conversations.list' };
type ReadFrame = AgentFrame & { type: 'events.read' };

const listPage = 50;

export const seesSite = ({ sites }: Agent, site: SiteId): boolean =>
	sites === 'all' || sites.includes(site);

/** The newest events of one conversation, or those around a number. */
export async function readEvents(
	{ conversations: { store, timelines }, cursors, nameOf }: GatewayDeps,
	by: Agent,
	{ requestId, conversation, after, before }: ReadFrame,
): Promise<ToAgent> {
	const id = conversation as ConversationId;
	const state = await timelines.state(id);
	const view = mayRead(state, by) ? conversationView(state, nameOf) : null;
	if (view === null)
		throw new DomainError('conversation_not_found', 'There is no such conversation.');
	const older = before === null ? {} : { before };
	const stored = await store.page(
		id,
		after === null
			? { newest: true, limit: listPage, ...older }
			: { after, limit: wireLimits.page },
	);
	const views = (events: readonly StoredEvent[]) =>
		events.map((event) => teamView(asConversationEvent(event), nameOf));
	const page = { events: views(stored.events), amendments: views(stored.amendments) };
	const keep = after === null ? 'last' : 'first';
	const { events, amendments } = cutPage(page, ({ seq }) => seq, keep);
	const { visitor: marks } = await cursors.get(id);
	return { type: 'events', requestId, view, events, amendments, marks };
}

/** Conversations of one status in all sites of the agent, newest first. */
export async function listConversations(
	deps: GatewayDeps,
	by: Agent,
	{ requestId, status, before }: ListFrame,
): Promise<ToAgent> {
	const { timelines, unsaved } = deps.conversations;
	const { found, next } = await findNewest(deps, by, status, before);
	/** A summary may be a moment behind what this process has committed. */
	const states = found.map((summary) => {
		const [stored, hot] = [stateOf(summary), timelines.peek(summary.id)];
		return hot !== null && hot.seq > stored.seq ? hot : stored;
	});
	const known = new Set(states.map(({ id }) => id));
	const missing = before === null ? unsaved.states() : [];
	for (const state of missing) if (!known.has(state.id)) states.unshift(state);
	const fitting = states.filter(
		(state: ConversationState) =>
			state.open !== null && seesSite(by, state.open.site) && state.status === status,
	);
	const items = fitting.flatMap((state) => conversationView(state, deps.nameOf) ?? []);
	return { type: 'conversations', requestId, items, next };
}

/** By site; empty: from the newest on. */
type Cursors = Readonly<Record<string, readonly Scalar[]>>;

/** The newest of all sites together, and where to go on in each site that has more. */
async function findNewest(
	{ conversations: { store }, sites }: GatewayDeps,
	by: Agent,
	status: string,
	before: readonly Scalar[] | null,
): Promise<{ found: Summary[]; next: string[] | null }> {
	const cursors = before === null ? null : cursorsIn(before);
	const find = (site: SiteId, limit: number): Promise<Page<Summary>> => {
		const after = cursors?.[site];
		const eq = { site, status };
		const query = { index: 'bySiteStatus', eq, direction: -1, limit } as const;
		return store.find(summaries, after?.length ? { ...query, after } : query);
	};
	const mine = sites
		.all()
		.map(({ id }) => id)
		// A site that is missing in the cursor was at its end.
		.filter((id) => seesSite(by, id) && (cursors === null || cursors[id] !== undefined));
	const pages = await Promise.all(mine.map((site) => find(site, listPage)));
	const found = pages
		.flatMap(({ items }) => items)
		.sort((a, b) => b.lastAt - a.lastAt)
		.slice(0, listPage);
	const next: Record<string, readonly Scalar[]> = {};
	for (const [index, site] of mine.entries()) {
		const items = pages[index]?.items ?? [];
		const taken = found.filter((summary) => summary.site === site);
		let goOn = pages[index]?.next ?? null;
		if (taken.length < items.length) {
			const again = taken.length === 0 ? null : await find(site, taken.length);
			// When somebody wrote meanwhile: rather some of them twice than one left out.
			const isSame = again?.items.at(-1)?.id === taken.at(-1)?.id;
			goOn = (isSame ? again?.next : null) ?? cursors?.[site] ?? [];
		}
		if (goOn !== null) next[site] = goOn;
	}
	return { found, next: Object.keys(next).length === 0 ? null : [JSON.stringify(next)] };
}

/** Only the server makes them, but anybody may send anything back. */
function cursorsIn(before: readonly Scalar[]): Cursors {
	try {
		const cursors: unknown = JSON.parse(String(before[0]));
		if (isCursors(cursors)) return cursors;
	} catch {
		// Said below.
	}
	throw new DomainError('bad_frame', 'This list cannot be gone on with. Load it again.');
}

const isCursors = (value: unknown): value is Cursors =>
	typeof value === 'object' && value !== null && Object.values(value).every(isCursor);

/** Empty, or the place behind one conversation: when something was last said there, and which one it is. */
const isCursor = (value: unknown): boolean =>
	Array.isArray(value) &&
	(value.length === 0 ||
		(value.length === 2 && Number.isFinite(value[0]) && typeof value[1] === 'string'));
