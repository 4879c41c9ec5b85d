import type { Store } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { decidedAt } from './samples.ts';

const day = 86_400_000;
/** The workers' time: after everything, so that nothing waits for its time. */
const workTime = decidedAt + day;

export type Delivered = (timeline: TimelineId, seq: number) => void;

/**
 * Delivers what is due to the sink now, once round, as a worker does: a few events of each lane, then the next one. Says
 * whether there was anything. A lane without an event is settled away: after a race or a crash there may be one.
 */
export async function workLanes(
	store: Store,
	sink: SinkId,
	deliver: Delivered,
	{ now = workTime, leaseMs = 60_000 } = {},
): Promise<boolean> {
	const due = await store.dueLanes(sink, now, 10);
	for (const { timeline } of due) {
		const lane = await store.lease(sink, timeline, now, now + leaseMs);
		if (lane === null) {
			continue;
		}
		const events = await store.owedEvents(sink, timeline, lane.cursor, 3);
		for (const event of events) {
			deliver(timeline, event.seq);
		}
		const cursor = events.at(-1)?.seq ?? Math.max(lane.cursor, lane.owed);
		await store.settle(lane, { cursor, dueAt: now, tries: 0, problem: null });
	}
	return due.length > 0;
}

/** Works beside others until `stopped` says that no more is to come and nothing is owed. */
export async function workUntil(
	store: Store,
	sink: SinkId,
	deliver: Delivered,
	stopped: () => boolean,
): Promise<void> {
	for (;;) {
		const last = stopped();
		if (!(await workLanes(store, sink, deliver)) && last && (await store.nextDue(sink)) === null) {
			return;
		}
	}
}

/** Works alone until nothing is owed, so late that every lease has run out; answers what it delivered, in that order. */
export async function drain(
	store: Store,
	sink: SinkId,
): Promise<{ readonly timeline: TimelineId; readonly seq: number }[]> {
	const delivered: { timeline: TimelineId; seq: number }[] = [];
	const now = workTime + day;
	const deliver: Delivered = (timeline, seq) => delivered.push({ timeline, seq });
	for (let round = 0; await workLanes(store, sink, deliver, { now }); round += 1) {
		// A lane that comes back for ever would otherwise hang the whole run.
		expect(round).toBeLessThan(1_000);
	}
	expect(await store.nextDue(sink)).toBeNull();
	return delivered;
}
