import type { Clock } from './clock.ts';

export interface LoopOptions {
	/** Does what there is to do now; answers when there will be more, in epoch milliseconds. Null: nobody knows. */
	round(): Promise<number | null>;
	/** A round that threw; the next one comes after `pollMs` at the latest. */
	failed(error: unknown): void;
	/** The longest sleep: what nobody woke us for is found after it. */
	readonly pollMs: number;
	/** How long after a wake the round begins, so that one round serves many wakes; 0 when left out. */
	readonly delayMs?: number;
}
export type Loop = ReturnType<typeof createLoop>;

/** Rounds on the Clock port, one after the other: at a wake, at the time that the last round gave, and at each poll. */
export function createLoop(clock: Clock, options: LoopOptions) {
	const delayMs = options.delayMs ?? 0;
	let stopped = true;
	let running: Promise<void> | null = null;
	let wokenMeanwhile = false;
	let sleep: { readonly until: number; readonly cancel: () => void } | null = null;

	/** Keeps the earlier of two alarms. */
	function arm(until: number): void {
		if (stopped || (sleep !== null && sleep.until <= until)) return;
		sleep?.cancel();
		const cancel = clock.after(Math.max(0, until - clock.now()), () => {
			sleep = null;
			begin();
		});
		sleep = { until, cancel };
	}

	function begin(): void {
		if (stopped || running !== null) return;
		sleep?.cancel();
		sleep = null;
		wokenMeanwhile = false;
		running = run().finally(() => {
			running = null;
			if (wokenMeanwhile) wake();
		});
	}

	async function run(): Promise<void> {
		let next: number | null = null;
		try {
			next = await options.round();
		} catch (error) {
			options.failed(error);
		}
		const latest = clock.now() + options.pollMs;
		arm(next === null ? latest : Math.min(next, latest));
	}

	function wake(): void {
		if (stopped) return;
		if (running !== null) wokenMeanwhile = true;
		else if (delayMs === 0) begin();
		else arm(clock.now() + delayMs);
	}

	return {
		start(): void {
			stopped = false;
			begin();
		},
		wake,
		/** Resolves when the round that runs has ended; none begins after it. */
		async stop(): Promise<void> {
			stopped = true;
			sleep?.cancel();
			sleep = null;
			await running;
		},
	};
}
