import type { OpenSpan, SiteSettings } from '../../shared/site/site-settings.ts';
import { addDays, isoDate, localDate, momentOf, weekdayOf, type LocalDate } from './local-time.ts';

type Hours = SiteSettings['hours'];

export interface Opening {
	readonly isOpen: boolean;
	/** Epoch ms when it closes; null: it is closed, or does not close in the next 60 days. */
	readonly until: number | null;
	/** Epoch ms when it opens again; null: it is open, or does not open in the next 60 days. */
	readonly backAt: number | null;
}

const horizonDays = 60;

/** Whether the site is open at `now` (epoch ms), and when that changes. Without a week it is always open. */
export function hoursAt(hours: Hours, now: number): Opening {
	if (hours.week === null) return { isOpen: true, until: null, backAt: null };
	const horizon = now + horizonDays * 86_400_000;
	for (const [from, to] of openTimes(hours, now)) {
		if (to <= now) continue;
		if (from > horizon) break;
		if (from > now) return { isOpen: false, until: null, backAt: from };
		return { isOpen: true, until: to > horizon ? null : to, backAt: null };
	}
	return { isOpen: false, until: null, backAt: null };
}

/** From today on, in order; those that touch are one, also over midnight. Days are looked at only as far as is asked. */
function* openTimes(hours: Hours, now: number): Generator<readonly [from: number, to: number]> {
	const today = localDate(hours.timeZone, now);
	let current: readonly [number, number] | null = null;
	// One day more than is answered for, so that what ends just behind that is known not to end before.
	for (let n = 0; n <= horizonDays + 1; n += 1) {
		for (const [from, to] of timesOf(hours, addDays(today, n))) {
			if (current !== null && from > current[1]) {
				yield current;
				current = null;
			}
			current = current === null ? [from, to] : [current[0], Math.max(current[1], to)];
		}
	}
	if (current !== null) yield current;
}

function timesOf({ timeZone, week, days }: Hours, date: LocalDate): [number, number][] {
	const different = days.find((day) => day.date === isoDate(date));
	const spans = different?.spans ?? week?.[weekdayOf(date)] ?? [];
	return inOrder(spans).map(({ from, to }) => [
		momentOf(timeZone, date, from, 'first'),
		momentOf(timeZone, date, to, 'last'),
	]);
}

export const inOrder = (spans: readonly OpenSpan[]): OpenSpan[] =>
	[...spans].sort((a, b) => (a.from < b.from ? -1 : 1));
