import type { ConversationView } from '../../../shared/views/event-view.ts';
import type { SiteInfo } from '../shell/use-sites.ts';

/** From when on a wait is too long, in milliseconds (H28). */
export interface Limits {
	readonly firstAnswerMs: number;
	readonly runningMs: number;
	/** After which the answer comes later; null: never, or not known. */
	readonly maxWaitMs: number | null;
}

/** As a site has them by default. */
const usual: Limits = { firstAnswerMs: 120_000, runningMs: 180_000, maxWaitMs: null };

/** What the site of a conversation promises; the usual until it is known. */
export function limitsOf(sites: readonly SiteInfo[], { site }: ConversationView): Limits {
	const routing = sites.find(({ id }) => id === site)?.settings?.routing;
	if (routing === undefined) return usual;
	return {
		firstAnswerMs: routing.firstAnswerSeconds * 1000,
		runningMs: routing.runningSeconds * 1000,
		maxWaitMs: routing.maxWaitMinutes === null ? null : routing.maxWaitMinutes * 60_000,
	};
}

/** The limit that holds for it now: of a first answer while nobody answers, else of a later one. */
export const limitFor = (view: ConversationView, limits: Limits): number =>
	view.status === 'active' ? limits.runningMs : limits.firstAnswerMs;
