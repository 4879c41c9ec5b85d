import type { SiteId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** One website with a public key. */
export interface Site extends Doc {
	readonly id: SiteId;
	/** Public: stands in the snippet. */
	readonly key: string;
	readonly name: string;
	/** Who may embed the widget, as origins; empty: anybody. */
	readonly origins: readonly string[];
	readonly createdAt: number;
}

export const sitesCollection: Collection<Site> = {
	name: 'sites',
	indexes: { byKey: { fields: ['key'], unique: true }, byCreation: { fields: ['createdAt'] } },
};

export type Sites = ReturnType<typeof createSites>;

/** All sites at hand: few, read at start, needed for each page view. */
export function createSites(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;
	const byKey = new Map<string, Site>();

	async function load(): Promise<void> {
		const { items } = await store.find(sitesCollection, { index: 'byCreation', limit: 1000 });
		byKey.clear();
		for (const site of items) byKey.set(site.key, site);
	}

	async function create(name: string): Promise<Site> {
		const id = ids.site();
		const site = await store.insert(sitesCollection, {
			id,
			key: id.slice(3),
			name,
			origins: [],
			createdAt: clock.now(),
		});
		byKey.set(site.key, site);
		return site;
	}

	return {
		load,
		create,
		byKey: (key: string): Site | null => byKey.get(key) ?? null,
		/** The oldest one; made at the first start. */
		async first(): Promise<Site> {
			for (const site of byKey.values()) return site;
			return create('My shop');
		},
		all: (): readonly Site[] => [...byKey.values()],
	};
}
