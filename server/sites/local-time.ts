/* Times of day in a named time zone as moments, also on the nights when clocks change. */

export interface LocalDate {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	readonly day: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	const known = formats.get(timeZone);
	if (known !== undefined) return known;
	const made = new Intl.DateTimeFormat('en', {
		timeZone,
		calendar: 'iso8601',
		numberingSystem: 'latn',
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	formats.set(timeZone, made);
	return made;
}

/** What clocks there show, as if it were UTC. */
function wallClock(timeZone: string, moment: number): number {
	const parts: Record<string, number> = {};
	for (const { type, value } of formatOf(timeZone).formatToParts(moment)) {
		parts[type] = Number(value);
	}
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetAt = (timeZone: string, moment: number): number =>
	wallClock(timeZone, moment) - Math.floor(moment / 1000) * 1000;

export function localDate(timeZone: string, moment: number): LocalDate {
	return dateOf(wallClock(timeZone, moment));
}

function dateOf(utc: number): LocalDate {
	const date = new Date(utc);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const utcOf = ({ year, month, day }: LocalDate): number => Date.UTC(year, month - 1, day);

export const addDays = (date: LocalDate, days: number): LocalDate =>
	dateOf(utcOf(date) + days * dayMs);

/** 0 is Monday. */
export const weekdayOf = (date: LocalDate): number => (new Date(utcOf(date)).getUTCDay() + 6) % 7;

/** `2026-12-24`. */
export const isoDate = (date: LocalDate): string =>
	new Date(utcOf(date)).toISOString().slice(0, 10);

/**
 * The moment of a time of day such as `09:00`; `24:00` is the midnight that ends the day. A time that is skipped when clocks
 * go forward is the moment when they do; of one that comes twice, `which` is taken.
 */
export function momentOf(
	timeZone: string,
	date: LocalDate,
	time: string,
	which: 'first' | 'last',
): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	const wall = utcOf(date) + (hours * 60 + minutes) * minuteMs;
	const before = offsetAt(timeZone, wall - dayMs);
	const after = offsetAt(timeZone, wall + dayMs);
	if (before === after) return wall - before;
	const [byBefore, byAfter] = [wall - before, wall - after];
	const beforeHolds = offsetAt(timeZone, byBefore) === before;
	const afterHolds = offsetAt(timeZone, byAfter) === after;
	if (beforeHolds && afterHolds) {
		return which === 'first' ? Math.min(byBefore, byAfter) : Math.max(byBefore, byAfter);
	}
	if (beforeHolds) return byBefore;
	return afterHolds ? byAfter : changeBetween(timeZone, byAfter, byBefore);
}

/** When clocks change, to the minute; they do once between the two. */
function changeBetween(timeZone: string, from: number, to: number): number {
	const before = offsetAt(timeZone, from);
	let [low, high] = [from, to];
	while (high - low > minuteMs) {
		const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
		if (offsetAt(timeZone, middle) === before) low = middle;
		else high = middle;
	}
	return high;
}
