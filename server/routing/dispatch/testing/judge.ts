import type { Choice, Dispatcher, Waiter } from '../dispatch-types.ts';
import type { Present, World } from './simulate.ts';

/* The rules of docs/routing.md once more, by looking at everybody: slow, and nothing shared with what it judges. */

const steps = ['low', 'normal', 'high', 'urgent'];

function urgency({ scenario, now }: World, waiter: Waiter): number {
	const ageing = scenario.sites.find(({ id }) => id === waiter.site)?.ageingMs ?? Infinity;
	const aged = Math.floor((now() - waiter.since) / ageing);
	return Math.min(3, steps.indexOf(waiter.priority) + aged);
}

/** Negative: the first goes before the second. */
export function compare(world: World, a: Waiter, b: Waiter): number {
	return (
		urgency(world, b) - urgency(world, a) ||
		Number(b.isFirst) - Number(a.isFirst) ||
		a.since - b.since
	);
}

const isFree = (agent: Present): boolean =>
	['available', 'busy'].includes(agent.status) &&
	(agent.capacity === null || agent.chats.size < agent.capacity);

/** Who may get it now, the best ones only, and by which strategy. */
export function eligible(
	{ scenario, agents }: World,
	waiter: Waiter,
): { readonly strategy: string; readonly agents: readonly Present[] } {
	const seeing = [...agents.values()].filter(
		(agent) => isFree(agent) && (agent.sites === 'all' || agent.sites.includes(waiter.site)),
	);
	if (waiter.wanted !== null)
		return { strategy: 'wanted', agents: seeing.filter(({ id }) => id === waiter.wanted) };
	const named = scenario.groups.find(({ id }) => id === waiter.group);
	const isServed = named?.sites === 'all' || named?.sites.includes(waiter.site) === true;
	const group = isServed ? named : undefined;
	const strategy =
		group?.strategy ??
		scenario.sites.find(({ id }) => id === waiter.site)?.strategy ??
		'no such site';
	if (strategy === 'by_hand') return { strategy, agents: [] };
	const members = seeing.filter(({ id }) => group === undefined || group.agents.includes(id));
	const standby = seeing.filter(
		(agent) => group?.standby.includes(agent.id) === true && !members.includes(agent),
	);
	for (const status of ['available', 'busy'])
		for (const some of [members, standby]) {
			const found = some.filter((agent) => agent.status === status);
			if (found.length > 0) return { strategy, agents: found };
		}
	return { strategy, agents: [] };
}

const share = ({ chats, capacity }: Present): number =>
	capacity === null ? 0 : chats.size / capacity;

/** What is wrong with it; empty: nothing. */
export function faultsOf(world: World, { conversation, agent: id }: Choice): string[] {
	const faults: string[] = [];
	const waiter = world.waiting.get(conversation);
	const agent = world.agents.get(id);
	if (waiter === undefined || agent === undefined) return ['nobody like that'];
	if (agent.capacity !== null && agent.chats.size >= agent.capacity)
		faults.push(`capacity: ${id} has ${agent.chats.size} of ${agent.capacity}`);
	const able = eligible(world, waiter);
	if (!able.agents.includes(agent)) faults.push(`not eligible: ${id} for ${conversation}`);
	for (const other of able.agents) {
		const [own, its] = [agent.chats.size, other.chats.size];
		const isWorse =
			able.strategy === 'round_robin'
				? agent.turn > other.turn
				: able.strategy === 'least_busy' &&
					(own - its || share(agent) - share(other) || agent.turn - other.turn) > 0;
		if (isWorse) faults.push(`${able.strategy}: ${other.id} before ${id}`);
	}
	for (const other of world.waiting.values())
		if (compare(world, other, waiter) < 0 && eligible(world, other).agents.length > 0)
			faults.push(`order: ${other.id} before ${conversation}`);
	return faults;
}

/** Those who wait although somebody could take them up. */
export function idleFaults(world: World): string[] {
	if (![...world.agents.values()].some(isFree)) return [];
	return [...world.waiting.values()]
		.filter((waiter) => eligible(world, waiter).agents.length > 0)
		.map(({ id }) => `idle: ${id} waits at ${world.now()}`);
}

/** What the dispatcher tells of the line, against a look at everybody. */
export function answerFaults(world: World, dispatcher: Dispatcher): string[] {
	const faults: string[] = [];
	const now = world.now();
	// Of the same rank: in the order in which they were told of.
	const line = [...world.waiting.values()].sort((a, b) => compare(world, a, b));
	for (const { id: site } of world.scenario.sites) {
		const own = line.filter((waiter) => waiter.site === site);
		if (dispatcher.size(site) !== own.length) faults.push(`size: ${site}`);
		for (const [index, { id }] of own.entries()) {
			const place = dispatcher.position(id, now);
			if (place !== index + 1) faults.push(`position: ${id} ${place} instead of ${index + 1}`);
		}
	}
	return faults;
}
