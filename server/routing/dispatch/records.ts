import type { GroupId, SiteId } from '../../../shared/ids.ts';
import type { WaitRange } from './dispatch-types.ts';
import { rangeOf, type Take } from './estimate.ts';

/** What was kept of the past of one line; older says less about now than it is worth. */
const mostTakes = 32;
/** Those who left the line, by whichever way, count half when there are more. */
const mostGone = 128;
const oldestMs = 2 * 3_600_000;
/** One who is taken up sooner than this met a free agent: that says nothing of how fast a line moves. */
const atOnceMs = 1000;
/** Taken up longer after the line was empty: it had not stood in it. */
const lateMs = 60_000;

/** The recent past of one line: how long it took from one taking-up to the next while somebody waited. */
export type LineRecord = ReturnType<typeof createRecord>;

export function createRecord() {
	let takes: Take[] = [];
	let size = 0;
	/** Since when somebody waits, or did last. */
	let began = 0;
	let ended = 0;
	let lastTake = 0;
	/** Takings-up and departures while somebody waits, and how long the waiting was, over all who waited. */
	let [gone, taken, waitedMs, changed] = [0, 0, 0, 0];

	return {
		resized(to: number, at: number): void {
			waitedMs += size * Math.max(0, at - changed);
			changed = Math.max(changed, at);
			if (to < size) gone += size - to;
			if (gone > mostGone) [gone, taken, waitedMs] = [gone / 2, taken / 2, waitedMs / 2];
			if (size === 0 && to > 0) began = at;
			if (size > 0 && to === 0) ended = at;
			size = to;
		},
		/** `duty`: slots of those who answer there, free or not. */
		taken(at: number, duty: number): void {
			const start = Math.max(lastTake, began);
			const isOfLine = size > 0 || at - ended <= lateMs;
			lastTake = at;
			taken += 1;
			if (!isOfLine || duty <= 0 || at - began < atOnceMs) return;
			takes.push({ at, duty, tookMs: Math.max(0, at - start) });
			if (takes.length > mostTakes) takes.shift();
		},
		range(place: number, duty: number, now: number): WaitRange | null {
			takes = takes.filter(({ at }) => at > now - oldestMs);
			const sinceMs = Math.max(0, now - Math.max(lastTake, began));
			const leaving = waitedMs > 0 ? Math.max(0, gone - taken) / waitedMs : 0;
			return rangeOf({ place, duty, takes, sinceMs, leaving });
		},
	};
}

export function createRecords() {
	const byKey = new Map<string, LineRecord>();
	return {
		of(site: SiteId, group: GroupId | null): LineRecord {
			const key = `${site} ${group ?? ''}`;
			let record = byKey.get(key);
			if (record === undefined) {
				record = createRecord();
				byKey.set(key, record);
			}
			return record;
		},
	};
}
