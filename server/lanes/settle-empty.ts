import type { Lane } from '../ports/store.ts';
import { persist } from './persist.ts';
import type { WorkerDeps } from './ports.ts';

/**
 * For a lane of which nothing was found above the cursor. What the timeline does not hold yet may still come, so the cursor
 * stays below it. A store that writes the lane before the event may commit that event after one looked: so the head is read
 * before another look, or the cursor would jump over it.
 */
export async function settleEmpty(
	{ store, clock }: Pick<WorkerDeps, 'store' | 'clock'>,
	lane: Lane,
): Promise<void> {
	const { sink, timeline, owed, tries, problem } = lane;
	const head = await persist(clock, () => store.head(timeline));
	const missed = await persist(clock, () => store.owedEvents(sink, timeline, lane.cursor, 1));
	if (missed.length > 0) {
		const again = { cursor: lane.cursor, dueAt: clock.now(), tries, problem };
		await persist(clock, () => store.settle(lane, again));
		return;
	}
	const cursor = Math.max(lane.cursor, Math.min(owed, head.seq));
	const dueAt = clock.now() + (cursor < owed ? 60_000 : 0);
	await persist(clock, () => store.settle(lane, { cursor, dueAt, tries: 0, problem: null }));
}
