import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { DeliveryError } from '../../shared/plugin/plugin.ts';
import { backoffMs, probeSchedule } from '../ports/backoff.ts';
import { cutText } from '../ports/cut-text.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc } from '../ports/store.ts';
import { waitAsked } from './judge.ts';
import { persist } from './persist.ts';
import type { WorkerDeps } from './ports.ts';

/** A sink that takes nothing now. Exists only as long as that is so. */
export interface SinkPause extends Doc {
	readonly id: SinkId;
	readonly since: number;
	/** When it is tried again; null: not before a person says so or its settings change. */
	readonly until: number | null;
	/** For people. */
	readonly problem: string;
	/** How often it was tried since. */
	readonly probes: number;
	/** Paused by us, because nothing got through, and not by an answer of the sink. */
	readonly byBreaker: boolean;
}
export const sinkPauses: Collection<SinkPause> = { name: 'sinks', indexes: {} };

export type Pause = Omit<SinkPause, 'id' | 'rev'>;
export type SinkGate = ReturnType<typeof createSinkGate>;

/** So many failures in a row, in so many timelines, mean that it is not the events' fault. */
const breaker = { failures: 20, timelines: 5 };

/** Whether a sink takes deliveries: open, closed until a time, or ajar for one probe (D21). */
export function createSinkGate(
	deps: Pick<WorkerDeps, 'store' | 'clock' | 'logger' | 'random' | 'onTrouble'>,
	sink: SinkId,
) {
	const { store, clock } = deps;
	let pause: Pause | null = null;
	/** Answers to what was begun before say nothing new: four deliveries that fail together are one failure. */
	let changedAt = 0;
	let failures = 0;
	const failing = new Set<TimelineId>();

	async function set(next: Pause): Promise<void> {
		const isNew = pause === null;
		pause = next;
		changedAt = clock.now();
		try {
			// Another node may have said it already, or this one before a restart: one alarm is enough.
			const told = isNew && !(await wasInserted(next));
			if (told || !isNew) await persist(clock, () => store.put(sinkPauses, { id: sink, ...next }));
			if (!isNew || told) return;
		} catch (error) {
			deps.logger.warn({ sink, err: error }, 'The pause of a sink could not be stored.');
			if (!isNew) return;
		}
		const needsPerson = next.until === null;
		deps.onTrouble({ kind: 'sink_paused', sink, problem: next.problem, needsPerson });
	}

	const wasInserted = (next: Pause): Promise<boolean> =>
		persist(clock, async () => {
			try {
				await store.insert(sinkPauses, { id: sink, ...next });
				return true;
			} catch (error) {
				if (error instanceof DuplicateKey) return false;
				throw error;
			}
		});

	async function failed(error: DeliveryError, begunAt: number, byBreaker = false): Promise<void> {
		if (pause !== null && begunAt < changedAt) return;
		const probes = pause === null ? 0 : pause.probes + 1;
		const wait =
			error.retryAfterMs === null
				? Math.max(500, backoffMs(probeSchedule, probes + 1, deps.random))
				: waitAsked(error.retryAfterMs);
		await set({
			since: pause?.since ?? clock.now(),
			until: error.retryable ? clock.now() + wait : null,
			problem: cutText(error.message, 1000),
			probes,
			byBreaker,
		});
	}

	async function open(): Promise<void> {
		failures = 0;
		failing.clear();
		if (pause === null) return;
		pause = null;
		changedAt = clock.now();
		deps.onTrouble({ kind: 'sink_resumed', sink });
		try {
			await persist(clock, () => store.remove(sinkPauses, sink));
		} catch (error) {
			deps.logger.warn({ sink, err: error }, 'The end of a pause of a sink could not be stored.');
		}
	}

	return {
		async load(): Promise<void> {
			pause = await persist(clock, () => store.get(sinkPauses, sink));
		},
		get pause(): Pause | null {
			return pause;
		},
		/** How many deliveries may run together now; `next` is when to ask again if none may. */
		state(concurrency: number): { readonly room: number; readonly next: number | null } {
			if (pause === null) return { room: concurrency, next: null };
			if (pause.until === null) return { room: 0, next: null };
			return pause.until <= clock.now() ? { room: 1, next: null } : { room: 0, next: pause.until };
		},
		/** The sink said that nothing goes. */
		failed,
		/** One event did not go; the sink itself answered, unless this goes on and on. */
		async itemFailed(timeline: TimelineId, problem: string, begunAt: number): Promise<void> {
			failures += 1;
			failing.add(timeline);
			const tripped = failures >= breaker.failures && failing.size >= breaker.timelines;
			if (pause?.byBreaker === true || (pause === null && tripped)) {
				const message = `${failures} deliveries in a row failed. The last problem: ${problem}`;
				await failed(
					{ scope: 'sink', retryable: true, retryAfterMs: null, message },
					begunAt,
					true,
				);
			} else if (pause !== null && begunAt >= changedAt) {
				await open();
			}
		},
		async succeeded(begunAt: number): Promise<void> {
			if (pause === null || begunAt >= changedAt) await open();
		},
		/** Somebody repaired something: the next delivery is the probe. */
		async probeNow(): Promise<void> {
			if (pause === null) return;
			await set({ ...pause, until: clock.now() });
		},
	};
}
