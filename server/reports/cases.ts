import type { SiteId } from '../../shared/ids.ts';
import type { CasesView } from '../../shared/views/report-view.ts';
import { nextOf, rowsOf, isIn } from './day-sums.ts';
import { datesOf, hourOf, spanOf, todayOf, weekdayOfDate } from './days.ts';
import type { Row } from './facts.ts';
import type { Metric } from './metrics.ts';
import type { Asked, ReportDeps } from './report.ts';
import { quantile } from './spread.ts';

export interface AskedCases extends Asked {
	readonly metric: Metric;
	/** Only one cell of the week: 0 is Monday. */
	readonly weekday: number | null;
	readonly hour: number | null;
	/** Only this rating. */
	readonly score: number | null;
	/** Of a share: only those for which it holds, or does not; null: both. */
	readonly holds: boolean | null;
}
interface Case {
	readonly row: Row;
	readonly value: number | null;
}
const most = 100;

/** The conversations that a figure is made from. */
export async function casesBehind(deps: ReportDeps, asked: AskedCases): Promise<CasesView> {
	const now = deps.clock.now();
	const zones = new Map(asked.sites.map((id) => [id, zoneOf(deps, id)]));
	const span = spanOf(asked, todayOf([...zones.values()][0] ?? 'UTC', now));
	const cases: Case[] = [];
	for (const date of datesOf(span)) {
		if (asked.weekday !== null && weekdayOfDate(date) !== asked.weekday) continue;
		for (const [site, timeZone] of zones) {
			const rows = await rowsOf(deps.store, { site, timeZone, date });
			const wanted = rows.filter(
				(row) =>
					isIn(row, asked) &&
					(asked.hour === null || hourOf(timeZone, row.openedAt) === asked.hour) &&
					(asked.score === null || row.rating === asked.score),
			);
			const next = asked.metric.id === 'first_contact' ? await nextOf(deps.store, wanted) : null;
			for (const row of wanted) {
				const value = caseOf(row, asked, { nextAt: next?.get(row.id) ?? null, now });
				if (value !== undefined) cases.push({ row, value });
			}
		}
	}
	cases.sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || b.row.openedAt - a.row.openedAt);
	const shown = cases.slice(0, most);
	const names = await deps.visitorNames(shown.map(({ row }) => row.visitor));
	return {
		total: cases.length,
		items: shown.map(({ row, value }) => ({
			conversation: row.id,
			site: row.site,
			visitor: row.visitor,
			name: names.get(row.visitor) ?? null,
			openedAt: new Date(row.openedAt).toISOString(),
			status: row.status,
			agentName: row.owner === null ? null : deps.nameOf(row.owner),
			value,
			rating: row.rating,
		})),
	};
}

const zoneOf = (deps: ReportDeps, id: SiteId): string =>
	deps.site(id)?.settings.hours.timeZone ?? 'UTC';

/** The value of this conversation, null where it is only counted; undefined: it is not behind the figure. */
function caseOf(
	row: Row,
	{ metric, agent, holds }: AskedCases,
	around: { readonly nextAt: number | null; readonly now: number },
): number | null | undefined {
	if (metric.kind === 'count') {
		const count = metric.count(row, agent);
		if (count === 0) return undefined;
		return metric.id === 'conversations' ? null : count;
	}
	if (metric.kind === 'share') {
		const is = metric.holds(row, agent, around);
		return is === null || (holds !== null && is !== holds) ? undefined : null;
	}
	return quantile(metric.values(row, agent), 1) ?? undefined;
}
