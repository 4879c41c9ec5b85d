import type { Figure, MetricView } from '../../../shared/views/report-view.ts';
import { clockOf, locale } from '../format.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

/* Figures in words. */

type Kind = MetricView['kind'];
const number = new Intl.NumberFormat(locale);
const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(locale, {
	weekday: 'short',
	day: 'numeric',
	timeZone: 'UTC',
});

export const numberOf = (value: number): string => number.format(value);
export const oneDigit = (value: number): string => small.format(value);
export const timeOf = (seconds: number): string => clockOf(seconds * 1000);
/** Tenths where there is little. */
export const shareOf = (share: number): string =>
	`${small.format(Math.round(share * (share < 0.1 ? 1000 : 100)) / (share < 0.1 ? 10 : 1))}\u00a0%`;
/** `4 Sep` of 2026-09-04. */
export const dayOf = (date: string): string => day.format(new Date(`${date}T00:00:00Z`));
export const weekdayOf = (date: string): string => weekday.format(new Date(`${date}T00:00:00Z`));

export function valueOf(kind: Kind, value: number): string {
	if (kind === 'time') return timeOf(value);
	return kind === 'share' ? shareOf(value) : numberOf(value);
}

export const shownOf = (kind: Kind, { value, cases }: Figure): string =>
	value === null ? fill(words.tooFew, { n: cases }) : valueOf(kind, value);

export interface Delta {
	readonly text: string;
	readonly tone: 'good' | 'bad' | '';
	readonly direction: 'up' | 'down' | null;
}

/** Against the days before, with the word that judges it; null: too few to say. */
export function deltaOf({ kind, now, before, change }: MetricView): Delta | null {
	if (now.value === null) return null;
	if (before.value === null) return { text: words.nothingBefore, tone: '', direction: null };
	const more = now.value - before.value;
	const amount = amountOf(kind, now.value, before.value);
	if (amount === null) return { text: words.sameAsBefore, tone: '', direction: null };
	const text = fill(more > 0 ? words.more : words.less, { n: amount });
	const direction = more > 0 ? 'up' : 'down';
	if (change === 'better')
		return { text: fill(words.better, { change: text }), tone: 'good', direction };
	if (change === 'worse')
		return { text: fill(words.worse, { change: text }), tone: 'bad', direction };
	return { text, tone: '', direction };
}

/** How much it changed, at the precision that is shown; null: not at all. */
function amountOf(kind: Kind, now: number, before: number): string | null {
	if (kind === 'share') {
		const scale = now < 0.1 && before < 0.1 ? 10 : 1;
		const points =
			Math.abs(Math.round(now * 100 * scale) - Math.round(before * 100 * scale)) / scale;
		if (points === 0) return null;
		return points === 1 ? words.point : fill(words.points, { n: oneDigit(points) });
	}
	const difference = Math.abs(Math.round(now) - Math.round(before));
	if (difference === 0) return null;
	if (kind === 'time') return timeOf(difference);
	// Of a count the share says more; without anything before there is none.
	if (kind === 'count' && before > 0) return shareOf(difference / before);
	return numberOf(difference);
}
