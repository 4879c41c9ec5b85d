/** From 0 to below 1. */
export type Random = () => number;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long to wait after the nth failure in a row. Sixteen steps, 75 hours together, as Standard Webhooks has it, but
 * with short steps first: a chat that waits five minutes after one lost packet is no chat.
 */
export const retrySchedule: readonly number[] = [
	second,
	5 * second,
	30 * second,
	...[2, 5, 15, 30].map((n) => n * minute),
	...[1, 2, 4, 6, 8, 10, 12, 14, 17].map((n) => n * hour),
];

/** What is probed for as long as it takes: a destination that is down, a timer, one of our own consumers. */
export const probeSchedule: readonly number[] = [
	second,
	5 * second,
	30 * second,
	2 * minute,
	5 * minute,
];

/**
 * Full jitter: anything from nothing to twice the step, so that those who failed together do not come back together and
 * the schedule is kept on average. Past its end the last step counts.
 */
export function backoffMs(schedule: readonly number[], failures: number, random: Random): number {
	const step = schedule[Math.min(Math.max(failures, 1), schedule.length) - 1] ?? 0;
	return Math.round(step * 2 * random());
}
