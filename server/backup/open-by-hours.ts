import type { SiteId } from '../../shared/ids.ts';
import type { Store } from '../ports/store.ts';
import { asSite, hoursAt, sitesCollection } from '../sites/index.ts';

/** Whether a site is open, by the hours in this store; one that is not there has none, and is always open. */
export async function openByHours(store: Store): Promise<(site: SiteId, at: number) => boolean> {
	const { items } = await store.find(sitesCollection, { index: 'byCreation', limit: 1000 });
	const hours = new Map(items.map((site) => [site.id, asSite(site).settings.hours]));
	return (site, at) => {
		const known = hours.get(site);
		return known === undefined || hoursAt(known, at).isOpen;
	};
}
