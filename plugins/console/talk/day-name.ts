import { locale } from '../format.ts';
import { words } from './talk-words.ts';

const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const withYear = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });

/** Today, Yesterday, else the date; with the year when it is another one. */
export function dayName(at: number, now = Date.now()): string {
	const [day, today] = [new Date(at), new Date(now)];
	if (day.toDateString() === today.toDateString()) return words.today;
	const yesterday = new Date(now);
	yesterday.setDate(today.getDate() - 1);
	if (day.toDateString() === yesterday.toDateString()) return words.yesterday;
	return (day.getFullYear() === today.getFullYear() ? long : withYear).format(day);
}
