import type { AgentId } from '../../shared/ids.ts';
import { priorities, type Priority, type Status } from '../../shared/views/event-view.ts';
import type { Figure, MetricId } from '../../shared/views/report-view.ts';
import type { Row } from './facts.ts';
import { metrics, type Around, type Metric } from './metrics.ts';
import { addSpread, casesOf, oneTime, quantile, type Spread } from './spread.ts';

/** Fewer cases are too few to say: no median, no share. */
export const fewest = 20;
/** A day's figure is a point in a line, not a statement: drawn from so many cases on. */
export const fewestOfDay = 5;

/** What a metric was in some conversations; two tallies add up. */
export interface Tally {
	cases: number;
	hits: number;
	readonly spread: Record<string, number>;
}
export type Tallies = Map<MetricId, Tally>;

/** All that a report says about some conversations. Sums of days add up to the sum of the window. */
export interface Sum {
	readonly tallies: Tallies;
	readonly agents: Map<AgentId, Tallies>;
	/** Of each agent: all time in conversations, and time in at least one. */
	readonly busy: Map<AgentId, { all: number; some: number }>;
	readonly hours: number[];
	outside: number;
	readonly scores: number[];
	readonly efforts: number[];
	readonly resolutions: Record<string, number>[];
	readonly priorities: Record<Priority, number>;
	readonly statuses: Record<Status, number>;
	followedUp: number;
	readonly bad: Row[];
}

export const emptySum = (): Sum => ({
	tallies: new Map(),
	agents: new Map(),
	busy: new Map(),
	hours: Array.from({ length: 24 }, () => 0),
	outside: 0,
	scores: [0, 0, 0, 0, 0],
	efforts: [0, 0, 0, 0, 0],
	resolutions: [{}, {}, {}, {}, {}],
	priorities: { low: 0, normal: 0, high: 0, urgent: 0 },
	statuses: { pending: 0, waiting: 0, active: 0, ended: 0 },
	followedUp: 0,
	bad: [],
});

export interface Summed {
	readonly row: Row;
	readonly nextAt: number | null;
	/** Hour of the day on which it began, at the site. */
	readonly hour: number;
}

/** `agent`: only what this agent did. */
export function sumOf(rows: readonly Summed[], agent: AgentId | null, now: number): Sum {
	const sum = emptySum();
	for (const { row, nextAt, hour } of rows) {
		const around = { nextAt, now };
		tallyUp(sum.tallies, row, agent, around);
		const agents = agent === null ? (Object.keys(row.agents) as AgentId[]) : [agent];
		for (const each of agents) {
			const tallies = sum.agents.get(each) ?? new Map<MetricId, Tally>();
			sum.agents.set(each, tallies);
			tallyUp(tallies, row, each, around);
		}
		count(sum.hours, hour);
		if (!row.isInHours) sum.outside += 1;
		sum.priorities[row.priority] += 1;
		sum.statuses[row.status] += 1;
		addRating(sum, row, agent);
	}
	addBusy(sum, rows, agent);
	return sum;
}

function addRating(sum: Sum, row: Row, agent: AgentId | null): void {
	if (agent !== null && row.owner !== agent) return;
	if (row.effort !== null) count(sum.efforts, row.effort - 1);
	if (row.rating === null) return;
	count(sum.scores, row.rating - 1);
	const into = sum.resolutions[row.rating - 1];
	if (into !== undefined && row.endedAt !== null && row.agentMessages > 0)
		addSpread(into, oneTime(row.endedAt - row.openedAt));
	if (row.rating > 2) return;
	if (row.followedAt === null) sum.bad.push(row);
	else sum.followedUp += 1;
}

const count = (counts: number[], index: number): void => {
	counts[index] = (counts[index] ?? 0) + 1;
};

function tallyUp(tallies: Tallies, row: Row, agent: AgentId | null, around: Around): void {
	for (const metric of metrics) {
		const tally = tallies.get(metric.id) ?? { cases: 0, hits: 0, spread: {} };
		tallies.set(metric.id, tally);
		if (metric.kind === 'count') tally.cases += metric.count(row, agent);
		else if (metric.kind === 'share') {
			const holds = metric.holds(row, agent, around);
			if (holds !== null) tally.cases += 1;
			if (holds === true) tally.hits += 1;
		} else {
			const values = metric.values(row, agent);
			addSpread(tally.spread, values);
			tally.cases += casesOf(values);
		}
	}
}

function addBusy(sum: Sum, rows: readonly Summed[], only: AgentId | null): void {
	const spans = new Map<AgentId, (readonly [number, number])[]>();
	for (const { row } of rows) {
		for (const [id, facts] of Object.entries(row.agents)) {
			const agent = id as AgentId;
			if (only !== null && agent !== only) continue;
			const known = spans.get(agent) ?? [];
			spans.set(agent, known);
			for (const [from, to] of facts.spans) if (to !== null && to > from) known.push([from, to]);
		}
	}
	for (const [agent, each] of spans) {
		let [all, some, until] = [0, 0, 0];
		for (const [from, to] of each.sort(([a], [b]) => a - b)) {
			all += to - from;
			some += Math.max(0, to - Math.max(from, until));
			until = Math.max(until, to);
		}
		sum.busy.set(agent, { all, some });
	}
}

function addTallies(into: Tallies, from: Tallies): void {
	for (const [id, { cases, hits, spread }] of from) {
		const tally = into.get(id) ?? { cases: 0, hits: 0, spread: {} };
		into.set(id, tally);
		tally.cases += cases;
		tally.hits += hits;
		addSpread(tally.spread, spread);
	}
}

export function addSums(sums: readonly Sum[]): Sum {
	const total = emptySum();
	for (const sum of sums) {
		addTallies(total.tallies, sum.tallies);
		for (const [agent, tallies] of sum.agents) {
			const into = total.agents.get(agent) ?? new Map<MetricId, Tally>();
			total.agents.set(agent, into);
			addTallies(into, tallies);
		}
		for (const [agent, { all, some }] of sum.busy) {
			const known = total.busy.get(agent) ?? { all: 0, some: 0 };
			total.busy.set(agent, { all: known.all + all, some: known.some + some });
		}
		for (const name of ['hours', 'scores', 'efforts'] as const)
			sum[name].forEach((n, i) => (total[name][i] = (total[name][i] ?? 0) + n));
		sum.resolutions.forEach((spread, i) => addSpread(total.resolutions[i] ?? {}, spread));
		for (const name of priorities) total.priorities[name] += sum.priorities[name];
		for (const name of ['pending', 'waiting', 'active', 'ended'] as const)
			total.statuses[name] += sum.statuses[name];
		total.outside += sum.outside;
		total.followedUp += sum.followedUp;
		total.bad.push(...sum.bad);
	}
	return total;
}

export function figureOf(
	metric: Pick<Metric, 'kind' | 'id'>,
	tallies: Tallies,
	least = fewest,
): Figure {
	const { cases, hits, spread } = tallies.get(metric.id) ?? { cases: 0, hits: 0, spread: {} };
	if (metric.kind === 'count') return { value: cases, nineOfTen: null, cases, hits: null };
	if (metric.kind === 'share')
		return { value: cases < least ? null : hits / cases, nineOfTen: null, cases, hits };
	return spreadFigure(spread, least);
}

export function spreadFigure(spread: Spread, least = fewest): Figure {
	const cases = casesOf(spread);
	const value = cases < least ? null : quantile(spread, 0.5);
	const nineOfTen = cases < fewest ? null : quantile(spread, 0.9);
	return { value, nineOfTen, cases, hits: null };
}
