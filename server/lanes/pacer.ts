import type { TimelineId } from '../../shared/ids.ts';

interface Pace {
	readonly key: string;
	readonly perSecond: number;
}

/** Reservations that nobody came for are forgotten after this. */
const staleMs = 60_000;

/**
 * Hands out moments: `perSecond` of them for each key, first come, first served. A lane that must wait is told its moment
 * once, sleeps in the store until then and need not ask again, so a thousand waiting lanes cost one write each and no timer.
 * In memory of one process: after a restart, and with several nodes, the destination's own limit is the last word.
 */
export function createPacer() {
	const free = new Map<string, number>();
	const reserved = new Map<TimelineId, number>();

	function sweep(now: number): void {
		for (const [key, at] of free) if (at < now) free.delete(key);
		for (const [timeline, at] of reserved) if (at < now - staleMs) reserved.delete(timeline);
	}

	return {
		/** When the timeline may be delivered; not later than `now` means now, and uses the moment up. */
		moment(timeline: TimelineId, pace: Pace | null, now: number): number {
			if (pace === null) return now;
			const mine = reserved.get(timeline);
			if (mine !== undefined && mine > now - staleMs) {
				if (mine <= now) reserved.delete(timeline);
				return mine;
			}
			if (free.size + reserved.size > 10_000) sweep(now);
			const at = Math.max(now, free.get(pace.key) ?? 0);
			free.set(pace.key, at + 1000 / pace.perSecond);
			if (at > now) reserved.set(timeline, at);
			return at;
		},
	};
}
