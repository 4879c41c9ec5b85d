import { post } from '../../api.ts';
import type { SiteSettings } from '../../../../shared/site/site-settings.ts';
import { useResource } from '../../shell/resource.ts';

/** A site as owners and admins see it. */
export interface WholeSite {
	readonly id: string;
	readonly key: string;
	readonly name: string;
	readonly origins: readonly string[];
	readonly settings: SiteSettings;
	readonly identityKeys: readonly { readonly kid: string; readonly createdAt: number }[];
	readonly rev: number;
	/** What the owner copies into every page. */
	readonly snippet: string;
	/** On which websites it was asked for since the server started, newest first; the time is ISO 8601. */
	readonly seen: readonly { readonly origin: string; readonly at: string }[];
}
/** A part of a site; sections of the settings are given as a whole. */
export interface SitePart {
	readonly name?: string;
	readonly origins?: readonly string[];
	readonly settings?: Partial<SiteSettings>;
}

/** The sites, and the one that is edited: `sub`, else the first. */
export function useSite(sub: string | null) {
	const sites = useResource<readonly WholeSite[]>('/api/v1/sites', 'sites');
	const site =
		sites.data?.find(({ id }) => id === sub) ?? (sub === null ? sites.data?.[0] : undefined);
	return {
		...sites,
		site: site ?? null,
		async store(part: SitePart): Promise<void> {
			if (site === undefined) return;
			const changed = await post<WholeSite>(`/api/v1/sites/${site.id}`, { rev: site.rev, ...part });
			sites.set((sites.data ?? []).map((one) => (one.id === changed.id ? changed : one)));
		},
	};
}
