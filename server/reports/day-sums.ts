import type { AgentId, ConversationId, SiteId } from '../../shared/ids.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import { conversationId, numberOf, visitorOf } from '../conversations/index.ts';
import type { Page, Scalar, Store } from '../ports/store.ts';
import { hourOf, momentsOf, todayOf } from './days.ts';
import { factsCollection, type Facts, type Row } from './facts.ts';
import { sumOf, type Sum } from './sums.ts';

/** What a report is about. */
export interface Scope {
	readonly group: string | null;
	readonly agent: AgentId | null;
}
export interface SiteDay {
	readonly site: SiteId;
	readonly timeZone: string;
	readonly date: string;
}
type TimeZoneOf = (site: SiteId) => SiteSettings['hours']['timeZone'] | null;

/** For what another server folded, and for who has come back or not. */
const keepMs = 10 * 60_000;
const mostKept = 5000;
const pageSize = 500;

/** Days add up from rows; a day that is over is kept, until one of its conversations counts differently. */
export function createDaySums(deps: { readonly store: Store; readonly timeZoneOf: TimeZoneOf }) {
	const { store, timeZoneOf } = deps;
	const kept = new Map<string, { readonly sum: Sum; readonly until: number }>();
	/** Days that changed while they were read. */
	let changes = 0;
	const dayKey = ({ site, date }: Pick<SiteDay, 'site' | 'date'>): string => `${site}|${date}|`;

	async function sum(day: SiteDay, scope: Scope, now: number): Promise<Sum> {
		const key = `${dayKey(day)}${scope.group ?? ''}|${scope.agent ?? ''}`;
		const known = kept.get(key);
		if (known !== undefined && known.until > now) return known.sum;
		const before = changes;
		const rows = (await rowsOf(store, day)).filter((row) => isIn(row, scope));
		const next = await nextOf(store, rows);
		const made = sumOf(
			rows.map((row) => ({
				row,
				nextAt: next.get(row.id) ?? null,
				hour: hourOf(day.timeZone, row.openedAt),
			})),
			scope.agent,
			now,
		);
		const isOver = day.date < todayOf(day.timeZone, now);
		if (isOver && before === changes) {
			if (kept.size >= mostKept) kept.clear();
			kept.set(key, { sum: made, until: now + keepMs });
		}
		return made;
	}

	/** One of its conversations counts differently. */
	function changed(row: Pick<Row, 'site' | 'openedAt'>): void {
		changes += 1;
		const timeZone = timeZoneOf(row.site);
		if (timeZone === null || kept.size === 0) return;
		const prefix = dayKey({ site: row.site, date: todayOf(timeZone, row.openedAt) });
		for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
	}

	return { sum, changed };
}

export const isIn = (row: Row, { group, agent }: Scope): boolean =>
	(group === null || row.group === group) && (agent === null || row.agents[agent] !== undefined);

export async function rowsOf(store: Store, { site, timeZone, date }: SiteDay): Promise<Facts[]> {
	const { from, to } = momentsOf(timeZone, date);
	const rows: Facts[] = [];
	let after: readonly Scalar[] | null = null;
	do {
		const page: Page<Facts> = await store.find(factsCollection, {
			index: 'bySite',
			eq: { site },
			range: { gte: from, lt: to },
			limit: pageSize,
			...(after === null ? {} : { after }),
		});
		rows.push(...page.items);
		after = page.next;
	} while (after !== null);
	return rows;
}

/** When the same visitor's next conversation began, for those that have one. */
export async function nextOf(
	store: Store,
	rows: readonly Row[],
): Promise<ReadonlyMap<ConversationId, number>> {
	const ids = new Map<string, ConversationId>();
	for (const { id } of rows) ids.set(conversationId(visitorOf(id), numberOf(id) + 1), id);
	const found = new Map<ConversationId, number>();
	const all = [...ids.keys()];
	for (let from = 0; from < all.length; from += pageSize) {
		const some = await store.getMany(factsCollection, all.slice(from, from + pageSize));
		for (const { id, openedAt } of some) {
			const earlier = ids.get(id);
			if (earlier !== undefined) found.set(earlier, openedAt);
		}
	}
	return found;
}
