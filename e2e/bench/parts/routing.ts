import { createDispatcher, type Dispatcher, type Server } from '../../../server/routing/index.ts';
import type { AgentId, ConversationId, GroupId, SiteId } from '../../../shared/ids.ts';
import { percentile, spreadOf } from '../measure.ts';
import { figure, judge, printTable } from '../report.ts';
import { isQuick } from '../setting.ts';

const agentCount = 1000;
const sites = Array.from({ length: 10 }, (_, index) => `site${index}` as SiteId);
const groups = Array.from({ length: 20 }, (_, index) => `group${index}` as GroupId);
const decisions = isQuick ? 10_000 : 50_000;
const repeats = isQuick ? 3 : 7;
const few = 1000;
const many = 10_000;

/** Of a repeatable kind, so that both sizes see the same. */
function numbers(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
}

interface Play {
	readonly dispatcher: Dispatcher;
	/** An agent has a slot again; microseconds of the decision, and of it with all that it changes. */
	step(): { readonly next: number; readonly whole: number };
	/** Microseconds of one place in the line, asked for everybody. */
	places(): number;
	estimates(): number;
}

/** All agents are full and a crowd waits: each time one ends a conversation, gets the next, and somebody new comes. */
function play(waiting: number): Play {
	const below = numbers(7);
	const dispatcher = createDispatcher();
	for (const site of sites) dispatcher.setSite(site, 'least_busy', 10 * 60_000);
	const agents = Array.from({ length: agentCount }, (_, index) => `agent${index}` as AgentId);
	dispatcher.setGroups(
		groups.map((id, index) => ({
			id,
			sites: 'all',
			agents: agents.filter((_, at) => at % groups.length === index || at % 7 === index),
			// Some of the next group.
			standby: agents.filter((_, at) => at % groups.length === index + 1 && at % 3 === 0),
			strategy: index % 2 === 0 ? 'round_robin' : 'least_busy',
		})),
	);
	const servers = agents.map((id, index): Server => {
		const seen = index % 3 === 0 ? [sites[index % sites.length] ?? sites[0]!] : 'all';
		return { id, status: 'available', sites: seen, load: 5, capacity: 5 };
	});
	const serve = (index: number, load: number): void => {
		const server = servers[index];
		if (server !== undefined) dispatcher.setServer({ ...server, load });
	};
	const numberOf = new Map(agents.map((id, index) => [id, index]));
	for (const index of agents.keys()) serve(index, 5);
	let [count, now] = [0, 1_000_000];
	const line: ConversationId[] = [];
	const priorities = ['normal', 'normal', 'normal', 'normal', 'low', 'high', 'urgent'] as const;
	function come(): void {
		const id = `chat.${(count += 1)}` as ConversationId;
		line.push(id);
		dispatcher.setWaiter({
			id,
			site: sites[below(sites.length)] ?? sites[0]!,
			group: below(4) === 0 ? null : (groups[below(groups.length)] ?? null),
			priority: priorities[below(priorities.length)] ?? 'normal',
			since: now,
			isFirst: below(50) === 0,
			// Of those who see all sites.
			wanted: below(20) === 0 ? (agents[3 * below(300) + 1] ?? null) : null,
		});
	}
	for (let one = 0; one < waiting; one += 1) {
		now += 20;
		come();
	}
	const all = (ask: (id: ConversationId) => void): number => {
		const there = line.filter((id) => dispatcher.has(id));
		const start = performance.now();
		for (const id of there) ask(id);
		return ((performance.now() - start) * 1000) / there.length;
	};
	return {
		dispatcher,
		step() {
			now += 20;
			const start = performance.now();
			serve(below(agentCount), 4);
			const asked = performance.now();
			const choice = dispatcher.next(now);
			const next = performance.now() - asked;
			if (choice !== null) {
				const site = dispatcher.siteOf(choice.conversation) ?? sites[0]!;
				dispatcher.removeWaiter(choice.conversation);
				serve(numberOf.get(choice.agent) ?? 0, 5);
				dispatcher.served(site, null, now);
				come();
			}
			return { next: next * 1000, whole: (performance.now() - start) * 1000 };
		},
		places: () => all((id) => dispatcher.position(id, now)),
		estimates: () => all((id) => dispatcher.estimate(id, now)),
	};
}

/**
 * What it costs to decide who gets whom, and to tell everybody the place in the line. The same decisions are made several times
 * from the start, in turns, and of each the median counts: a neighbour or the garbage collector strikes another one each time,
 * while what is dear by itself stays dear. What the collector takes is in the mean.
 */
export async function routing(): Promise<void> {
	const sizes = [few, many];
	const runs = new Map(sizes.map((size) => [size, [] as Run[]]));
	for (let round = 0; round < repeats; round += 1)
		for (const size of sizes) runs.get(size)?.push(await Promise.resolve(run(size)));
	const of = (size: number, what: (one: Run) => number): number =>
		spreadOf((runs.get(size) ?? []).map(what)).median;
	const steady = new Map(sizes.map((size) => [size, medians(runs.get(size) ?? [])]));
	const at = (size: number, what: keyof Medians, part: number): number =>
		percentile(steady.get(size)?.[what] ?? [], part);
	console.log(
		`\nRouting, ${agentCount} agents, all full: one is free, gets the next, another one comes; ${decisions} times, microseconds`,
	);
	printTable(
		['waiting', 'next p50', 'p99', 'and all it changes p50', 'p99', 'mean', 'a place', 'a range'],
		sizes.map((size) => [
			figure(size),
			...(['next', 'whole'] as const).flatMap((what) =>
				[0.5, 0.99].map((part) => figure(at(size, what, part))),
			),
			figure(of(size, ({ mean }) => mean)),
			figure(of(size, ({ place }) => place)),
			figure(of(size, ({ range }) => range)),
		]),
	);
	judge({
		what: 'routing decision, 10,000 wait, p99',
		value: at(many, 'next', 0.99),
		goal: { most: 25 },
		unit: 'us',
	});
	judge({
		what: 'the same with all that it changes, p99',
		value: at(many, 'whole', 0.99),
		goal: { most: 25 },
		unit: 'us',
	});
	judge({
		what: 'routing decision, 10 times the chats',
		value: at(many, 'whole', 0.5) / at(few, 'whole', 0.5),
		goal: { most: 1.5 },
		unit: 'x 1,000 waiting',
	});
}

interface Run {
	readonly next: Float64Array;
	readonly whole: Float64Array;
	readonly mean: number;
	readonly place: number;
	readonly range: number;
}
type Medians = { readonly next: readonly number[]; readonly whole: readonly number[] };

function run(size: number): Run {
	const game = play(size);
	for (let step = 0; step < 5000; step += 1) game.step();
	const [next, whole] = [new Float64Array(decisions), new Float64Array(decisions)];
	const start = performance.now();
	for (let step = 0; step < decisions; step += 1) {
		const took = game.step();
		next[step] = took.next;
		whole[step] = took.whole;
	}
	const mean = ((performance.now() - start) * 1000) / decisions;
	return { next, whole, mean, place: game.places(), range: game.estimates() };
}

/** Of each decision, over all runs. */
function medians(all: readonly Run[]): Medians {
	const of = (what: 'next' | 'whole'): number[] =>
		Array.from({ length: decisions }, (_, step) => {
			const took = all.map((one) => one[what][step] ?? NaN).sort((a, b) => a - b);
			return took[took.length >> 1] ?? NaN;
		});
	return { next: of('next'), whole: of('whole') };
}
