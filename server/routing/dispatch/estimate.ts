import type { WaitRange } from './dispatch-types.ts';

/** Somebody was taken up. */
export interface Take {
	readonly at: number;
	/** Milliseconds since the one before was, or since somebody waits. */
	readonly tookMs: number;
	/** Slots of those who answered there. */
	readonly duty: number;
}
export interface Asked {
	readonly takes: readonly Take[];
	/** How long nobody was taken up now, while somebody waits. */
	readonly sinceMs: number;
	/** From 1. */
	readonly place: number;
	/** Slots of those who answer there now. */
	readonly duty: number;
	/** How many give up, for each one who waits and millisecond. */
	readonly leaving: number;
}

/** Fewer say too little. */
const fewest = 8;
/** 5 % of waits are shorter than the range and 5 % longer, as far as the past is like the future. */
const quantile = 1.645;
/** The past is worth no more than this many of them, for agents come and go: found with the simulator (docs/routing.md). */
const mostKnown = 12;

/**
 * How long until those up to `place` have been taken up. The time between two of them, times the slots on duty, is a mean and a scatter; the sum
 * of `place` of those to come, as a share of the mean of those that were, follows the F distribution, which holds both what is random
 * in the future and what is not known well from the past. Null: too few have been, or nobody is there.
 */
export function rangeOf({ takes, sinceMs, place, duty, leaving }: Asked): WaitRange | null {
	if (takes.length < fewest || duty <= 0) return null;
	const work = takes.map(({ tookMs, duty: slots }) => tookMs * slots);
	const mean = (sum(work) + sinceMs * duty) / takes.length;
	const average = sum(work) / takes.length;
	const spread = sum(work.map((one) => (one - average) ** 2)) / (takes.length - 1);
	const scatter = average > 0 ? Math.max(1, spread / average ** 2) : 1;
	const each = mean / duty;
	const turns = turnsUntil(place, leaving * each);
	const known = Math.min(takes.length, mostKnown);
	const [future, past] = [(2 * turns) / scatter, (2 * known) / scatter];
	const middle = turns * each;
	return {
		from: Math.round(middle * fQuantile(future, past, -quantile)),
		to: Math.round(middle * fQuantile(future, past, quantile)),
	};
}

/** Takings-up until it is the turn of this place, when of those before some give up: `lost` for each one and taking-up. */
const turnsUntil = (place: number, lost: number): number =>
	lost > 0 ? 1 + Math.log1p(lost * (place - 1)) / lost : place;

const sum = (values: readonly number[]): number =>
	values.reduce((total, value) => total + value, 0);

/** Paulson's approximation of the F distribution's quantile, `z` deviations from the middle. */
function fQuantile(upper: number, lower: number, z: number): number {
	const [a, b] = [2 / (9 * upper), 2 / (9 * lower)];
	const bottom = Math.max(0.05, (1 - b) ** 2 - b * z * z);
	const root = Math.sqrt(Math.max(0, a * (1 - b) ** 2 + b * (1 - a) ** 2 - a * b * z * z));
	return Math.max(0, ((1 - b) * (1 - a) + z * root) / bottom) ** 3;
}
