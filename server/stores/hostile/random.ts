/** Numbers from 0 to below 1 that the seed determines. */
export type Random = () => number;

/** Mulberry32: small, fast, and good enough to shuffle steps. Never for secrets. */
export function seededRandom(seed: number): Random {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A whole number from 0 to below `limit`. */
export function below(random: Random, limit: number): number {
	return Math.floor(random() * limit);
}
