import type { AgentId, SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** What the team keeps about a visitor from one visit to the next (G37, G39). Never shown to visitors. */
export interface VisitorNote extends Doc {
	readonly visitor: VisitorId;
	readonly site: SiteId;
	readonly text: string;
	readonly by: AgentId;
	readonly at: number;
}
export const visitorNotesCollection: Collection<VisitorNote> = {
	name: 'visitor_notes',
	indexes: { byVisitor: { fields: ['visitor', 'at'] } },
};

/** Characters of one note, and notes of one visitor. */
export const noteLimits = { text: 2000, notes: 100 } as const;

export type VisitorNotes = ReturnType<typeof createVisitorNotes>;

export function createVisitorNotes(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;

	/** Newest first. */
	const of = async (visitor: VisitorId): Promise<VisitorNote[]> => {
		const { items } = await store.find(visitorNotesCollection, {
			index: 'byVisitor',
			eq: { visitor },
			direction: -1,
			limit: noteLimits.notes,
		});
		return [...items];
	};

	return {
		of,
		get: (id: string): Promise<VisitorNote | null> => store.get(visitorNotesCollection, id),
		/** Throws `bad_request` when this visitor has too many. */
		async add(visitor: VisitorId, site: SiteId, by: AgentId, text: string): Promise<VisitorNote> {
			if ((await of(visitor)).length >= noteLimits.notes)
				throw new DomainError(
					'bad_request',
					`A visitor can have up to ${noteLimits.notes} notes. Remove one first.`,
				);
			return store.insert(visitorNotesCollection, {
				id: ids.doc(),
				visitor,
				site,
				text,
				by,
				at: clock.now(),
			});
		},
		/** Throws `changed_meanwhile`. */
		async change(id: string, rev: number, text: string): Promise<VisitorNote> {
			const changed = await store.update(visitorNotesCollection, id, { set: { text } }, { rev });
			if (changed !== null) return changed;
			throw new DomainError(
				'changed_meanwhile',
				'Somebody else changed or removed this note. Load it again.',
			);
		},
		remove: (id: string): Promise<boolean> => store.remove(visitorNotesCollection, id),
		/** All notes on a visitor who is to be forgotten. */
		async forget(visitor: VisitorId): Promise<void> {
			const query = { index: 'byVisitor', eq: { visitor }, limit: 200 };
			while ((await store.removeRange(visitorNotesCollection, query)) > 0);
		},
	};
}
