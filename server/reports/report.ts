import type { AgentId, SiteId, VisitorId } from '../../shared/ids.ts';
import type {
	AgentReport,
	Figure,
	MetricId,
	MetricView,
	Report,
} from '../../shared/views/report-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Site } from '../sites/index.ts';
import {
	datesOf,
	isClosedOn,
	openHours,
	spanBefore,
	spanOf,
	todayOf,
	weekdayOfDate,
	type Span,
} from './days.ts';
import { createDaySums, type Scope } from './day-sums.ts';
import { factsCollection, type Row } from './facts.ts';
import { followUps } from './follow-ups.ts';
import { metrics, type Metric } from './metrics.ts';
import { classesOf } from './spread.ts';
import {
	addSums,
	fewest,
	fewestOfDay,
	figureOf,
	spreadFigure,
	type Sum,
	type Tallies,
} from './sums.ts';

export interface ReportDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly site: (id: SiteId) => Site | null;
	readonly nameOf: (agent: AgentId) => string;
	/** Null: the visitor has no name, or is not there any more. */
	readonly visitorNames: (
		ids: readonly VisitorId[],
	) => Promise<ReadonlyMap<VisitorId, string | null>>;
	readonly groups: () => readonly { readonly id: string; readonly name: string }[];
}
export interface Asked extends Scope {
	/** Of those that the asking agent may see. */
	readonly sites: readonly SiteId[];
	readonly from?: string;
	readonly to?: string;
}
export type Reports = ReturnType<typeof createReports>;

/** Seconds from joining the queue; the last class has no end. */
const replyClasses = [15, 30, 45, 60, 90, 120, 180, 300];
/** Seconds after which a first reply is late, as the console's ring shows it. */
const limit = 120;
const daysAtATime = 8;
const mostOpen = 2000;

export function createReports(deps: ReportDeps) {
	const { store, clock } = deps;
	const timeZoneOf = (id: SiteId): string | null => deps.site(id)?.settings.hours.timeZone ?? null;
	const { sum: sumDay, changed } = createDaySums({ store, timeZoneOf });

	/** One sum for each day, over all sites: each conversation on its own site's day. */
	async function sumsOf(asked: Asked, span: Span, now: number): Promise<Sum[]> {
		const dates = datesOf(span);
		const sums: Sum[] = [];
		for (let from = 0; from < dates.length; from += daysAtATime) {
			const some = dates.slice(from, from + daysAtATime).map(async (date) => {
				const days = asked.sites.map((site) => ({
					site,
					date,
					timeZone: timeZoneOf(site) ?? 'UTC',
				}));
				return addSums(await Promise.all(days.map((day) => sumDay(day, asked, now))));
			});
			sums.push(...(await Promise.all(some)));
		}
		return sums;
	}

	/** Rejects with `bad_request` for days that are none. */
	async function report(asked: Asked): Promise<Report> {
		const now = clock.now();
		const sites = asked.sites.flatMap((id) => deps.site(id) ?? []);
		const zones = new Set(sites.map(({ settings }) => settings.hours.timeZone));
		const [zone = 'UTC'] = zones;
		const today = todayOf(zone, now);
		const span = spanOf(asked, today);
		const before = spanBefore(span);
		const dates = datesOf(span);
		const days = await sumsOf(asked, span, now);
		const earlier = addSums(await sumsOf(asked, before, now));
		const total = addSums(days);
		const [first] = sites;
		const hours = first !== undefined && areAlike(sites) ? first.settings.hours : null;
		const at = dates.indexOf(today);
		const todaySum = days[at] ?? addSums(await sumsOf(asked, { from: today, to: today }, now));
		return {
			...span,
			before,
			timeZone: zones.size === 1 ? zone : null,
			agent: asked.agent,
			fewest,
			limit,
			days: dates.map((date) => ({ date, isClosed: hours !== null && isClosedOn(hours, date) })),
			metrics: metrics.map((metric) => metricView(metric, total, earlier, days)),
			live: { ...(await liveOf(asked, now)), today: figuresOf(todaySum.tallies) },
			hours: {
				counts: heatOf(dates, days),
				open: hours === null ? null : openHours(hours),
				outside: total.outside,
			},
			firstReplies: firstRepliesOf(total.tallies),
			ratings: {
				scores: total.scores,
				efforts: total.efforts,
				resolutions: total.resolutions.map((spread) => spreadFigure(spread)),
			},
			priorities: total.priorities,
			statuses: total.statuses,
			agents: agentsOf(total),
			followUp: await followUps(total.bad, deps.visitorNames),
			followedUp: total.followedUp,
			groups: deps.groups(),
		};
	}

	function agentsOf({ agents, busy }: Sum): AgentReport[] {
		return [...agents]
			.map(([id, tallies]) => {
				const { all, some } = busy.get(id) ?? { all: 0, some: 0 };
				const atOnce = some === 0 ? null : all / some;
				return { id, name: deps.nameOf(id), figures: figuresOf(tallies), atOnce };
			})
			.sort(
				(a, b) => (b.figures.conversations?.cases ?? 0) - (a.figures.conversations?.cases ?? 0),
			);
	}

	/** What waits and runs now. */
	async function liveOf(asked: Asked, now: number) {
		const rows: Row[] = [];
		for (const site of asked.sites) {
			for (const status of ['waiting', 'active']) {
				const eq = { site, status };
				const page = await store.find(factsCollection, {
					index: 'bySiteStatus',
					eq,
					limit: mostOpen,
				});
				rows.push(...page.items);
			}
		}
		const { group, agent } = asked;
		const mine = rows.filter(
			(row) =>
				(group === null || row.group === group) &&
				(agent === null || row.running.assignee === agent),
		);
		const waiting = mine.filter(({ status }) => status === 'waiting');
		const since = waiting.map(({ running }) => running.queuedAt ?? now);
		return {
			waiting: waiting.length,
			active: mine.length - waiting.length,
			longestWait:
				since.length === 0 ? null : Math.max(0, Math.round((now - Math.min(...since)) / 1000)),
		};
	}

	return { report, changed };
}

const areAlike = (sites: readonly Site[]): boolean =>
	new Set(sites.map(({ settings }) => JSON.stringify(settings.hours))).size <= 1;

const figuresOf = (tallies: Tallies): Partial<Record<MetricId, Figure>> =>
	Object.fromEntries(metrics.map((metric) => [metric.id, figureOf(metric, tallies)]));

function metricView(metric: Metric, total: Sum, earlier: Sum, days: readonly Sum[]): MetricView {
	const now = figureOf(metric, total.tallies);
	const before = figureOf(metric, earlier.tallies);
	const { id, kind, better } = metric;
	return {
		id,
		kind,
		better,
		now,
		before,
		change: changeOf(metric, now, before),
		days: days.map(({ tallies }) => figureOf(metric, tallies, fewestOfDay)),
	};
}

/** Judged at what is shown: whole seconds, whole per cents, tenths of them where there are few. */
export function changeOf(
	{ better, kind }: Pick<Metric, 'better' | 'kind'>,
	now: Figure,
	before: Figure,
): MetricView['change'] {
	if (better === null || now.value === null || before.value === null) return null;
	const isSmall = now.value < 0.1 && before.value < 0.1;
	const scale = kind === 'share' ? (isSmall ? 1000 : 100) : 1;
	const shown = (value: number): number => Math.round(value * scale);
	const more = shown(now.value) - shown(before.value);
	if (more === 0) return 'same';
	return more > 0 === (better === 'higher') ? 'better' : 'worse';
}

function heatOf(dates: readonly string[], days: readonly Sum[]): number[][] {
	const counts = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
	dates.forEach((date, n) => {
		const row = counts[weekdayOfDate(date)];
		days[n]?.hours.forEach((count, hour) => {
			if (row !== undefined) row[hour] = (row[hour] ?? 0) + count;
		});
	});
	return counts;
}

const firstRepliesOf = (tallies: Tallies): Report['firstReplies'] =>
	classesOf(tallies.get('first_reply')?.spread ?? {}, replyClasses).map((count, n) => ({
		upTo: replyClasses[n] ?? null,
		count,
	}));
