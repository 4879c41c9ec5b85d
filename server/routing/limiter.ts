export interface LimiterOptions {
	/** Tries that are allowed within `withinMs`. */
	readonly count: number;
	readonly withinMs: number;
	/** Keys that are remembered; the one that was tried longest ago makes room. */
	readonly keys: number;
}
export type Limiter = ReturnType<typeof createLimiter>;

/** Counts tries by key. Whoever may try takes the try before any wait, so that many at once count too. */
export function createLimiter({ count, withinMs, keys }: LimiterOptions) {
	/** Times of tries; in the order in which keys were tried last. */
	const tries = new Map<string, readonly number[]>();

	const recent = (key: string, now: number): readonly number[] =>
		(tries.get(key) ?? []).filter((at) => now - at < withinMs);

	return {
		/** How long until the key may try again; 0: now. */
		waitMs(key: string, now: number): number {
			const times = recent(key, now);
			const first = times[times.length - count];
			return first === undefined ? 0 : first + withinMs - now;
		},
		take(key: string, now: number): void {
			const times = [...recent(key, now), now];
			tries.delete(key);
			tries.set(key, times);
			for (const oldest of tries.keys()) {
				if (tries.size <= keys) break;
				tries.delete(oldest);
			}
		},
		/** Undoes one `take` of that time. */
		giveBack(key: string, takenAt: number): void {
			const times = [...(tries.get(key) ?? [])];
			const index = times.indexOf(takenAt);
			if (index !== -1) times.splice(index, 1);
			if (times.length === 0) tries.delete(key);
			else tries.set(key, times);
		},
		forget: (key: string): boolean => tries.delete(key),
	};
}
