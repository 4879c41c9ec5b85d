import type { AgentId, ConversationId, SiteId, VisitorId } from '../../../shared/ids.ts';
import type {
	ArchiveHit,
	ArchivePage,
	ArchiveRow,
	EarlierConversation,
} from '../../../shared/views/archive-view.ts';
import {
	conversationId,
	conversationView,
	numberOf,
	stateOf,
	summaries,
	type Author,
	type ConversationState,
	type NameOf,
	type Timelines,
} from '../../conversations/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { ArchiveFilter } from './decide-match.ts';
import type { Found } from './hits-of-site.ts';
import { listArchive } from './list-archive.ts';
import { searchArchive, type Matched } from './search-archive.ts';

export interface ArchiveDeps {
	readonly store: Store;
	readonly timelines: Pick<Timelines, 'state' | 'peek'>;
	readonly clock: Clock;
	readonly nameOf: NameOf;
	/** By id; without those who said no name. */
	readonly visitorNames: (ids: readonly VisitorId[]) => Promise<ReadonlyMap<VisitorId, string>>;
	/** Tickets of a conversation, oldest first. */
	readonly ticketsOf: (
		id: ConversationId,
	) => Promise<readonly { readonly id: string; readonly number: number }[]>;
}

export type Archive = ReturnType<typeof createArchive>;

/** A page that takes longer is shown as far as it came: what is left to read then fits into 250. */
const maxMs = 220;
/** Of one visitor; nobody reads more beside a conversation. */
const mostEarlier = 50;

export function createArchive(deps: ArchiveDeps) {
	const { store, timelines, clock, nameOf } = deps;

	/** The summary is a moment behind; without one the timeline says it. */
	async function readState(id: ConversationId): Promise<ConversationState> {
		const hot = timelines.peek(id);
		if (hot !== null) return hot;
		const summary = await store.get(summaries, id);
		return summary === null ? timelines.state(id) : stateOf(summary);
	}

	/** Those newer than the newest that has a summary, newest first: they began a moment ago. */
	async function notListedYet(
		visitor: VisitorId,
		listed: readonly { readonly id: ConversationId }[],
	): Promise<ConversationState[]> {
		const states: ConversationState[] = [];
		for (let n = Math.max(0, ...listed.map(({ id }) => numberOf(id))) + 1; ; n += 1) {
			const state = await timelines.state(conversationId(visitor, n));
			if (state.open === null) return states.reverse();
			states.push(state);
		}
	}

	function hitView({ event, snippet }: Found): ArchiveHit {
		const { author } = event;
		const note = event.type === 'note' && event.body.review === true ? 'review' : 'note';
		return {
			seq: event.seq,
			kind: event.type === 'note' ? note : author.kind,
			authorName: author.kind === 'agent' ? nameOf(author.id as AgentId) : '',
			createdAt: new Date(event.at).toISOString(),
			snippet,
		};
	}

	async function rowsOf(matched: readonly Matched[]): Promise<ArchiveRow[]> {
		const visitors = matched.flatMap(({ state }) => state.open?.visitor ?? []);
		const names = await deps.visitorNames([...new Set(visitors)]);
		const rows = await Promise.all(
			matched.map(async ({ state, hits, hitCount }): Promise<ArchiveRow[]> => {
				const conversation = conversationView(state, nameOf);
				if (conversation === null) return [];
				const { visitor, group } = conversation;
				return [
					{
						conversation,
						visitorName: names.get(visitor) ?? null,
						groupName: group === null ? '' : nameOf(group as never),
						tickets: await deps.ticketsOf(conversation.id),
						hits: hits.map(hitView),
						hitCount,
					},
				];
			}),
		);
		return rows.flat();
	}

	return {
		/** A page of what is wanted. `filter.sites` must be sites of the asker. Throws `bad_request` for a cursor that is none of ours. */
		async page(filter: ArchiveFilter, cursor: string | null): Promise<ArchivePage> {
			const until = clock.now() + maxMs;
			const msLeft = (): number => until - clock.now();
			const place = cursor === null ? null : readCursor(cursor);
			if (filter.text.trim() === '') {
				const from = place !== null && 'list' in place ? place.list : null;
				const page = await listArchive({ store, msLeft }, filter, from);
				return {
					items: await rowsOf(page.items),
					next: page.next === null ? null : writeCursor({ list: page.next }),
					isPartial: page.isPartial,
				};
			}
			const from = place !== null && 'search' in place ? place.search : null;
			const page = await searchArchive({ store, stateOf: readState, msLeft }, filter, from);
			return {
				items: await rowsOf(page.items),
				next: page.next === null ? null : writeCursor({ search: page.next }),
				isPartial: page.isPartial,
			};
		},

		/** All conversations of a visitor on the asker's sites, newest first (H26). */
		async ofVisitor(
			by: Author & { kind: 'agent' },
			visitor: VisitorId,
		): Promise<EarlierConversation[]> {
			const { items } = await store.find(summaries, {
				index: 'byVisitor',
				eq: { visitor },
				direction: -1,
				limit: mostEarlier,
			});
			const sees = (site: SiteId): boolean => by.sites === 'all' || by.sites.includes(site);
			const states = [
				...(await notListedYet(visitor, items)),
				...items.map((summary) => timelines.peek(summary.id) ?? stateOf(summary)),
			].filter(({ open }) => open !== null && sees(open.site));
			return Promise.all(
				states.map(async (state) => ({
					id: state.id,
					status: state.status,
					openedAt: new Date(state.openedAt).toISOString(),
					lastAt: new Date(state.lastAt).toISOString(),
					assignee: state.assignee,
					assigneeName: state.assignee === null ? null : nameOf(state.assignee),
					rating: state.rating,
					preview: state.preview?.text ?? '',
					tags: state.tags,
					ticketCount: (await deps.ticketsOf(state.id)).length,
				})),
			);
		},
	};
}
