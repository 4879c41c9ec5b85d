import type { ConversationId } from '../../../shared/ids.ts';
import type { ConversationState } from '../../conversations/index.ts';
import type { Store } from '../../ports/store.ts';
import type { SearchPlace } from './cursor.ts';
import { isWanted, isWithin, type ArchiveFilter } from './decide-match.ts';
import { hitsOfSite, type Found, type HitsOfSite } from './hits-of-site.ts';

export interface Matched {
	readonly state: ConversationState;
	/** Newest first, the first few. */
	readonly hits: readonly Found[];
	readonly hitCount: number;
}
export interface MatchedPage<Next> {
	readonly items: readonly Matched[];
	readonly next: Next | null;
	readonly isPartial: boolean;
}

export interface ArchiveReading {
	readonly store: Store;
	readonly stateOf: (id: ConversationId) => Promise<ConversationState>;
	/** Milliseconds left for this page. */
	readonly msLeft: () => number;
}

export const pageSize = 20;
const mostHits = 3;
/** More that are talked in at the same time than anybody has. */
const mostShown = 60;

/** Conversations in which the words were said, by the newest such hit; each once, with its hits. */
export async function searchArchive(
	reading: ArchiveReading,
	filter: ArchiveFilter,
	from: SearchPlace | null,
): Promise<MatchedPage<SearchPlace>> {
	const { store, stateOf, msLeft } = reading;
	const start = { before: null, used: 0 };
	const streams = filter.sites
		.filter((site) => from === null || Object.hasOwn(from.sites, site))
		.map((site) => hitsOfSite(store, site, filter.text, from?.sites[site] ?? start));
	const before = new Set(from?.shown ?? []);
	const unwanted = new Set<ConversationId>();
	const found = new Map<
		ConversationId,
		{ state: ConversationState; hits: Found[]; count: number }
	>();

	let newest = await newestOf(streams, msLeft);
	for (; newest !== null && msLeft() > 0; newest = await newestOf(streams, msLeft)) {
		const { stream, hit } = newest;
		const { conversation } = hit;
		if (isTooOld(hit, filter)) break;
		const known = found.get(conversation);
		if (known === undefined && found.size === pageSize) break;
		stream.take();
		if (before.has(conversation) || unwanted.has(conversation)) continue;
		if (!isWithin(hit.event.at, filter)) continue;
		if (known !== undefined) {
			if (known.hits.length < mostHits) known.hits.push(hit);
			known.count += 1;
			continue;
		}
		const state = await stateOf(conversation);
		if (isWanted(state, filter)) found.set(conversation, { state, hits: [hit], count: 1 });
		else unwanted.add(conversation);
	}
	const items = [...found.values()].map(({ state, hits, count }) => ({
		state,
		hits,
		hitCount: count,
	}));
	const places = streams.flatMap((stream) => {
		const place = stream.place();
		return place === null ? [] : [[stream.site, place] as const];
	});
	const isEnd = places.length === 0 || (newest !== null && isTooOld(newest.hit, filter));
	const reached = newest?.hit.event.at ?? items.at(-1)?.hits.at(-1)?.event.at ?? 0;
	const shown = [...before, ...items.filter(({ state }) => state.openedAt < reached).map(idOf)];
	return {
		items,
		next: isEnd ? null : { sites: Object.fromEntries(places), shown: shown.slice(-mostShown) },
		isPartial: !isEnd && found.size < pageSize,
	};
}

const idOf = ({ state }: Matched): string => state.id;

/** Everything after it is older still. */
const isTooOld = ({ event }: Found, { from }: ArchiveFilter): boolean =>
	from !== undefined && event.at < from;

async function newestOf(
	streams: readonly HitsOfSite[],
	msLeft: () => number,
): Promise<{ stream: HitsOfSite; hit: Found } | null> {
	let newest: { stream: HitsOfSite; hit: Found } | null = null;
	for (const stream of streams) {
		const hit = await stream.peek(msLeft);
		if (hit !== null && (newest === null || hit.event.at > newest.hit.event.at))
			newest = { stream, hit };
	}
	return newest;
}
