import type { AgentId, SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** Who may not chat on a site (G42): a visitor, or everybody from an address. */
export interface Ban extends Doc {
	readonly site: SiteId;
	readonly visitor: VisitorId;
	/** Name of the visitor when it was made; for the list. */
	readonly name: string | null;
	/** Null: only the visitor. */
	readonly address: string | null;
	readonly reason: string;
	readonly by: AgentId;
	readonly at: number;
	/** Epoch milliseconds; null: for good. */
	readonly until: number | null;
}
export const bansCollection: Collection<Ban> = {
	name: 'bans',
	indexes: { byTime: { fields: ['at'] } },
};
/** All of them are at hand, because each message asks. */
const maxBans = 5000;

export type Bans = ReturnType<typeof createBans>;

export function createBans(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;
	const byId = new Map<string, Ban>();

	const holds = ({ until }: Ban): boolean => until === null || until > clock.now();

	return {
		async load(): Promise<void> {
			byId.clear();
			const { items } = await store.find(bansCollection, {
				index: 'byTime',
				direction: -1,
				limit: maxBans,
			});
			for (const ban of items) byId.set(ban.id, ban);
		},
		/** Those that hold, newest first. */
		all: (): Ban[] => [...byId.values()].filter(holds).sort((a, b) => b.at - a.at),
		get: (id: string): Ban | null => byId.get(id) ?? null,
		/** Throws `banned` for whoever may not chat here. */
		check(site: SiteId, visitor: VisitorId, address: string | null): void {
			for (const ban of byId.values()) {
				const isMeant = ban.visitor === visitor || (address !== null && ban.address === address);
				if (isMeant && ban.site === site && holds(ban))
					throw new DomainError('banned', 'This chat is not available to you.');
			}
		},
		async add(fields: Omit<Ban, 'id' | 'rev' | 'at'>): Promise<Ban> {
			if (byId.size >= maxBans)
				throw new DomainError('bad_request', `There can be up to ${maxBans} bans. Lift old ones.`);
			const ban = await store.insert(bansCollection, { id: ids.doc(), at: clock.now(), ...fields });
			byId.set(ban.id, ban);
			return ban;
		},
		async lift(id: string): Promise<void> {
			await store.remove(bansCollection, id);
			byId.delete(id);
		},
	};
}
