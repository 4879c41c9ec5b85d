import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Facts } from '../../server/reports/index.ts';

/* Four weeks of a shop's conversations, the same at each run, so that two pictures can be laid beside one another. */

const minute = 60_000;
const day = 24 * 60 * minute;
/** Of a working day by hour, from 7 to 21. */
const byHour = [0, 1, 5, 8, 9, 13, 15, 8, 7, 6, 5, 2, 1, 1, 1];
const tags = [[], ['wrong part'], ['delivery', 'returns'], []];

/** 0 up to 1, from a number alone. */
const chance = (n: number): number => {
	const x = Math.sin(n * 12.9898) * 43_758.5453;
	return x - Math.floor(x);
};

export function reportRows(
	site: SiteId,
	agents: readonly AgentId[],
	/** Midnight of today at the site. */
	today: number,
	group: string | null,
): Omit<Facts, 'rev'>[] {
	const rows: Omit<Facts, 'rev'>[] = [];
	for (let back = 27; back >= 0; back -= 1) {
		const midnight = today - back * day;
		const weekday = (new Date(midnight + day / 2).getUTCDay() + 6) % 7;
		byHour.forEach((usual, n) => {
			const share = weekday === 6 ? 0.15 : weekday === 5 ? 0.6 : 0.5;
			const wanted = usual * share * (back > 13 ? 0.9 : 1) + chance(back * 31 + n);
			for (let each = 0; each < Math.floor(wanted); each += 1) {
				const seed = rows.length + 1;
				const openedAt = midnight + (7 + n) * 60 * minute + Math.floor(chance(seed) * 60) * minute;
				rows.push(
					rowOf({ seed, site, agents, openedAt, group, isInHours: weekday < 6 && n > 1 && n < 11 }),
				);
			}
		});
	}
	return rows;
}

function rowOf(given: {
	readonly seed: number;
	readonly site: SiteId;
	readonly agents: readonly AgentId[];
	readonly openedAt: number;
	readonly group: string | null;
	readonly isInHours: boolean;
}): Omit<Facts, 'rev'> {
	const { seed, site, agents, openedAt, group, isInHours } = given;
	const dice = (n: number): number => chance(seed * 7 + n);
	const isMissed = isInHours && dice(1) < 0.03;
	const [agent, second] = [agents[Math.floor(dice(2) ** 1.6 * agents.length)], agents[0]];
	const wait = Math.round(15 + dice(3) ** 3 * 240) * 1000;
	const first = wait + Math.round(4 + dice(4) * 20) * 1000;
	const length = Math.round(4 + dice(5) ** 2 * 30) * minute;
	const score =
		dice(6) < 0.45 ? (dice(7) < 0.75 ? 5 : dice(7) < 0.93 ? 4 : dice(7) < 0.96 ? 3 : 2) : null;
	const endedAt = openedAt + first + length;
	const isHanded = dice(8) < 0.08 && agent !== second;
	const spread = (most: number) => ({
		[Math.round(5 + dice(9) * most)]: 2,
		[Math.round(9 + dice(10) * most)]: 1,
	});
	const has = agent !== undefined && second !== undefined && !isMissed;
	const part = {
		messages: 3,
		sends: spread(50),
		responses: spread(70),
		handedOn: isHanded ? 1 : 0,
	};
	return {
		id: `v_seed${seed}.1` as ConversationId,
		through: 9,
		site,
		visitor: `v_seed${seed}` as VisitorId,
		source: 'launcher',
		group: dice(11) < 0.3 ? group : null,
		status: 'ended',
		openedAt,
		isInHours,
		isByAgent: false,
		priority: dice(12) < 0.05 ? 'urgent' : dice(12) < 0.2 ? 'high' : 'normal',
		tags: tags[seed % 4] ?? [],
		waits: has ? [wait] : [],
		firstReply: has ? { ms: first, by: agent } : null,
		visitorMessages: 4,
		agentMessages: has ? 3 : 0,
		agents: has
			? {
					[agent]: { ...part, spans: [[openedAt + wait, endedAt]] },
					...(isHanded
						? { [second]: { ...part, handedOn: 0, spans: [[openedAt + wait, endedAt]] } }
						: {}),
				}
			: {},
		owner: has ? (isHanded ? second : agent) : null,
		transfers: isHanded ? 1 : 0,
		sessionMs: endedAt - openedAt,
		endedAt,
		endedBy: isMissed ? 'visitor' : 'agent',
		reopened: dice(13) < 0.06 ? 1 : 0,
		isResolved: null,
		leavings: isMissed ? [{ seq: 2, isOpen: true }] : [],
		rating: has ? score : null,
		effort: has && score !== null && dice(14) < 0.4 ? Math.min(5, score) : null,
		ratedAt: score === null ? null : endedAt + minute,
		followedAt: score !== null && dice(15) < 0.3 ? endedAt + 9 * minute : null,
		running: {
			queuedAt: null,
			replyFrom: null,
			askedAt: null,
			isLive: true,
			isAnswered: has,
			assignee: null,
			seenAt: openedAt,
			sessionAt: null,
		},
	};
}
