import type { GroupId, SiteId } from '../../shared/ids.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import { pathsPattern } from '../sites/index.ts';
import type { Groups } from './groups.ts';

interface Asked {
	/** Id of the topic that was chosen before the chat, or of a group. */
	readonly topic: string | null;
	/** Address of the page on which it began. */
	readonly page: string | null;
}

/** Which group answers (G58 to G61): the chosen topic's, else the page's; null: whoever sees the site. */
export function groupFor(
	groups: Pick<Groups, 'get'>,
	site: { readonly id: SiteId; readonly settings: Pick<SiteSettings, 'prechat' | 'routing'> },
	{ topic, page }: Asked,
): GroupId | null {
	const { prechat, routing } = site.settings;
	const chosen = prechat.topics.find(({ id }) => id === topic);
	const path = page === null ? null : pathOf(page);
	const fits = routing.byPage.find(
		({ pages }) => path !== null && new RegExp(pathsPattern(pages), 'u').test(path),
	);
	for (const id of [chosen?.group, topic, fits?.group]) {
		const group = id === undefined || id === null ? null : groups.get(id);
		if (group !== null && (group.sites === 'all' || group.sites.includes(site.id))) return group.id;
	}
	return null;
}

function pathOf(address: string): string | null {
	try {
		return new URL(address).pathname;
	} catch {
		return null;
	}
}
