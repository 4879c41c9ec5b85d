import type { SiteId } from '../../shared/ids.ts';
import { defaultSiteSettings, type SiteSettings } from '../../shared/site/site-settings.ts';
import type { Sites } from '../sites/index.ts';
import type { Agent } from './agents.ts';

/** What the owners of the sites chose for routing. */
export function createSiteRules(sites: Pick<Sites, 'byId' | 'all'>) {
	const rulesOf = (site: SiteId): SiteSettings['routing'] | null =>
		sites.byId(site)?.settings.routing ?? null;
	const graceOf = (site: SiteId | null): number =>
		((site === null ? null : rulesOf(site)) ?? defaultSiteSettings.routing).graceSeconds * 1000;

	return {
		rulesOf,
		/** Milliseconds. */
		graceOf,
		/** The shortest of the agent's sites. */
		graceOfAgent(agent: Pick<Agent, 'sites'>): number {
			const seen = agent.sites === 'all' ? sites.all().map(({ id }) => id) : agent.sites;
			return seen.length === 0 ? graceOf(null) : Math.min(...seen.map(graceOf));
		},
	};
}
