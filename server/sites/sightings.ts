import type { SiteId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';

/** A website on which the chat was loaded. */
export interface Sighting {
	/** As a browser names it: `https://shop.example.com`. */
	readonly origin: string;
	/** Epoch milliseconds, to the minute. */
	readonly at: number;
}

const minuteMs = 60_000;
/** Of one site. Anybody can name another website, so the oldest ones go. */
const most = 60;

export type Sightings = ReturnType<typeof createSightings>;

/**
 * On which websites each site's loader was asked for, since the server started. Kept in memory only, and nothing of a visitor: no
 * address, no page.
 */
export function createSightings(clock: Pick<Clock, 'now'>) {
	const bySite = new Map<SiteId, Map<string, number>>();
	const listeners = new Set<(site: SiteId) => void>();

	return {
		/** @param referrer header of the request; null: the page does not tell where it is */
		saw(site: SiteId, referrer: string | null): void {
			const origin = originOf(referrer);
			if (origin === null) return;
			const seen = bySite.get(site) ?? new Map<string, number>();
			const isFirst = seen.size === 0;
			bySite.set(site, seen);
			seen.delete(origin);
			seen.set(origin, Math.floor(clock.now() / minuteMs) * minuteMs);
			const oldest = seen.keys().next().value;
			if (seen.size > most && oldest !== undefined) seen.delete(oldest);
			// Who has just put the snippet into the page waits for this.
			if (isFirst) for (const listener of listeners) listener(site);
		},
		/** Newest first. */
		of: (site: SiteId): readonly Sighting[] =>
			[...(bySite.get(site) ?? [])].map(([origin, at]) => ({ origin, at })).reverse(),
		/** Calls when a site is seen for the first time. */
		onFirst(listener: (site: SiteId) => void): void {
			listeners.add(listener);
		},
	};
}

function originOf(referrer: string | null): string | null {
	if (referrer === null || !URL.canParse(referrer)) return null;
	const { origin, protocol } = new URL(referrer);
	return /^https?:$/.test(protocol) && origin.length <= 255 ? origin : null;
}
