import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { VisitView } from '../../shared/views/event-view.ts';
import type { Clock } from '../ports/clock.ts';

/*
 * Who is on the sites now: in memory only, gone when they leave. In quiet mode somebody is here from the first message on; in
 * watch mode from the first look.
 */

/** Pages of one visit that are kept. */
const maxTrail = 50;

interface Page {
	readonly url: string;
	readonly title: string;
}
export type VisitListener = (site: SiteId, visitor: VisitorId, visit: VisitView | null) => void;
export type Visits = ReturnType<typeof createVisits>;

export function createVisits(clock: Clock) {
	const here = new Map<VisitorId, VisitView>();
	const listeners = new Set<VisitListener>();

	function set(visit: VisitView): void {
		here.set(visit.visitor, visit);
		for (const listener of listeners) listener(visit.site, visit.visitor, visit);
	}

	return {
		/** On a page; the same page again changes nothing. */
		onPage(
			visitor: VisitorId,
			site: SiteId,
			page: Page,
			more: Partial<
				Pick<VisitView, 'referrer' | 'name' | 'locale' | 'timeZone' | 'browser' | 'conversation'>
			>,
		): void {
			const before = here.get(visitor);
			if (before?.page?.url === page.url && before.page.title === page.title) return;
			const at = new Date(clock.now()).toISOString();
			const trail = [...(before?.trail ?? []), { ...page, at }].slice(-maxTrail);
			set({
				name: null,
				conversation: null,
				referrer: null,
				since: at,
				locale: null,
				timeZone: null,
				browser: null,
				...before,
				...more,
				visitor,
				site,
				page,
				trail,
			});
		},
		/** Another name, or a conversation: only of somebody who is here. */
		changed(visitor: VisitorId, change: Partial<Pick<VisitView, 'name' | 'conversation'>>): void {
			const before = here.get(visitor);
			if (before === undefined) return;
			const next = { ...before, ...change };
			if (next.name !== before.name || next.conversation !== before.conversation) set(next);
		},
		left(visitor: VisitorId): void {
			const before = here.get(visitor);
			if (before === undefined) return;
			here.delete(visitor);
			for (const listener of listeners) listener(before.site, visitor, null);
		},
		of: (visitor: VisitorId): VisitView | null => here.get(visitor) ?? null,
		list: (sees: (site: SiteId) => boolean): VisitView[] =>
			[...here.values()].filter(({ site }) => sees(site)),
		onChange(listener: VisitListener): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
