import { backoffMs, probeSchedule } from '../ports/backoff.ts';
import { cutText } from '../ports/cut-text.ts';
import { createLoop } from '../ports/loop.ts';
import type { Lane, StoredEvent } from '../ports/store.ts';
import { sentenceOf } from './attempt.ts';
import { isStoreTrouble, persist } from './persist.ts';
import type { Consumer, ConsumerItem, WorkerDeps } from './ports.ts';
import { createRecentEvents } from './recent-events.ts';
import { settleEmpty } from './settle-empty.ts';

export type ConsumerWorker = ReturnType<typeof createConsumerWorker>;

/** Lanes of one round, and events of one lane in it. */
const lanesAtATime = 64;
const eventsAtATime = 200;
const defaultDelayMs = 100;

interface Work extends ConsumerItem {
	readonly lane: Lane;
}

/**
 * One internal consumer, across timelines (D14). A short wait after the wake lets a hot conversation be folded many events
 * at a time.
 *
 * It takes no leases, which halves its writes, and is safe with two nodes all the same. Both may fold the same events; a
 * consumer only moves forward, so that changes nothing. Both then settle with the fence that they read: each cursor was
 * consumed up to by the one who writes it, so the later write may set it back but never past an event that nobody has
 * consumed, and the store removes a lane only when nothing above the cursor is owed. A lease or a rewind in between raises
 * the fence, and the settle is refused.
 */
export function createConsumerWorker(deps: WorkerDeps, consumer: Consumer) {
	const { store, clock, logger } = deps;
	const delayMs = consumer.delayMs ?? defaultDelayMs;
	const recent = createRecentEvents();
	/** Since when work is put off; null when it is not. */
	let putOffAt: number | null = null;
	const loop = createLoop(clock, {
		pollMs: deps.timing.pollMs,
		delayMs,
		round,
		failed: (error) =>
			logger.warn({ sink: consumer.id, err: error }, 'A consumer cannot work now.'),
	});

	async function round(): Promise<number | null> {
		if (mustWait()) return clock.now() + delayMs;
		const lanes = await store.dueLanes(consumer.id, clock.now(), lanesAtATime);
		if (lanes.length === 0) return store.nextDue(consumer.id);
		const batch = await Promise.all(lanes.map(readLane));
		await consumeOrSplit(batch.filter((work) => work.events.length > 0));
		const empty = batch.filter((work) => work.events.length === 0);
		await Promise.all(empty.map(({ lane }) => settleEmpty(deps, lane)));
		if (lanes.length === lanesAtATime) return clock.now();
		const next = await store.nextDue(consumer.id);
		// What came meanwhile waits for more of its kind, as at a wake.
		return next === null ? null : Math.max(next, clock.now() + delayMs);
	}

	function mustWait(): boolean {
		const { patience } = consumer;
		if (patience === undefined) return false;
		if (patience.isCalm()) {
			putOffAt = null;
			return false;
		}
		putOffAt ??= clock.now();
		return clock.now() - putOffAt < patience.maxMs;
	}

	async function readLane(lane: Lane): Promise<Work> {
		const { timeline, cursor, owed } = lane;
		const events =
			recent.take(timeline, cursor, owed, eventsAtATime) ??
			(await store.owedEvents(consumer.id, timeline, cursor, eventsAtATime));
		return { lane, timeline, events };
	}

	/** Halves a batch that fails until the culprit stands alone. */
	async function consumeOrSplit(batch: readonly Work[]): Promise<void> {
		if (batch.length === 0) return;
		try {
			await consumer.consume(batch.map(({ timeline, events }) => ({ timeline, events })));
		} catch (error) {
			// The store's trouble is nobody's fault: the round ends here and comes again whole.
			if (isStoreTrouble(error)) throw error;
			const [only, ...others] = batch;
			if (only !== undefined && others.length === 0) return setBack(only, error);
			const middle = Math.ceil(batch.length / 2);
			await consumeOrSplit(batch.slice(0, middle));
			return consumeOrSplit(batch.slice(middle));
		}
		await Promise.all(batch.map(settleConsumed));
	}

	/**
	 * Never parked: it is our own code, and an event left out would make what is derived wrong for good. The lane is tried
	 * again for as long as it takes, and shows among the troubled ones.
	 */
	async function setBack({ lane }: Work, error: unknown): Promise<void> {
		const tries = lane.tries + 1;
		const dueAt = clock.now() + Math.max(100, backoffMs(probeSchedule, tries, deps.random));
		const problem = cutText(sentenceOf(error), 1000);
		logger.error(
			{ sink: consumer.id, timeline: lane.timeline, tries, err: error },
			'A consumer failed.',
		);
		await persist(clock, () => store.settle(lane, { cursor: lane.cursor, dueAt, tries, problem }));
	}

	function settleConsumed({ lane, events }: Work): Promise<boolean> {
		const cursor = events.at(-1)?.seq ?? lane.cursor;
		return persist(clock, () =>
			store.settle(lane, { cursor, dueAt: clock.now(), tries: 0, problem: null }),
		);
	}

	return {
		consumer,
		start: loop.start,
		/** With the event, if it was committed in this process: then it need not be read. */
		wake(event?: StoredEvent): void {
			if (event !== undefined) recent.add(event);
			loop.wake();
		},
		stop: loop.stop,
	};
}
