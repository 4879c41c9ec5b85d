import type { TimelineId } from '../../shared/ids.ts';
import { createLoop } from '../ports/loop.ts';
import type { Lane } from '../ports/store.ts';
import { carryOut } from './carry-out.ts';
import { persist } from './persist.ts';
import { createPacer } from './pacer.ts';
import type { LaneSink, WorkerDeps } from './ports.ts';
import { createSinkGate } from './sink-gate.ts';

export type SinkWorker = ReturnType<typeof createSinkWorker>;

/** Lanes looked at in one round. */
const lookAt = 64;
/** Between two rounds that found nothing to begin. */
const restMs = 20;

/**
 * Everything that one sink is owed. It shares nothing with other sinks, so a slow or dead one delays nobody else; a few
 * lanes at a time, one batch of each, then the lane goes to the end of the queue.
 */
export function createSinkWorker(deps: WorkerDeps, laneSink: LaneSink) {
	const { store, clock, timing, logger } = deps;
	const { sink } = laneSink;
	const gate = createSinkGate(deps, sink.id);
	const pacer = createPacer();
	const inFlight = new Map<TimelineId, Promise<void>>();
	const stopping = new AbortController();
	let loaded = false;
	let isStopping = false;
	let cancelWake: (() => void) | null = null;

	const loop = createLoop(clock, {
		pollMs: timing.pollMs,
		round,
		failed: (error) =>
			logger.warn({ sink: sink.id, err: error }, 'The lanes of a sink cannot be read now.'),
	});

	async function round(): Promise<number | null> {
		if (!loaded) await gate.load();
		loaded = true;
		const state = gate.state(timing.concurrency);
		if (state.room === 0) return state.next;
		let room = state.room - inFlight.size;
		if (room <= 0) return null; // the one that ends wakes us
		let begun = 0;
		const lanes = await store.dueLanes(sink.id, clock.now(), lookAt);
		for (const due of lanes) {
			if (room === 0) return null;
			if (inFlight.has(due.timeline)) continue;
			const now = clock.now();
			const at = pacer.moment(due.timeline, paceOf(due.timeline), now);
			const lane = await store.lease(sink.id, due.timeline, now, now + timing.leaseMs);
			begun += 1;
			if (lane === null) continue;
			if (at > now) {
				await persist(clock, () => store.settle(lane, { ...lane, dueAt: Math.ceil(at) }));
				continue;
			}
			begin(lane);
			room -= 1;
		}
		if (lanes.length === lookAt) return clock.now();
		const next = await store.nextDue(sink.id);
		if (next === null) return null;
		return begun > 0 ? next : Math.max(next, clock.now() + restMs);
	}

	/** In another turn than the commit that wakes us: the acknowledgements of that commit go out first. */
	function wake(): void {
		if (isStopping) return;
		cancelWake ??= clock.after(0, () => {
			cancelWake = null;
			loop.wake();
		});
	}

	function begin(lane: Lane): void {
		const work = carryOut({ ...deps, gate, stop: stopping.signal }, laneSink, lane)
			.catch((error: unknown) => {
				// The lease runs out and the lane comes again.
				logger.warn(
					{ sink: sink.id, timeline: lane.timeline, err: error },
					'A lane could not be worked on.',
				);
			})
			.then(() => {
				inFlight.delete(lane.timeline);
				wake();
			});
		inFlight.set(lane.timeline, work);
	}

	function paceOf(timeline: TimelineId) {
		try {
			return sink.pace?.(timeline) ?? null;
		} catch (error) {
			logger.error({ sink: sink.id, err: error }, 'The pace of a sink threw; it is not paced.');
			return null;
		}
	}

	return {
		laneSink,
		gate,
		start: loop.start,
		wake,
		isWorkingOn: (timeline: TimelineId): boolean => inFlight.has(timeline),
		/** Drains what is in flight; what does not end in its time is aborted and comes again after a restart. */
		async stop(): Promise<void> {
			isStopping = true;
			cancelWake?.();
			await loop.stop();
			const cancel = clock.after(timing.drainMs, () => stopping.abort());
			await Promise.allSettled(inFlight.values());
			cancel();
		},
	};
}
