const shortestMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before try number `attempt` (from 0): anything up to a bound that doubles. The whole range is used, so that
 * ten thousand clients of one restarted server do not come back in waves.
 */
export function backoffMs(attempt: number, random: number): number {
	const bound = Math.min(longestMs, 2 * shortestMs * 2 ** Math.min(attempt, 10));
	return Math.round(shortestMs + random * (bound - shortestMs));
}
