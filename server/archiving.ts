import type { ConversationId, SiteId, VisitorId } from '../shared/ids.ts';
import type { NameOf, Timelines } from './conversations/index.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';
import type { Agents, Groups } from './routing/index.ts';
import type { Sites } from './sites/index.ts';
import {
	countersCollection,
	createTickets,
	ticketsCollection,
	type Tickets,
} from './tickets/index.ts';
import { createArchive, type Archive } from './transcripts/index.ts';
import { visitorsCollection, type Visitor } from './visitors/index.ts';

/** Documents of tickets. */
export const archivingCollections = [ticketsCollection, countersCollection];

/** What becomes of conversations afterwards: tickets, and the archive. */
export interface Archiving {
	readonly tickets: Tickets;
	readonly archive: Archive;
	visitorName(id: VisitorId): Promise<string | null>;
}

export interface ArchivingDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly timelines: Timelines;
	readonly nameOf: NameOf;
	/** Asked only once somebody works: what they give is made later. */
	readonly agents: () => Pick<Agents, 'mayReceive'>;
	readonly groups: () => Pick<Groups, 'get'>;
	readonly sites: () => Pick<Sites, 'all'>;
}

export function openArchiving(deps: ArchivingDeps): Archiving {
	const { store, clock, timelines, nameOf, agents, groups, sites } = deps;

	/** Each under the id that was asked for; who was merged into another person has that one's name. */
	async function visitorsOf(ids: readonly VisitorId[]): Promise<Map<VisitorId, Visitor>> {
		const known = new Map<VisitorId, Visitor>(
			(await store.getMany(visitorsCollection, ids)).map((visitor) => [visitor.id, visitor]),
		);
		const merged = [...known.values()].flatMap(({ mergedInto }) => mergedInto ?? []);
		if (merged.length === 0) return known;
		const others = new Map<string, Visitor>(
			(await store.getMany(visitorsCollection, merged)).map((visitor) => [visitor.id, visitor]),
		);
		for (const [id, visitor] of known)
			known.set(id, others.get(visitor.mergedInto ?? '') ?? visitor);
		return known;
	}

	const tickets = createTickets({
		store,
		clock,
		nameOf,
		stateOf: timelines.state,
		mayReceive: (agent, site) => agents().mayReceive(agent, site),
		isGroup: (id) => groups().get(id) !== null,
		sites: () =>
			sites()
				.all()
				.map((site): SiteId => site.id),
		async people(ids) {
			const found = [...(await visitorsOf(ids))];
			return new Map(
				found.map(([id, { name = null, email = null }]) => [id, { name, email }] as const),
			);
		},
	});
	const archive = createArchive({
		store,
		timelines,
		clock,
		nameOf,
		ticketsOf: (id: ConversationId) => tickets.ofConversation(id),
		async visitorNames(ids) {
			const found = [...(await visitorsOf(ids))];
			return new Map(found.flatMap(([id, { name }]) => (name ? [[id, name] as const] : [])));
		},
	});
	return {
		tickets,
		archive,
		visitorName: async (id) => (await visitorsOf([id])).get(id)?.name ?? null,
	};
}
