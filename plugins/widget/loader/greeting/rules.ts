import type { ShownGreeting } from '../../settings.ts';

/** What a rule can ask about. */
export interface Visit {
	readonly path: string;
	/** On this page. */
	readonly seconds: number;
	/** Per cent of the page that have been in sight. */
	readonly scrolled: number;
	/** In this visit, this one too. */
	readonly pages: number;
	readonly isPhone: boolean;
}

export const isDue = (greeting: ShownGreeting, visit: Visit): boolean =>
	greeting.afterSeconds <= visit.seconds &&
	greeting.scrolled <= visit.scrolled &&
	greeting.pagesSeen <= visit.pages &&
	greeting.device !== (visit.isPhone ? 'desktop' : 'phone') &&
	!visit.path.search(greeting.pages);
