import { isDeepStrictEqual } from 'node:util';
import {
	applyEvent,
	asConversationEvent,
	eraseTarget,
	noConversation,
	saveSummary,
	summaries,
	type ConversationState,
	type EraseDeps,
	type Summary,
} from '../conversations/index.ts';
import type { ConversationId, TimelineId } from '../../shared/ids.ts';
import type { Json, Page, Scalar, Store, StoredEvent } from '../ports/store.ts';
import { mendFacts, removeStrayFacts } from '../reports/index.ts';
import { createIndexer } from './index-anew.ts';
import { brokenNumbers } from './numbering.ts';
import { openByHours } from './open-by-hours.ts';

export interface RebuildDeps extends EraseDeps {
	/** After a restore: nothing can be found yet, so nothing is looked for. */
	readonly isIndexEmpty: boolean;
	progress?(done: Rebuilt): void;
}
/** What was looked at and what was mended. */
export interface Rebuilt {
	timelines: number;
	events: number;
	/** Summaries that were missing, behind, ahead or otherwise not what the timeline says. */
	summaries: number;
	/** Rows of reports that were not what the timeline says. */
	facts: number;
	/** Texts that could not be found, or not quickly, and were put into the search index again. */
	indexed: number;
	/** Redactions whose text was still there. */
	erased: number;
	/** Sentences: holes in the numbers. Nothing mends them. */
	readonly broken: string[];
}

const pageSize = 500;
/** Timelines that are looked at before it is asked which of them have moved on. */
const together = 100;
/** Of them at the same time, so that their writes share a commit. */
const atATime = 20;
/** One that never stands still is left to its consumers. */
const mostRounds = 20;

/**
 * Makes everything anew that follows from the timelines: summaries, what reports count, search index, redactions that were
 * not carried out.
 * Safe while the server works: what is committed meanwhile is looked for afterwards.
 */
export async function rebuildDerived(deps: RebuildDeps): Promise<Rebuilt> {
	const { store } = deps;
	const done: Rebuilt = {
		timelines: 0,
		events: 0,
		summaries: 0,
		facts: 0,
		indexed: 0,
		erased: 0,
		broken: [],
	};
	const isOpen = await openByHours(store);
	let last: TimelineId | null = null;
	for (;;) {
		const ids: TimelineId[] = await store.timelines(last, together);
		if (ids.length === 0) break;
		await rebuildSome({ ...deps, isOpen }, ids, done);
		done.timelines += ids.length;
		deps.progress?.(done);
		last = ids.at(-1) ?? null;
	}
	done.summaries += await removeStraySummaries(store);
	done.facts += await removeStrayFacts(store);
	return done;
}

/** With whether a site is open at a moment. */
type Deps = RebuildDeps & { readonly isOpen: Awaited<ReturnType<typeof openByHours>> };

async function rebuildSome(deps: Deps, ids: readonly TimelineId[], done: Rebuilt): Promise<void> {
	const { store } = deps;
	let left = ids;
	for (let round = 0; left.length > 0 && round < mostRounds; round += 1) {
		const read = new Map<ConversationId, number>();
		const indexer = createIndexer(store, deps.isIndexEmpty);
		for (let start = 0; start < left.length; start += atATime) {
			const some = left.slice(start, start + atATime);
			const rebuilt = await Promise.all(some.map((id) => rebuildOne(deps, id)));
			for (const one of rebuilt) {
				if (round === 0) {
					done.events += one.count;
					done.broken.push(...one.broken);
				}
				if (one.state === null) continue;
				done.erased += one.erased;
				done.summaries += one.isMended ? 1 : 0;
				done.facts += one.areFactsMended ? 1 : 0;
				read.set(one.state.id, one.count);
				done.indexed += await indexer.add(one.state, one.events);
			}
		}
		await indexer.flush();
		// An edit that came in between is indexed already, and what we wrote of its target may be older.
		left = await movedOn(store, read);
	}
}

interface One {
	readonly count: number;
	readonly events: readonly StoredEvent[];
	readonly broken: readonly string[];
	/** Null: no conversation. */
	readonly state: ConversationState | null;
	readonly erased: number;
	readonly isMended: boolean;
	readonly areFactsMended: boolean;
}

async function rebuildOne(deps: Deps, id: TimelineId): Promise<One> {
	let events = await readAll(deps.store, id);
	const count = events.length;
	const broken = brokenNumbers(id, events);
	if (!isConversation(id, events)) {
		return {
			count,
			events,
			broken,
			state: null,
			erased: 0,
			isMended: false,
			areFactsMended: false,
		};
	}
	const erased = await carryOutRedactions(deps, id, events);
	if (erased > 0) events = await readAll(deps.store, id);
	const state = events.map(asConversationEvent).reduce(applyEvent, noConversation(id));
	const isMended = await mendSummary(deps, state);
	const areFactsMended = await mendFacts(deps.store, id, events, deps.isOpen);
	return { count: events.length, events, broken, state, erased, isMended, areFactsMended };
}

async function readAll(store: Store, timeline: TimelineId): Promise<StoredEvent[]> {
	const all: StoredEvent[] = [];
	for (;;) {
		const after = all.at(-1)?.seq ?? 0;
		const { events } = await store.page(timeline, { after, limit: pageSize });
		all.push(...events);
		if (events.length < pageSize) return all;
	}
}

/** Tickets and agents' days are timelines too; their derived data have their own makers. */
function isConversation(id: TimelineId, [first]: readonly StoredEvent[]): id is ConversationId {
	return first?.type === 'message' && first.body['open'] !== undefined;
}

async function carryOutRedactions(
	deps: RebuildDeps,
	id: ConversationId,
	events: readonly StoredEvent[],
): Promise<number> {
	const bySeq = new Map(events.map((event) => [event.seq, event]));
	let erased = 0;
	for (const event of events.map(asConversationEvent)) {
		if (event.type !== 'redaction' || event.target === null) continue;
		const target = bySeq.get(event.target);
		if (target === undefined || target.erasedAt !== null) continue;
		await eraseTarget(deps, id, event.target);
		erased += 1;
	}
	return erased;
}

/** Compares the stored summary with the one that the events give, and replaces it where it differs. */
async function mendSummary(deps: RebuildDeps, state: ConversationState): Promise<boolean> {
	const { store } = deps;
	const stored = await store.get(summaries, state.id);
	if (stored !== null) {
		if (isSame(stored, state)) return false;
		// Ahead of what was read: of the timeline too (a backup's documents are younger than its events), or only of us.
		if (stored.through > state.seq && (await store.head(state.id)).seq > state.seq) return false;
		// A summary moves forward only.
		if (stored.through >= state.seq) await store.remove(summaries, state.id);
	}
	await saveSummary(store, state);
	deps.timelines.forget(state.id);
	return true;
}

/** As plain JSON, because a store keeps no fields that are undefined. */
const isSame = (stored: Summary, state: ConversationState): boolean =>
	stored.through === state.seq &&
	stored.status === state.status &&
	stored.assignee === state.assignee &&
	stored.lastAt === state.lastAt &&
	stored.site === state.open?.site &&
	stored.visitor === state.open.visitor &&
	isDeepStrictEqual(stored.state, JSON.parse(JSON.stringify(state)) as Json);

async function movedOn(
	store: Store,
	read: ReadonlyMap<ConversationId, number>,
): Promise<ConversationId[]> {
	const moved: ConversationId[] = [];
	for (const [id, seq] of read) {
		if ((await store.head(id)).seq > seq) moved.push(id);
	}
	return moved;
}

/** Of conversations that do not exist: a summary is never the only trace of one. */
async function removeStraySummaries(store: Store): Promise<number> {
	let removed = 0;
	let after: readonly Scalar[] | null = null;
	do {
		const page: Page<Summary> = await store.find(summaries, {
			index: 'bySiteStatus',
			limit: pageSize,
			...(after === null ? {} : { after }),
		});
		for (const { id, rev } of page.items) {
			if ((await store.head(id)).seq > 0) continue;
			// With its rev: the conversation may have been opened just now.
			if (await store.remove(summaries, id, { rev })) removed += 1;
		}
		after = page.next;
	} while (after !== null);
	return removed;
}
