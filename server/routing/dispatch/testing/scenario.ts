import type { AgentId, ConversationId, GroupId, SiteId } from '../../../../shared/ids.ts';
import type { AgentStatus, Strategy } from '../../../../shared/views/desk-view.ts';
import type { Priority } from '../../../../shared/views/event-view.ts';
import { below, seededRandom, type Random } from '../../../stores/hostile/random.ts';
import type { RoutedGroup } from '../dispatch-types.ts';

/* A day that is fixed before it begins: what happens does not depend on who is chosen, so that two ways to choose can be compared. */

export const minute = 60_000;
const hour = 60 * minute;

export interface Move {
	readonly at: number;
	readonly status: AgentStatus;
	/** Every surface is lost: what the agent had goes back to the line. Otherwise it is answered to the end. */
	readonly isGone: boolean;
}
export interface PlannedAgent {
	readonly id: AgentId;
	readonly sites: 'all' | readonly SiteId[];
	readonly capacity: number | null;
	readonly moves: readonly Move[];
}
export interface Chat {
	readonly id: ConversationId;
	readonly at: number;
	readonly site: SiteId;
	readonly group: GroupId | null;
	readonly priority: Priority;
	readonly workMs: number;
	/** How long the visitor waits. */
	readonly patienceMs: number;
	readonly transfer: null | {
		readonly afterMs: number;
		readonly group: GroupId | null;
		readonly agent: AgentId | null;
	};
}
export interface Scenario {
	readonly seed: number;
	readonly sites: readonly {
		readonly id: SiteId;
		readonly strategy: Strategy;
		readonly ageingMs: number;
	}[];
	readonly groups: readonly RoutedGroup[];
	readonly agents: readonly PlannedAgent[];
	readonly chats: readonly Chat[];
}

export const exponential = (random: Random, mean: number): number =>
	Math.round(-Math.log(1 - random()) * mean);
export const oneOf = <T>(random: Random, list: readonly T[]): T => {
	const item = list[below(random, list.length)];
	if (item === undefined) throw new Error('nothing to choose from');
	return item;
};
const someOf = <T>(random: Random, list: readonly T[]): T[] => list.filter(() => random() < 0.5);

const ids = <T>(name: string, count: number): T[] =>
	Array.from({ length: count }, (_, index) => `${name}${index}` as T);

export interface Kind {
	/** Nothing but one group of equal agents, who come and go. */
	readonly isOnePool?: boolean;
	/** Nobody comes or goes, everybody has the same work and the same place in the line. */
	readonly isSteady?: boolean;
	/** Chats to come, as a share of what can be answered. */
	readonly loads?: readonly number[];
}

/** Everything at once: sites, groups with standby, priorities, people who come, go and lose patience. */
export function scenarioOf(seed: number, kind: Kind = {}): Scenario {
	const random = seededRandom(seed * 7919 + 13);
	const { isOnePool = false, isSteady = false, loads = [0.7, 0.9, 1, 1.15] } = kind;
	const lengthMs = 4 * hour;
	const isPlain = isOnePool || isSteady;
	const ageingMs = (5 + below(random, 15)) * minute;
	const strategies: readonly Strategy[] = isPlain
		? ['round_robin', 'least_busy']
		: ['round_robin', 'least_busy', 'least_busy', 'by_hand'];
	const siteIds = ids<SiteId>('site', isPlain ? 1 : 1 + below(random, 3));
	const sites = siteIds.map((id) => ({ id, strategy: oneOf(random, strategies), ageingMs }));
	const agentIds = ids<AgentId>('agent', 3 + below(random, 8));
	const capacity = 1 + below(random, 4);
	const agents = agentIds.map((id) => ({
		id,
		sites: isPlain || random() < 0.6 ? ('all' as const) : [oneOf(random, siteIds)],
		capacity: isPlain || random() < 0.7 ? capacity : random() < 0.1 ? null : 1 + below(random, 5),
		moves: isSteady ? [{ at: 0, status: 'available' as const, isGone: false }] : movesOf(lengthMs),
	}));
	const groupIds = isPlain ? [] : ids<GroupId>('group', below(random, 4));
	const groups = groupIds.map((id): RoutedGroup => {
		const members = someOf(random, agentIds);
		return {
			id,
			sites: random() < 0.7 ? 'all' : [oneOf(random, siteIds)],
			agents: members,
			standby: random() < 0.5 ? someOf(random, agentIds) : [],
			strategy: oneOf(random, strategies),
		};
	});

	function movesOf(until: number): Move[] {
		const moves: Move[] = [{ at: below(random, 20 * minute), status: 'available', isGone: false }];
		const statuses: readonly AgentStatus[] = ['available', 'available', 'busy', 'away', 'offline'];
		for (let at = exponential(random, 90 * minute); at < until; at += exponential(random, hour)) {
			const status = oneOf(random, statuses);
			const isGone = status === 'offline' && random() < 0.5;
			moves.push({ at: at + 20 * minute, status, isGone });
		}
		return moves;
	}

	const workMean = (4 + below(random, 8)) * minute;
	const slots = agents.reduce((sum, agent) => sum + (agent.capacity ?? 4), 0);
	const onDuty = isSteady ? 1 : 0.6;
	const gapMean = workMean / (slots * onDuty * oneOf(random, loads));
	const patienceMean = isSteady && random() < 0.5 ? Infinity : (10 + below(random, 40)) * minute;
	const chats: Chat[] = [];
	for (let at = 0; at < lengthMs; at += exponential(random, gapMean)) {
		const workMs = 1000 + exponential(random, workMean);
		chats.push({
			id: `chat.${chats.length}` as ConversationId,
			at,
			site: oneOf(random, siteIds),
			group: groupIds.length > 0 && random() < 0.7 ? oneOf(random, groupIds) : null,
			priority: isSteady ? 'normal' : priorityOf(random()),
			workMs,
			patienceMs:
				patienceMean === Infinity ? 100 * hour : 20_000 + exponential(random, patienceMean),
			transfer:
				!isPlain && random() < 0.1
					? {
							afterMs: workMs >> 1,
							...(random() < 0.5 && groupIds.length > 0
								? { group: oneOf(random, groupIds), agent: null }
								: { group: null, agent: oneOf(random, agentIds) }),
						}
					: null,
		});
	}
	return { seed, sites, groups, agents, chats };
}

const priorityOf = (chance: number): Priority =>
	chance < 0.08 ? 'urgent' : chance < 0.2 ? 'high' : chance < 0.85 ? 'normal' : 'low';
