import type { SiteId, VisitorId } from '../shared/ids.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';
import { createReports, factsConsumer, type ReportDeps, type Reports } from './reports/index.ts';
import type { Agents, Groups } from './routing/index.ts';
import { hoursAt, type Sites } from './sites/index.ts';
import { visitorsCollection } from './visitors/index.ts';

export interface Reporting {
	readonly deps: ReportDeps;
	readonly reports: Reports;
	readonly consumer: ReturnType<typeof factsConsumer>;
}

/** Reports over the house's documents, and the fold that feeds them. */
export function openReports({
	store,
	clock,
	sites,
	agents,
	groups,
}: {
	readonly store: Store;
	readonly clock: Clock;
	readonly sites: () => Pick<Sites, 'byId'>;
	readonly agents: () => Pick<Agents, 'nameOf'>;
	readonly groups: () => Pick<Groups, 'all'>;
}): Reporting {
	const deps: ReportDeps = {
		store,
		clock,
		site: (id) => sites().byId(id),
		nameOf: (agent) => agents().nameOf(agent),
		groups: () =>
			groups()
				.all()
				.map(({ id, name }) => ({ id, name })),
		async visitorNames(ids) {
			const names = new Map<VisitorId, string | null>();
			const found = await store.getMany(visitorsCollection, [...new Set(ids)]);
			for (const { id, name } of found) names.set(id, name ?? null);
			return names;
		},
	};
	const reports = createReports(deps);
	const isOpen = (site: SiteId, at: number): boolean => {
		const hours = sites().byId(site)?.settings.hours;
		return hours === undefined || hoursAt(hours, at).isOpen;
	};
	return { deps, reports, consumer: factsConsumer({ store, isOpen, changed: reports.changed }) };
}
