import type { VisitorId } from '../../shared/ids.ts';
import type { FollowUp } from '../../shared/views/report-view.ts';
import type { Row } from './facts.ts';

const most = 50;
type NamesOf = (ids: readonly VisitorId[]) => Promise<ReadonlyMap<VisitorId, string | null>>;

/** Bad ratings that nobody has followed up, the newest first (G98). */
export async function followUps(bad: readonly Row[], namesOf: NamesOf): Promise<FollowUp[]> {
	const rows = [...bad].sort((a, b) => (b.ratedAt ?? 0) - (a.ratedAt ?? 0)).slice(0, most);
	const names = await namesOf(rows.map(({ visitor }) => visitor));
	return rows.map((row) => ({
		conversation: row.id,
		site: row.site,
		visitor: row.visitor,
		name: names.get(row.visitor) ?? null,
		score: row.rating ?? 0,
		ratedAt: new Date(row.ratedAt ?? row.openedAt).toISOString(),
		wait: row.waits[0] === undefined ? null : Math.round(row.waits[0] / 1000),
		transfers: row.transfers,
		tags: row.tags,
	}));
}
