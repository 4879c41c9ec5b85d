import type { VisitorView, VisitView } from '../../../shared/views/event-view.ts';

/** What the server tells about one visitor. */
export interface Known {
	readonly visitor: VisitorView | null;
	readonly visit: VisitView | null;
	readonly notes: readonly KnownNote[];
	readonly ban: {
		readonly id: string;
		readonly reason: string;
		readonly until: string | null;
	} | null;
}
export interface KnownNote {
	readonly id: string;
	readonly rev: number;
	readonly text: string;
	readonly by: string;
	readonly byName: string;
	readonly at: string;
}

/** An earlier conversation, as the archive lists it. */
export interface Earlier {
	readonly id: string;
	readonly openedAt: string;
	readonly assigneeName: string | null;
	readonly rating: number | null;
	readonly preview: string;
}

/** Where somebody came from, short: the site's name, or null when the address was typed. */
export function originOf(referrer: string | null): string | null {
	if (referrer === null || referrer === '') return null;
	try {
		return new URL(referrer).hostname.replace(/^www\./, '');
	} catch {
		return referrer.slice(0, 80);
	}
}

/** The place as far as a time zone tells: "Malmo" of Europe/Malmo. No other place is looked up (features: location). */
export const placeOf = (timeZone: string | null): string | null =>
	timeZone?.includes('/') ? (timeZone.split('/').at(-1) ?? '').replaceAll('_', ' ') : null;

/** The time of day there; null when the browser does not know the zone. */
export function timeIn(timeZone: string, locale: string, at: number): string | null {
	try {
		return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone }).format(
			at,
		);
	} catch {
		return null;
	}
}

/** A language in the agent's own words. */
export function languageName(tag: string | null, locale: string): string | null {
	if (tag === null) return null;
	try {
		return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
	} catch {
		return tag;
	}
}
