import type { Clock } from '../ports/clock.ts';
import { createLoop, type Loop } from '../ports/loop.ts';
import type { Store } from '../ports/store.ts';
import { codesCollection, sessionsCollection } from './sign-in.ts';

const hourMs = 3_600_000;
/** The store's writer does other work in between. */
const batch = 200;

/** Removes sessions and one-time codes that have expired; says how many. Whoever reads one looks at its time all the same. */
export async function sweepSessions(store: Store, now: number): Promise<number> {
	let removed = 0;
	for (const collection of [sessionsCollection, codesCollection]) {
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
}): Loop =>
	createLoop(deps.clock, {
		async round() {
			await sweepSessions(deps.store, deps.clock.now());
			return null;
		},
		failed: deps.failed,
		pollMs: hourMs,
	});
