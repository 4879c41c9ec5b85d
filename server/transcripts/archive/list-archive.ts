import { stateOf, summaries, type Summary } from '../../conversations/index.ts';
import type { Query, Scalar, Store } from '../../ports/store.ts';
import type { ListPlace } from './cursor.ts';
import { isWanted, type ArchiveFilter } from './decide-match.ts';
import { pageSize, type ArchiveReading, type Matched, type MatchedPage } from './search-archive.ts';

const readAtATime = 50;

/** Conversations that have ended, by the time of the last word, newest first. */
export async function listArchive(
	{ store, msLeft }: Pick<ArchiveReading, 'store' | 'msLeft'>,
	filter: ArchiveFilter,
	from: ListPlace | null,
): Promise<MatchedPage<ListPlace>> {
	const start = from === null ? null : [from.lastAt, from.id];
	const streams = queriesOf(filter).map((query) => summariesOf(store, query, start));
	const items: Matched[] = [];
	let last: Summary | null = null;
	for (;;) {
		const next = await newestOf(streams);
		if (next === null) return { items, next: null, isPartial: false };
		if (items.length === pageSize || msLeft() <= 0) {
			const reached = last ?? next.summary;
			return {
				items,
				// Nothing was used up yet: begin there again.
				next: last === null ? (from ?? afterAll) : { lastAt: reached.lastAt, id: reached.id },
				isPartial: items.length < pageSize,
			};
		}
		next.stream.take();
		last = next.summary;
		const state = stateOf(last);
		if (isWanted(state, filter)) items.push({ state, hits: [], hitCount: 0 });
	}
}

/** Above everything that is stored. */
const afterAll: ListPlace = { lastAt: Number.MAX_SAFE_INTEGER, id: '' };

type Ordered = Pick<Query, 'index' | 'eq' | 'range'>;

/** An index for each: of the agent's conversations, or of each site's. Both end with the time of the last word. */
function queriesOf({ sites, agent, from, to }: ArchiveFilter): Ordered[] {
	const bounds = {
		...(from === undefined ? {} : { gte: from }),
		...(to === undefined ? {} : { lte: to }),
	};
	const range = from === undefined && to === undefined ? {} : { range: bounds };
	if (agent !== undefined)
		return [{ index: 'byAssignee', eq: { assignee: agent, status: 'ended' }, ...range }];
	return sites.map((site) => ({ index: 'bySiteStatus', eq: { site, status: 'ended' }, ...range }));
}

function summariesOf(store: Pick<Store, 'find'>, query: Ordered, start: readonly Scalar[] | null) {
	let items: readonly Summary[] = [];
	let used = 0;
	let next: readonly Scalar[] | null | undefined;
	return {
		async peek(): Promise<Summary | null> {
			if (used === items.length && next !== null) {
				const after = next ?? start;
				const page = await store.find(summaries, {
					...query,
					direction: -1,
					limit: readAtATime,
					...(after === null ? {} : { after }),
				});
				({ items, next } = page);
				used = 0;
			}
			return items[used] ?? null;
		},
		take(): void {
			used += 1;
		},
	};
}
type Summaries = ReturnType<typeof summariesOf>;

async function newestOf(
	streams: readonly Summaries[],
): Promise<{ stream: Summaries; summary: Summary } | null> {
	let newest: { stream: Summaries; summary: Summary } | null = null;
	for (const stream of streams) {
		const summary = await stream.peek();
		if (summary !== null && (newest === null || isNewer(summary, newest.summary)))
			newest = { stream, summary };
	}
	return newest;
}

const isNewer = (one: Summary, other: Summary): boolean =>
	one.lastAt === other.lastAt ? one.id > other.id : one.lastAt > other.lastAt;
