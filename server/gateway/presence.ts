import type { SiteId } from '../../shared/ids.ts';
import type { PresenceView } from '../../shared/views/event-view.ts';
import { hoursAt, type Site, type Sites } from '../sites/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hub } from './hub.ts';

/** Names that a visitor is told. */
const maxNames = 3;

export type Presence = ReturnType<typeof createPresence>;

/** Whether somebody is there, by the site's hours and by who is available or busy; told to visitors when it changes. */
export function createPresence(deps: {
	readonly sites: Sites;
	readonly clock: Clock;
	readonly hub: Pick<Hub, 'tellSite'>;
	/** Whether anybody answers this site now, and the names of those who are there. */
	readonly answering: (site: SiteId) => {
		readonly isAny: boolean;
		readonly names: readonly string[];
	};
}) {
	/** The frame as it was told last. */
	const told = new Map<SiteId, string>();

	function of(site: Site): PresenceView {
		const hours = hoursAt(site.settings.hours, deps.clock.now());
		const { isAny, names } = deps.answering(site.id);
		const iso = (at: number | null): string | null =>
			at === null ? null : new Date(at).toISOString();
		const inHours = isAny ? 'open' : 'away';
		return {
			state: hours.isOpen ? inHours : 'closed',
			until: hours.isOpen ? iso(hours.until) : null,
			backAt: hours.isOpen ? null : iso(hours.backAt),
			agents: names.slice(0, maxNames).map((name) => ({ name })),
		};
	}

	const textOf = (site: Site): string => JSON.stringify({ type: 'presence', ...of(site) });

	return {
		of,
		/** For whoever comes. */
		frameOf(site: Site): string {
			const frame = textOf(site);
			// Who is told here is not told the same again by the next look.
			if (!told.has(site.id)) told.set(site.id, frame);
			return frame;
		},
		/** In what state a conversation opens now: out of hours it does not stand in the line, unless the owner wants that. */
		opensAs(site: Site): 'waiting' | 'pending' {
			const { state } = of(site);
			const { whenClosed, whenAway } = site.settings.hours;
			if (state === 'closed') return whenClosed === 'queue' ? 'waiting' : 'pending';
			return state === 'away' && whenAway !== 'queue' ? 'pending' : 'waiting';
		},
		/** Looks at every site and tells what has changed. Called every few seconds, and when an agent comes or goes. */
		check(): void {
			for (const site of deps.sites.all()) {
				const frame = textOf(site);
				if (told.get(site.id) === frame) continue;
				told.set(site.id, frame);
				deps.hub.tellSite(site.id, frame);
			}
		},
	};
}
