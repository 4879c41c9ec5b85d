import { DomainError } from '../../shared/errors.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import {
	addDays,
	isoDate,
	localDate,
	momentOf,
	weekdayOf,
	type LocalDate,
} from '../sites/index.ts';

/* Days and hours as a site's clocks show them. */

type Hours = SiteSettings['hours'];

export interface Span {
	/** Such as 2026-09-04. */
	readonly from: string;
	readonly to: string;
}
const mostDays = 92;
const usualDays = 14;

/** Throws `bad_request` for what is no day, or too many of them. Left out: 14 days up to today. */
export function spanOf(asked: Partial<Span>, today: string): Span {
	const to = asked.to ?? (asked.from === undefined ? today : addIso(dayOf(asked.from), 13));
	const from = asked.from ?? addIso(dayOf(to), 1 - usualDays);
	const count = datesOf({ from, to }).length;
	if (count > 0) return { from, to };
	throw new DomainError(
		'bad_request',
		`from, to: the first day comes first, and at most ${mostDays} days are counted.`,
	);
}

export function dayOf(text: string): LocalDate {
	const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
	const date = { year, month, day };
	if (/^\d{4}-\d\d-\d\d$/.test(text) && year > 1970 && isoDate(date) === text) return date;
	throw new DomainError('bad_request', 'A day is written such as 2026-09-04.');
}

const addIso = (date: LocalDate, days: number): string => isoDate(addDays(date, days));

/** All days, in order; none: it is backwards or too long. */
export function datesOf({ from, to }: Span): string[] {
	const [first, last] = [dayOf(from), dayOf(to)];
	const dates: string[] = [];
	for (let n = 0; n <= mostDays; n += 1) {
		const date = addIso(first, n);
		if (date > isoDate(last)) return dates;
		dates.push(date);
	}
	return [];
}

/** As many days, just before. */
export function spanBefore(span: Span): Span {
	const count = datesOf(span).length;
	const first = dayOf(span.from);
	return { from: addIso(first, -count), to: addIso(first, -1) };
}

/** Epoch ms from the first moment of the day to the first of the next. */
export function momentsOf(timeZone: string, date: string): { from: number; to: number } {
	const day = dayOf(date);
	return {
		from: momentOf(timeZone, day, '00:00', 'first'),
		to: momentOf(timeZone, addDays(day, 1), '00:00', 'first'),
	};
}

export const todayOf = (timeZone: string, now: number): string => isoDate(localDate(timeZone, now));
export const weekdayOfDate = (date: string): number => weekdayOf(dayOf(date));

const hours = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();
/** All offsets are whole quarters of an hour. */
const quarterMs = 15 * 60_000;

/** 0 to 23, as clocks there show it. */
export function hourOf(timeZone: string, moment: number): number {
	const key = `${timeZone} ${Math.floor(moment / quarterMs)}`;
	const known = hours.get(key);
	if (known !== undefined) return known;
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
		formats.set(timeZone, format);
	}
	const hour = Number(format.format(moment)) % 24;
	if (hours.size > 20_000) hours.clear();
	hours.set(key, hour);
	return hour;
}

/** Hours of the week in which it is open for any part; null: no hours are set. Exceptions of single days are left out. */
export function openHours({ week }: Hours): boolean[][] | null {
	if (week === null) return null;
	return Array.from({ length: 7 }, (_, weekday) =>
		Array.from({ length: 24 }, (__, hour) =>
			(week[weekday] ?? []).some(({ from, to }) => {
				return from < clock(hour + 1) && to > clock(hour);
			}),
		),
	);
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export function isClosedOn({ week, days }: Hours, date: string): boolean {
	if (week === null) return false;
	const spans = days.find((day) => day.date === date)?.spans ?? week[weekdayOfDate(date)] ?? [];
	return spans.length === 0;
}
