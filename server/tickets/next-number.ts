import { DuplicateKey } from '../ports/errors.ts';
import type { Store } from '../ports/store.ts';
import { countersCollection } from './documents.ts';

/** The next ticket's number; never the same twice. One that is not used after all leaves a gap, which harms nobody. */
export async function nextNumber(store: Store): Promise<number> {
	for (;;) {
		const counter = await store.update(countersCollection, 'tickets', { inc: { last: 1 } });
		if (counter !== null) return counter.last;
		try {
			return (await store.insert(countersCollection, { id: 'tickets', last: 1 })).last;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
	}
}
