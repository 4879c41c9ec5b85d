import { spin } from './arms/arm-process.ts';
import type { Arm } from './arm.ts';

/*
 * How to compare on a shared machine. All arms are measured in each round, in an order that turns; the result is the median of
 * the rounds' ratios, so that what slows one round slows both sides of its ratio. CPU time per unit of work first: it is far
 * steadier than a rate. A fixed piece of work is timed before and after each measurement, on both cores; where it took a quarter
 * longer than at its best, the neighbours were at work, and the measurement is marked.
 */

export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
	readonly count: number;
}

export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (part: number): number =>
		sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
	const middle = sorted.length / 2;
	const median = Number.isInteger(middle)
		? (at((middle - 1) / sorted.length) + at(0.5)) / 2
		: at(0.5);
	return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, count: sorted.length };
}

export function percentile(values: readonly number[], part: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

export interface Sample<T> {
	readonly value: T;
	/** How much longer than at its best the fixed work took: 1 = quiet. */
	readonly noise: number;
}
let bestHere = Infinity;
let bestThere = Infinity;

/** Measures between two looks at the neighbours. */
export async function watched<T>(arm: Arm, measure: () => Promise<T>): Promise<Sample<T>> {
	const before = await noise(arm);
	const value = await measure();
	return { value, noise: Math.max(before, await noise(arm)) };
}

async function noise(arm: Arm): Promise<number> {
	const there = await arm.spin();
	const here = spin();
	bestHere = Math.min(bestHere, here);
	bestThere = Math.min(bestThere, there);
	return Math.max(here / bestHere, there / bestThere);
}

export type Rounds<T> = ReadonlyMap<string, readonly Sample<T>[]>;

/** Runs each arm once in each round, beginning with another one each time. */
export async function interleave<T>(
	count: number,
	arms: ReadonlyMap<string, () => Promise<Sample<T>>>,
): Promise<Rounds<T>> {
	const names = [...arms.keys()];
	const samples = new Map<string, Sample<T>[]>(names.map((name) => [name, []]));
	for (let round = 0; round < count; round += 1) {
		const turned = names.map((_, index) => names[(index + round) % names.length]!);
		for (const name of turned) samples.get(name)!.push(await arms.get(name)!());
	}
	return samples;
}

/** The rounds' ratios of one arm to another. */
export function ratioOf<T>(
	rounds: Rounds<T>,
	arm: string,
	base: string,
	of: (value: T) => number,
): Spread {
	const ones = rounds.get(arm) ?? [];
	const others = rounds.get(base) ?? [];
	return spreadOf(ones.map((one, round) => of(one.value) / of(others[round]!.value)));
}

export const spreadIn = <T>(rounds: Rounds<T>, arm: string, of: (value: T) => number): Spread =>
	spreadOf((rounds.get(arm) ?? []).map(({ value }) => of(value)));

/** Rounds in which the neighbours took a quarter of a core or more. */
export const noisyShare = (rounds: Rounds<unknown>): number => {
	const all = [...rounds.values()].flat();
	return all.filter((sample) => sample.noise > 1.25).length / Math.max(1, all.length);
};
