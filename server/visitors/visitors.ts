import { createHash } from 'node:crypto';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** A person on the website. The row is made at the first act, not at the first look (D30). */
export interface Visitor extends Doc {
	readonly id: VisitorId;
	readonly site: SiteId;
	readonly createdAt: number;
}
export const visitorsCollection: Collection<Visitor> = {
	name: 'visitors',
	indexes: { bySite: { fields: ['site', 'createdAt'] } },
};

/**
 * The visitor's id follows from the site and the token, so a token that reached the browser names one visitor for good, even if
 * the server died before it stored a row. Only who has the token can make the id; the id does not lead back to it.
 */
export const visitorIdOf = (site: SiteId, token: string): VisitorId =>
	`v_${createHash('sha256').update(`visitor ${site} ${token}`).digest('base64url').slice(0, 22)}` as VisitorId;

const maxKnown = 100_000;
export type Visitors = ReturnType<typeof createVisitors>;

export function createVisitors(deps: { readonly store: Store; readonly clock: Clock }) {
	const known = new Set<VisitorId>();
	return {
		/** True: nothing has to be stored before this visitor's first message. */
		isKnown: (id: VisitorId): boolean => known.has(id),
		/** Makes the row unless it is there. */
		async ensure(id: VisitorId, site: SiteId): Promise<void> {
			if (known.has(id)) return;
			try {
				await deps.store.insert(visitorsCollection, { id, site, createdAt: deps.clock.now() });
			} catch (error) {
				if (!(error instanceof DuplicateKey)) throw error;
			}
			if (known.size >= maxKnown) known.clear();
			known.add(id);
		},
	};
}
