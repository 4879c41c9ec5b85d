import { setMaxListeners } from 'node:events';
import type { Logger } from '../../shared/plugin/host.ts';
import { backoffMs, probeSchedule, type Random } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import { cutText } from '../ports/cut-text.ts';
import { Busy, Unknown } from '../ports/errors.ts';
import { createLoop } from '../ports/loop.ts';
import type { Store } from '../ports/store.ts';
import { inTime } from '../ports/in-time.ts';
import { timerId, timers, type Timer } from './timer.ts';

export type Timers = ReturnType<typeof createTimers>;

export interface TimersDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly random?: Random;
}
/**
 * Carries out what is due. May run again after a crash, and on two nodes at the same time: it looks at the truth first and
 * uses ids that come from the timer.
 */
export type TimerHandler = (due: { readonly key: string; readonly dueAt: number }) => Promise<void>;

/** Handlers of one kind that run together. */
const atATime = 16;
/** A handler that takes longer has failed, and is called again like all that fail. */
const fireMs = 60_000;
/** How long a stop waits for handlers before it gives them up; their timers stay as they are. */
const drainMs = 5_000;
/** What another node has set is found after this. */
const pollMs = 15_000;

interface Kind {
	start(): void;
	wake(): void;
	stop(): Promise<void>;
}

/**
 * Durable due times (D24). Each kind sleeps and works by itself, and each timer is fired by itself, so that one that hangs
 * holds up no other.
 */
export function createTimers(deps: TimersDeps) {
	const { store, clock, logger } = deps;
	const random = deps.random ?? Math.random;
	const kinds = new Map<string, Kind>();
	let started = false;

	function nextDue(kind: string, dueBy?: number, limit = 1): Promise<readonly Timer[]> {
		return store
			.find(timers, {
				index: 'byKind',
				eq: { kind },
				...(dueBy === undefined ? {} : { range: { lte: dueBy } }),
				limit,
			})
			.then((page) => page.items);
	}

	function createKind(kind: string, handler: TimerHandler): Kind {
		const firing = new Map<string, Promise<void>>();
		/** Those that ended during a round, which may have read them before. */
		const ended = new Set<string>();
		let givingUp = new AbortController();
		const loop = createLoop(clock, {
			pollMs,
			round,
			failed: (error) => logger.warn({ kind, err: error }, 'Timers cannot be worked on now.'),
		});

		async function round(): Promise<number | null> {
			ended.clear();
			// Those that are being fired are due as well.
			const due = await nextDue(kind, clock.now(), atATime + firing.size);
			for (const timer of due) {
				if (firing.size >= atATime) return null; // the one that ends wakes us
				if (!firing.has(timer.id) && !ended.has(timer.id)) begin(timer);
			}
			const next = await nextDue(kind, undefined, firing.size + 1);
			return next.find(({ id }) => !firing.has(id))?.dueAt ?? null;
		}

		function begin(timer: Timer): void {
			const work = fire(timer, handler, givingUp.signal).then(
				() => {
					firing.delete(timer.id);
					ended.add(timer.id);
					loop.wake();
				},
				(error: unknown) => {
					// The store is ill: the poll comes back to it, a wake would at once.
					firing.delete(timer.id);
					logger.warn({ kind, key: timer.key, err: error }, 'A timer cannot be worked on now.');
				},
			);
			firing.set(timer.id, work);
		}

		return {
			start(): void {
				givingUp = new AbortController();
				setMaxListeners(atATime, givingUp.signal);
				loop.start();
			},
			wake: loop.wake,
			async stop(): Promise<void> {
				await loop.stop();
				const cancel = clock.after(drainMs, () => givingUp.abort());
				await Promise.all(firing.values());
				cancel();
			},
		};
	}

	/** A timer is removed only after its handler, and only if nobody set it anew meanwhile: that would be another rev. */
	async function fire(timer: Timer, handler: TimerHandler, stop: AbortSignal): Promise<void> {
		const { kind, key, dueAt } = timer;
		try {
			const call = (): Promise<void> => handler({ key, dueAt: timer.setFor ?? dueAt });
			await inTime(clock, `The timer ${kind} ${key}`, fireMs, call, stop);
		} catch (error) {
			// The stop is not the timer's fault: it stays as it is.
			if (!stop.aborted) await setBack(timer, error);
			return;
		}
		await store.remove(timers, timer.id, { rev: timer.rev });
		logger.info({ kind, key }, 'A timer fired.');
	}

	/** For as long as it takes: what must happen at a time must still happen later. */
	async function setBack(timer: Timer, error: unknown): Promise<void> {
		const tries = timer.tries + 1;
		const dueAt = clock.now() + Math.max(100, backoffMs(probeSchedule, tries, random));
		const isStores = error instanceof Busy || error instanceof Unknown;
		const problem = cutText(error instanceof Error ? error.message : String(error), 1000);
		const { kind, key } = timer;
		if (!isStores)
			logger.error({ kind, key, tries, err: error }, 'A timer failed; it comes again.');
		const set = { dueAt, tries, problem, setFor: timer.setFor ?? timer.dueAt };
		await store.update(timers, timer.id, { set }, { rev: timer.rev });
	}

	return {
		/** Says what a kind does. Kinds that nobody handles wait. */
		handle(kind: string, handler: TimerHandler): void {
			if (kinds.has(kind)) throw new Error(`Timers of the kind ${kind} have a handler already.`);
			const one = createKind(kind, handler);
			kinds.set(kind, one);
			if (started) one.start();
		},
		/** Resolves when the handler does not run any more, or has been given up because it hangs. Its timers wait. */
		async unhandle(kind: string): Promise<void> {
			const one = kinds.get(kind);
			kinds.delete(kind);
			await one?.stop();
		},
		/** Sets the timer or moves it; it is durable when this resolves. */
		async set(kind: string, key: string, dueAt: number): Promise<void> {
			const timer = { id: timerId(kind, key), kind, key, dueAt, tries: 0, problem: null };
			await store.put(timers, timer);
			kinds.get(kind)?.wake();
		},
		/** False: there was none. One that fires right now runs to its end. */
		cancel: (kind: string, key: string): Promise<boolean> =>
			store.remove(timers, timerId(kind, key)),
		/** Those whose last firing failed, of all kinds that have a handler, for doctor. */
		async troubled(limit: number): Promise<readonly Timer[]> {
			const found: Timer[] = [];
			for (const kind of kinds.keys()) {
				const page = await store.find(timers, {
					index: 'byTries',
					eq: { kind },
					range: { gt: 0 },
					limit: limit - found.length,
				});
				found.push(...page.items);
				if (found.length >= limit) break;
			}
			return found;
		},
		start(): void {
			started = true;
			for (const one of kinds.values()) one.start();
		},
		/** Resolves when no handler runs any more, or those that do have been given up. */
		async stop(): Promise<void> {
			started = false;
			await Promise.all([...kinds.values()].map((one) => one.stop()));
		},
	};
}
