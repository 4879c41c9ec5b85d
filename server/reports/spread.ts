/**
 * How often each length of time was seen, so that a median can be told of many conversations without their single values.
 * Keys are whole numbers: exact up to 120, above that within half a per cent. Plain JSON; two spreads add up to one.
 */
export type Spread = Readonly<Record<string, number>>;

export const noSpread: Spread = {};
const exact = 120;
const step = Math.log(1.01);

/** @param value seconds, or any number that is not negative */
const keyOf = (value: number): number =>
	value < exact ? Math.round(value) : exact + Math.round(Math.log(value / exact) / step);
const valueOf = (key: number): number =>
	key <= exact ? key : Math.round(exact * Math.exp((key - exact) * step));

export function withValue(spread: Spread, value: number): Spread {
	const key = keyOf(Math.max(0, value));
	return { ...spread, [key]: (spread[key] ?? 0) + 1 };
}

/** Of a time in milliseconds. */
export const withTime = (spread: Spread, ms: number): Spread => withValue(spread, ms / 1000);
export const oneTime = (ms: number | null): Spread => (ms === null ? noSpread : withTime({}, ms));

export function addSpread(into: Record<string, number>, spread: Spread): void {
	for (const [key, count] of Object.entries(spread)) into[key] = (into[key] ?? 0) + count;
}

export const casesOf = (spread: Spread): number =>
	Object.values(spread).reduce((sum, count) => sum + count, 0);

/** The smallest value that at least this share of the cases does not exceed; null: no case. */
export function quantile(spread: Spread, share: number): number | null {
	const wanted = casesOf(spread) * share;
	if (wanted === 0) return null;
	let seen = 0;
	const keys = Object.keys(spread)
		.map(Number)
		.sort((a, b) => a - b);
	for (const key of keys) {
		seen += spread[key] ?? 0;
		if (seen >= wanted) return valueOf(key);
	}
	return null;
}

/** Cases in each class: up to edges[0], up to edges[1] ..., the rest. An edge belongs to the class below it. */
export function classesOf(spread: Spread, edges: readonly number[]): number[] {
	const counts = Array.from({ length: edges.length + 1 }, () => 0);
	for (const [key, count] of Object.entries(spread)) {
		const value = valueOf(Number(key));
		const found = edges.findIndex((edge) => value <= edge);
		const index = found === -1 ? edges.length : found;
		counts[index] = (counts[index] ?? 0) + count;
	}
	return counts;
}
