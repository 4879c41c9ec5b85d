import { priorities, type Priority } from '../../../shared/views/event-view.ts';
import type { Waiter } from './dispatch-types.ts';
import type { Entry } from './queue.ts';

const base = Object.fromEntries(priorities.map((name, index) => [name, index])) as Record<
	Priority,
	number
>;
export const highest = priorities.length - 1;

export const baseLevel = (priority: Priority): number => base[priority];

/** The effective priority: each `ageingMs` of waiting raises it by one, up to urgent. */
export function levelAt(waiter: Waiter, ageingMs: number, now: number): number {
	const steps = Math.floor(Math.max(0, now - waiter.since) / ageingMs);
	return Math.min(highest, base[waiter.priority] + steps);
}

/** When the effective priority goes up next; Infinity: not any more. */
export function nextStepAt(waiter: Waiter, ageingMs: number, now: number): number {
	if (levelAt(waiter, ageingMs, now) === highest) return Infinity;
	const steps = Math.floor(Math.max(0, now - waiter.since) / ageingMs) + 1;
	return waiter.since + steps * ageingMs;
}

/** Since when one of this priority must have waited to be of the level now, at the latest. */
export const latestSince = (from: number, level: number, ageingMs: number, now: number): number =>
	from >= level ? Infinity : now - (level - from) * ageingMs;

/** The effective priority, and whether it is before the others of it: higher goes first. */
export const rankAt = (waiter: Waiter, ageingMs: number, now: number): number =>
	levelAt(waiter, ageingMs, now) * 2 + (waiter.isFirst ? 1 : 0);

export interface Ranked {
	readonly entry: Entry;
	readonly rank: number;
}

export function goesFirst(a: Ranked, b: Ranked): boolean {
	if (a.rank !== b.rank) return a.rank > b.rank;
	const [one, other] = [a.entry.waiter.since, b.entry.waiter.since];
	return one !== other ? one < other : a.entry.number < b.entry.number;
}
