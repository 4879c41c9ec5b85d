import { language, strings } from '../strings.ts';

const cached = new Map<string, Intl.DateTimeFormat>();

/** The chat's language in the way of the visitor's country, when the browser says so: 14:06 or 2:06 PM. */
export function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = JSON.stringify(options);
	const made = cached.get(key) ?? new Intl.DateTimeFormat(localeOf(), options);
	cached.set(key, made);
	return made;
}

function localeOf(): string {
	const [tongue] = language().split('-');
	const own = globalThis.navigator?.languages ?? [];
	return own.find((locale) => locale.split('-')[0] === tongue) ?? language();
}

export const timeOf = (at: number): string =>
	format({ hour: 'numeric', minute: '2-digit' }).format(at);

export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Today, Yesterday, or the date. */
export function dayOf(at: number, now: number): string {
	const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
	if (days === 0) return strings.today;
	if (days === 1) return strings.yesterday;
	return dateOf(at, now);
}

/** The year when it is another one. */
export function dateOf(at: number, now: number): string {
	const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	return format({
		day: 'numeric',
		month: 'long',
		...(isThisYear ? {} : { year: 'numeric' }),
	}).format(at);
}
