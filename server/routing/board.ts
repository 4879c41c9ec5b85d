import type { AgentId, ConversationId } from '../../shared/ids.ts';
import type { ConversationState } from '../conversations/index.ts';
import type { Sites } from '../sites/index.ts';
import type { Agents } from './agents.ts';
import type { Dispatcher } from './dispatch/dispatch-types.ts';
import type { Slots } from './duty/slots.ts';
import type { Statuses } from './duty/statuses.ts';
import type { Groups } from './groups.ts';
import { holdingOf, type Holdings } from './holdings.ts';
import { waiterOf } from './waiter-of.ts';

export interface BoardDeps {
	readonly dispatcher: Dispatcher;
	readonly holdings: Holdings;
	readonly slots: Pick<Slots, 'settle' | 'taken'>;
	readonly statuses: Pick<Statuses, 'routed'>;
	readonly agents: Pick<Agents, 'get' | 'all'>;
	readonly groups: Pick<Groups, 'get' | 'all'>;
	readonly sites: Pick<Sites, 'byId' | 'all'>;
	/** A visitor who was gone is back; there may be no slot left for that. */
	readonly cameBack: (conversation: ConversationId, agent: AgentId) => void;
	/** Somebody has more or fewer conversations, or waits, than before. */
	readonly changed: () => void;
}
export type Board = ReturnType<typeof createBoard>;

/** Tells the dispatcher and the slots what the conversations, accounts, groups and sites say. Derived, and all in memory. */
export function createBoard(deps: BoardDeps) {
	const { dispatcher, holdings, slots, statuses, agents, groups, sites } = deps;
	/** Chosen by the dispatcher, and being assigned. */
	const assigning = new Map<ConversationId, AgentId>();
	/** Waiting ones, to be told anew when a group or a site changes. */
	const waiting = new Map<ConversationId, ConversationState>();

	function loadOf(agent: AgentId): number {
		const onTheWay = [...assigning].flatMap(([conversation, to]) =>
			to === agent ? [conversation] : [],
		);
		// Who has no limit may have very many: those are only counted.
		if (agents.get(agent)?.capacity === null) return holdings.load(agent) + onTheWay.length;
		return new Set([...holdings.taking(agent), ...slots.taken(agent), ...onTheWay]).size;
	}

	function tellServer(id: AgentId): void {
		const agent = agents.get(id);
		if (agent === null || agent.isOff || agent.role === 'reader') {
			dispatcher.removeServer(id);
			return;
		}
		const { sites: seen, capacity } = agent;
		dispatcher.setServer({
			id,
			status: statuses.routed(agent),
			sites: seen,
			load: loadOf(id),
			capacity,
		});
	}

	function tellWaiter(state: ConversationState): void {
		const site = state.open === null ? null : sites.byId(state.open.site);
		const waiter = waiterOf(state, site, groups);
		if (waiter === null || assigning.has(state.id)) dispatcher.removeWaiter(state.id);
		else dispatcher.setWaiter(waiter);
	}

	function tellSites(): void {
		for (const { id, settings } of sites.all())
			dispatcher.setSite(id, settings.routing.strategy, settings.routing.ageingMinutes * 60_000);
	}

	/** What the conversation is now. `at`: when that came about; null: when the server started, it was so. */
	function place(state: ConversationState, at: number | null): void {
		const { id, open } = state;
		const before = holdings.get(id);
		const waited = waiting.get(id);
		if (state.status === 'waiting') waiting.set(id, state);
		else waiting.delete(id);
		const hasSame = before !== null && before.agent === state.assignee;
		const next = holdingOf(state, hasSame ? before.since : (at ?? 0));
		if (waited !== undefined && next !== null && open !== null && at !== null) {
			const waiter = waiterOf(waited, sites.byId(open.site), groups);
			dispatcher.served(open.site, waiter?.group ?? null, at);
		}
		holdings.set(id, next);
		tellWaiter(state);
		const [had, has] = [before, next].map((one) => (one === null || one.isIdle ? null : one.agent));
		if (had !== has) {
			if (had) free(had, id);
			if (has && before?.isIdle === true && before.agent === has) deps.cameBack(id, has);
			else if (has) hold(has, id);
		}
		deps.changed();
	}

	function free(agent: AgentId, conversation: ConversationId): void {
		slots.settle(agent, conversation, 'free');
		tellServer(agent);
	}
	function hold(agent: AgentId, conversation: ConversationId): void {
		slots.settle(agent, conversation, 'held');
		tellServer(agent);
	}

	return {
		place,
		hold,
		free,
		loadOf,
		tellServer,
		/** It has a place at this agent, or is on its way there. */
		isHeld: (conversation: ConversationId, agent: AgentId): boolean =>
			holdings.get(conversation)?.agent === agent,
		begin(conversation: ConversationId, agent: AgentId): void {
			assigning.set(conversation, agent);
			dispatcher.removeWaiter(conversation);
			tellServer(agent);
		},
		/** Whatever came of it: what the conversation is now must be placed next. */
		end(conversation: ConversationId): void {
			const agent = assigning.get(conversation);
			assigning.delete(conversation);
			if (agent !== undefined) tellServer(agent);
		},
		waiting: (): ConversationId[] => [...waiting.keys()],
		/** All that it holds something of. */
		known: (): ConversationId[] => [
			...waiting.keys(),
			...holdings.all().map(({ conversation }) => conversation),
		],
		/** False: what it holds of the conversation is not what the conversation is. */
		isAsPlaced(state: ConversationState): boolean {
			const held = holdings.get(state.id);
			const is = holdingOf(state, 0);
			const isSame = held?.agent === is?.agent && held?.isIdle === is?.isIdle;
			return isSame && waiting.has(state.id) === (state.status === 'waiting');
		},
		/** Accounts, groups or sites changed, or time went by: everything is told anew. */
		tellAll(): void {
			dispatcher.setGroups(
				groups.all().map(({ id, sites: seen, agents: own, standby, strategy }) => ({
					id,
					sites: seen,
					agents: own,
					standby,
					strategy,
				})),
			);
			tellSites();
			for (const { id } of agents.all()) tellServer(id);
			for (const state of waiting.values()) tellWaiter(state);
			deps.changed();
		},
		/** Slots that differ from what the conversations say are put right: capacity was set anew, or the server died in between. */
		compareSlots(id: AgentId): number {
			const agent = agents.get(id);
			if (agent === null || agent.capacity === null) return 0;
			const held = new Set(holdings.taking(id));
			let wrong = 0;
			for (const { conversation, until } of agent.slots) {
				const isHeld = held.delete(conversation);
				// Reserved just now, or left behind: then it is free by itself.
				if (isHeld ? until === null : until !== null) continue;
				slots.settle(id, conversation, isHeld ? 'held' : 'free');
				wrong += 1;
			}
			for (const conversation of held) slots.settle(id, conversation, 'held');
			return wrong + held.size;
		},
	};
}
