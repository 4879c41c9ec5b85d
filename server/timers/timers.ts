import type { Logger } from '../../shared/plugin/host.ts';
import { backoffMs, probeSchedule, type Random } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import { Busy, Unknown } from '../ports/errors.ts';
import { createLoop, type Loop } from '../ports/loop.ts';
import type { Store } from '../ports/store.ts';
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

const atATime = 16;
/** What another node has set is found after this. */
const pollMs = 15_000;

/** Durable due times (D24). Each kind sleeps and works by itself, so that one that hangs holds up no other. */
export function createTimers(deps: TimersDeps) {
	const { store, clock, logger } = deps;
	const random = deps.random ?? Math.random;
	const kinds = new Map<string, { readonly handler: TimerHandler; readonly loop: Loop }>();
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

	async function round(kind: string, handler: TimerHandler): Promise<number | null> {
		const due = await nextDue(kind, clock.now(), atATime);
		await Promise.all(due.map((timer) => fire(timer, handler)));
		const [next] = await nextDue(kind);
		return next?.dueAt ?? null;
	}

	/** A timer is removed only after its handler, and only if nobody set it anew meanwhile: that would be another rev. */
	async function fire(timer: Timer, handler: TimerHandler): Promise<void> {
		const { kind, key, dueAt } = timer;
		try {
			await handler({ key, dueAt: timer.setFor ?? dueAt });
		} catch (error) {
			await setBack(timer, error);
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
		const problem = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
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
			const loop = createLoop(clock, {
				pollMs,
				round: () => round(kind, handler),
				failed: (error) => logger.warn({ kind, err: error }, 'Timers cannot be worked on now.'),
			});
			kinds.set(kind, { handler, loop });
			if (started) loop.start();
		},
		/** Resolves when the handler does not run any more. Its timers wait. */
		async unhandle(kind: string): Promise<void> {
			const loop = kinds.get(kind)?.loop;
			kinds.delete(kind);
			await loop?.stop();
		},
		/** Sets the timer or moves it; it is durable when this resolves. */
		async set(kind: string, key: string, dueAt: number): Promise<void> {
			const timer = { id: timerId(kind, key), kind, key, dueAt, tries: 0, problem: null };
			await store.put(timers, timer);
			kinds.get(kind)?.loop.wake();
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
			for (const { loop } of kinds.values()) loop.start();
		},
		/** Resolves when no handler runs any more. */
		async stop(): Promise<void> {
			started = false;
			await Promise.all([...kinds.values()].map(({ loop }) => loop.stop()));
		},
	};
}
