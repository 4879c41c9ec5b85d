import type { SiteSettings } from '../../../shared/site/site-settings.ts';
import { useResource } from './resource.ts';

export interface SiteInfo {
	readonly id: string;
	readonly key: string;
	readonly name: string;
	/** All of it for owners and admins; others know what they need to show conversations. */
	readonly settings: Pick<SiteSettings, 'prechat' | 'routing' | 'hours' | 'mode'> &
		Partial<SiteSettings>;
}

const none: readonly SiteInfo[] = [];

/** The sites that this agent sees. Empty until they came. */
export const useSites = (): readonly SiteInfo[] =>
	useResource<readonly SiteInfo[]>('/api/v1/sites', 'sites').data ?? none;
