import type { OpenSpan, SiteSettings } from '../../shared/site/site-settings.ts';
import { inOrder } from './hours.ts';

export interface HoursLine {
	/** "Monday – Friday". */
	readonly days: string;
	/** "9:00 AM – 6:00 PM", or the word for closed. */
	readonly times: string;
}

/** A Monday. */
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/**
 * The week as people read it, equal neighbouring days in one line; none without a week. Days that differ are not in it.
 * @param locale BCP 47; throws RangeError when it is malformed
 */
export function hoursLines(
	{ week }: SiteSettings['hours'],
	locale: string,
	closed: string,
): HoursLine[] {
	const dayNames = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
	const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
	const runs: { first: number; last: number; times: string }[] = [];
	for (const [day, spans] of (week ?? []).entries()) {
		const times = inOrder(spans).map((span) => timesOf(span, locale));
		const text = times.length === 0 ? closed : list.format(times);
		const run = runs.at(-1);
		if (run?.times === text) run.last = day;
		else runs.push({ first: day, last: day, times: text });
	}
	return runs.map(({ first, last, times }) => ({
		days: dayNames.formatRange(monday + first * dayMs, monday + last * dayMs),
		times,
	}));
}

const momentOf = (time: string): number => Date.parse(`2024-01-01T${time}:00Z`);

function timesOf({ from, to }: OpenSpan, locale: string): string {
	const style = { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
	const times = new Intl.DateTimeFormat(locale, style);
	const isClock24 = times.resolvedOptions().hourCycle === 'h23';
	// A range leaves out what both times have in common ("9:00 – 11:00 AM"), but writes 09:00 where a single time is 9:00.
	if (to !== '24:00')
		return isClock24
			? `${times.format(momentOf(from))} – ${times.format(momentOf(to))}`
			: times.formatRange(momentOf(from), momentOf(to));
	// A range over midnight would name the dates. "12 AM to 12 AM" says nothing, so a whole day is told with 24 hours.
	const wholeDay = from === '00:00';
	const is24 = wholeDay || isClock24;
	const begin = wholeDay ? new Intl.DateTimeFormat(locale, { ...style, hourCycle: 'h23' }) : times;
	const end = is24 ? new Intl.DateTimeFormat(locale, { ...style, hourCycle: 'h24' }) : times;
	return `${begin.format(momentOf(from))} – ${end.format(momentOf('00:00'))}`;
}
