import type { AgentId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Collection, Doc } from '../ports/store.ts';

/** Somebody is to be forgotten. Stays as the record that it was done: it names no person. */
export interface Erasure extends Doc {
	/** Of the visitor. */
	readonly id: VisitorId;
	readonly site: SiteId;
	/** Null: the site's own rule. */
	readonly by: AgentId | null;
	/** Epoch milliseconds. */
	readonly askedAt: number;
	/** Epoch milliseconds; 0: not done yet. */
	readonly doneAt: number;
}
export const erasuresCollection: Collection<Erasure> = {
	name: 'erasures',
	indexes: { byDone: { fields: ['doneAt', 'askedAt'] } },
};

/** How far a site's old conversations are erased. */
export interface Kept extends Doc {
	readonly id: SiteId;
	/** Nothing is left of conversations whose last message is older than this, epoch milliseconds. */
	readonly through: number;
	/** As `through`, but for those that had not ended yet when their turn came. */
	readonly done?: number;
}
export const keptCollection: Collection<Kept> = { name: 'kept', indexes: {} };
