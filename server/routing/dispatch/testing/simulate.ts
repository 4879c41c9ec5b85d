import type { AgentId, ConversationId } from '../../../../shared/ids.ts';
import type { AgentStatus } from '../../../../shared/views/desk-view.ts';
import { below, seededRandom } from '../../../stores/hostile/random.ts';
import type { Choice, Dispatcher, Waiter, WaitRange } from '../dispatch-types.ts';
import { createAgenda } from './agenda.ts';
import {
	minute,
	oneOf,
	type Chat,
	type Move,
	type PlannedAgent,
	type Scenario,
} from './scenario.ts';

/* Plays a scenario with a dispatcher, as the server would, and keeps what came of it. */

export interface Present {
	readonly id: AgentId;
	readonly sites: PlannedAgent['sites'];
	readonly capacity: number | null;
	status: AgentStatus;
	readonly chats: Set<ConversationId>;
	/** Counts up over all: when it was given something by itself. */
	turn: number;
}
/** What is true, kept apart from what the dispatcher believes. */
export interface World {
	readonly scenario: Scenario;
	readonly now: () => number;
	/** In the order in which they were told of. */
	readonly waiting: Map<ConversationId, Waiter>;
	readonly agents: Map<AgentId, Present>;
}
export interface Guess {
	readonly range: WaitRange;
	/** From the moment of asking until taken up; null: the visitor left. */
	readonly waitedMs: number;
	readonly wasTaken: boolean;
	/** Taken up by then out of a line, and not at once. */
	readonly takesBefore: number;
}
export interface Outcome {
	/** Of all times that somebody stood in the line. */
	readonly waitedMs: number;
	readonly waits: number;
	readonly longestMs: number;
	readonly given: ReadonlyMap<AgentId, number>;
	readonly guesses: readonly Guess[];
	readonly asked: number;
}
export interface Watch {
	/** Before it is carried out. */
	choice?(world: World, choice: Choice): void;
	/** When nothing more is to be done at this moment. */
	rest?(world: World, dispatcher: Dispatcher): void;
}
const graceMs = minute;

export function simulate(scenario: Scenario, dispatcher: Dispatcher, watch: Watch = {}): Outcome {
	const agenda = createAgenda();
	const random = seededRandom(scenario.seed);
	const waiting = new Map<ConversationId, Waiter>();
	const agents = new Map<AgentId, Present>();
	const world: World = { scenario, now: agenda.now, waiting, agents };
	const chats = new Map(scenario.chats.map((chat) => [chat.id, chat]));
	const left = new Map<ConversationId, number>();
	const stood = new Map<ConversationId, number>();
	const open = new Map<ConversationId, { at: number; range: WaitRange; takes: number }[]>();
	const guesses: Guess[] = [];
	const given = new Map<AgentId, number>();
	let [waitedMs, waits, longestMs, asked, takes, turns] = [0, 0, 0, 0, 0, 0];

	const tell = (agent: Present): void =>
		dispatcher.setServer({
			id: agent.id,
			status: agent.status,
			sites: agent.sites,
			load: agent.chats.size,
			capacity: agent.capacity,
		});

	function stand(waiter: Waiter, patienceMs: number): void {
		const now = agenda.now();
		waiting.set(waiter.id, waiter);
		stood.set(waiter.id, now);
		dispatcher.setWaiter(waiter);
		agenda.add(now + patienceMs, () => {
			if (waiting.get(waiter.id) === waiter) leaveLine(waiter.id, false);
		});
	}

	function leaveLine(id: ConversationId, wasTaken: boolean): void {
		const now = agenda.now();
		const waited = now - (stood.get(id) ?? now);
		waitedMs += waited;
		waits += 1;
		longestMs = Math.max(longestMs, waited);
		for (const { at, range, takes: takesBefore } of open.get(id) ?? [])
			guesses.push({ range, waitedMs: now - at, wasTaken, takesBefore });
		open.delete(id);
		waiting.delete(id);
		dispatcher.removeWaiter(id);
	}

	function take(id: ConversationId, agent: Present): void {
		const waiter = waiting.get(id);
		const chat = chats.get(id);
		if (waiter === undefined || chat === undefined) return;
		if (agenda.now() > (stood.get(id) ?? 0)) takes += 1;
		leaveLine(id, true);
		agent.chats.add(id);
		tell(agent);
		dispatcher.served(waiter.site, waiter.group, agenda.now());
		work(chat, agent);
	}

	function work(chat: Chat, agent: Present): void {
		const { id, transfer } = chat;
		const isFresh = !left.has(id);
		const remaining = left.get(id) ?? chat.workMs;
		left.set(id, remaining);
		const started = agenda.now();
		if (isFresh && transfer !== null) {
			agenda.add(started + transfer.afterMs, () => {
				if (!agent.chats.delete(id)) return;
				tell(agent);
				left.set(id, remaining - transfer.afterMs);
				back(chat, { group: transfer.group, wanted: transfer.agent, isFirst: true });
			});
			return;
		}
		const token = {};
		tokens.set(id, token);
		agenda.add(started + remaining, () => {
			if (tokens.get(id) !== token || !agent.chats.delete(id)) return;
			tell(agent);
		});
	}
	const tokens = new Map<ConversationId, object>();

	function back(chat: Chat, as: Pick<Waiter, 'group' | 'wanted' | 'isFirst'>): void {
		const { id, site, priority } = chat;
		stand({ id, site, priority, since: agenda.now(), ...as }, chat.patienceMs);
	}

	function move(agent: Present, { status, isGone }: Move): void {
		agent.status = status;
		tell(agent);
		if (!isGone) return;
		agenda.add(agenda.now() + graceMs, () => {
			if (agent.status !== 'offline') return;
			const lost = [...agent.chats];
			agent.chats.clear();
			for (const id of lost) {
				const chat = chats.get(id);
				if (chat !== undefined) back(chat, { group: chat.group, wanted: null, isFirst: true });
			}
			tell(agent);
		});
	}

	/** Somebody with a slot free takes the longest waiter of what is taken by hand. */
	function takeByHand(): void {
		const agent = oneOf(random, [...agents.values()]);
		if (agent.status !== 'available' || agent.chats.size >= (agent.capacity ?? Infinity)) return;
		const strategyOf = ({ site, group }: Waiter): string | undefined => {
			const routed = scenario.groups.find(({ id }) => id === group);
			const serves = routed?.sites === 'all' || routed?.sites.includes(site) === true;
			return (serves ? routed : scenario.sites.find(({ id }) => id === site))?.strategy;
		};
		const own = [...waiting.values()].find(
			(waiter) =>
				waiter.wanted === null &&
				strategyOf(waiter) === 'by_hand' &&
				(agent.sites === 'all' || agent.sites.includes(waiter.site)),
		);
		if (own !== undefined) take(own.id, agent);
	}

	function ask(id: ConversationId): void {
		if (!waiting.has(id)) return;
		asked += 1;
		const range = dispatcher.estimate(id, agenda.now());
		if (range === null) return;
		open.set(id, [...(open.get(id) ?? []), { at: agenda.now(), range, takes }]);
	}

	for (const { id, strategy, ageingMs } of scenario.sites)
		dispatcher.setSite(id, strategy, ageingMs);
	for (const { moves, ...planned } of scenario.agents) {
		const agent: Present = { ...planned, status: 'offline', chats: new Set(), turn: 0 };
		agents.set(agent.id, agent);
		tell(agent);
		for (const one of moves) agenda.add(one.at, () => move(agent, one));
	}
	dispatcher.setGroups(scenario.groups);
	const lastAt = scenario.chats.at(-1)?.at ?? 0;
	for (let at = 0; at < lastAt; at += 20_000 + below(random, 40_000)) agenda.add(at, takeByHand);
	for (let at = minute; at < lastAt; at += 2 * minute)
		agenda.add(at, () => {
			if (waiting.size > 0) ask(oneOf(random, [...waiting.keys()]));
		});
	for (const chat of scenario.chats) {
		const { id, site, group, priority, at } = chat;
		const waiter = { id, site, group, priority, since: at, isFirst: false, wanted: null };
		agenda.add(at, () => {
			stand(waiter, chat.patienceMs);
			agenda.add(at, () => ask(id));
		});
	}

	while (agenda.step()) {
		for (;;) {
			const choice = dispatcher.next(agenda.now());
			if (choice === null) break;
			watch.choice?.(world, choice);
			const agent = agents.get(choice.agent);
			if (agent === undefined || !waiting.has(choice.conversation))
				throw new Error(`no such choice: ${JSON.stringify(choice)}`);
			take(choice.conversation, agent);
			agent.turn = turns += 1;
			given.set(agent.id, (given.get(agent.id) ?? 0) + 1);
		}
		watch.rest?.(world, dispatcher);
	}
	return { waitedMs, waits, longestMs, given, guesses, asked };
}
