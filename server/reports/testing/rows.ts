import type { AgentId, ConversationId, SiteId, VisitorId } from '../../../shared/ids.ts';
import type { Store } from '../../ports/store.ts';
import { factsCollection, type Row } from '../facts.ts';

export const shop = 's_shop' as SiteId;
export const mira = 'a_mira' as AgentId;
export const jonas = 'a_jonas' as AgentId;
let visitors = 0;

/** A conversation that Mira answered and ended; what the test is about is given. */
export function rowOf(openedAt: number, more: Partial<Row> = {}): Row {
	const visitor = `v_${(visitors += 1)}` as VisitorId;
	const endedAt = openedAt + 600_000;
	return {
		id: `${visitor}.1` as ConversationId,
		through: 4,
		site: shop,
		visitor,
		source: 'launcher',
		group: null,
		status: 'ended',
		openedAt,
		isInHours: true,
		isByAgent: false,
		priority: 'normal',
		tags: [],
		waits: [30_000],
		firstReply: { ms: 40_000, by: mira },
		visitorMessages: 2,
		agentMessages: 2,
		agents: {
			[mira]: {
				messages: 2,
				spans: [[openedAt + 30_000, endedAt]],
				sends: { 10: 1 },
				responses: { 15: 1 },
				handedOn: 0,
			},
		},
		owner: mira,
		transfers: 0,
		sessionMs: 600_000,
		endedAt,
		endedBy: 'agent',
		reopened: 0,
		isResolved: null,
		leavings: [],
		rating: null,
		effort: null,
		ratedAt: null,
		followedAt: null,
		running: {
			queuedAt: null,
			replyFrom: null,
			askedAt: null,
			isLive: true,
			isAnswered: true,
			assignee: null,
			seenAt: openedAt,
			sessionAt: null,
		},
		...more,
	};
}

/** As many of them, a minute apart. */
export async function putRows(
	store: Store,
	count: number,
	openedAt: number,
	more: (n: number) => Partial<Row> = () => ({}),
): Promise<Row[]> {
	const rows = Array.from({ length: count }, (_, n) => rowOf(openedAt + n * 60_000, more(n)));
	await Promise.all(rows.map((row) => store.put(factsCollection, row)));
	return rows;
}
