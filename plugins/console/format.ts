import { language } from './shell/in-language.ts';
import { fill, strings } from './strings.ts';

/** The browser's region where its language is the one that was chosen. */
export const locale: string = navigator.language.startsWith(language)
	? navigator.language
	: language;
const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });

export const timeOf = (at: string | number): string => time.format(new Date(at));

/** The time today, else the day. */
export function momentOf(at: string, now: number): string {
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? timeOf(at) : day.format(new Date(at));
}

/** How long ago, as a clock shows it: 0:32, 5:12, 1:04:00. */
export function clockOf(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const two = (n: number): string => String(n).padStart(2, '0');
	return hours > 0
		? `${hours}:${two(minutes)}:${two(seconds % 60)}`
		: `${minutes}:${two(seconds % 60)}`;
}

/** Without a name the end of the id tells two of them apart. */
export const visitorName = (visitor: string, name: string | null = null): string =>
	name?.trim() ||
	fill(strings.visitor, {
		n: visitor
			.replace(/[^a-z0-9]/gi, '')
			.slice(-4)
			.toUpperCase(),
	});
