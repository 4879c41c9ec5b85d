import type { Clock } from '../ports/clock.ts';
import { createLoop, type Loop } from '../ports/loop.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { codesCollection } from './codes.ts';
import { sessionsCollection } from './sessions.ts';

const hourMs = 3_600_000;
/** The store's writer does other work in between. */
const batch = 200;

/** Has an index `byExpiry` on the time, epoch milliseconds, after which it means nothing. */
type Expiring = Collection<Doc>;

/** Removes sessions, one-time codes and the like that have expired; says how many. Whoever reads one looks at its time all the same. */
export async function sweepExpired(
	store: Store,
	now: number,
	collections: readonly Expiring[] = [sessionsCollection, codesCollection],
): Promise<number> {
	let removed = 0;
	for (const collection of collections) {
		let some: number;
		do {
			const query = { index: 'byExpiry', range: { lt: now }, limit: batch };
			some = await store.removeRange<{ id: string; rev: number }>(collection, query);
			removed += some;
		} while (some === batch);
	}
	return removed;
}

/** Sweeps at the start and then every hour. */
export const createSweeping = (deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly failed: (error: unknown) => void;
	/** Beside sessions and codes. */
	readonly also: readonly Expiring[];
}): Loop =>
	createLoop(deps.clock, {
		async round() {
			await sweepExpired(deps.store, deps.clock.now());
			await sweepExpired(deps.store, deps.clock.now(), deps.also);
			return null;
		},
		failed: deps.failed,
		pollMs: hourMs,
	});
