import type { AgentId } from '../../shared/ids.ts';
import type { MetricId } from '../../shared/views/report-view.ts';
import { isMissed, type Row } from './facts.ts';
import { addSpread, noSpread, oneTime, withValue, type Spread } from './spread.ts';

/* Each figure is defined here, once: the cards, the trend, the agents' table and the list behind a figure all ask this. */

/** What only other conversations know. */
export interface Around {
	/** When the same visitor's next conversation began; null: none has. */
	readonly nextAt: number | null;
	readonly now: number;
}
interface Named {
	readonly id: MetricId;
	readonly name: string;
	/** What is counted and what is not, for people. */
	readonly definition: string;
	/** Which direction is good; null: neither. */
	readonly better: 'higher' | 'lower' | null;
}
/** `agent`: only what this agent did; null: all of the conversation. */
export type Metric = Named &
	(
		| { readonly kind: 'count'; count(row: Row, agent: AgentId | null): number }
		/** True or false for each case, null where the question does not arise. */
		| {
				readonly kind: 'share';
				holds(row: Row, agent: AgentId | null, around: Around): boolean | null;
		  }
		/** Milliseconds in, seconds in the spread. */
		| { readonly kind: 'time' | 'number'; values(row: Row, agent: AgentId | null): Spread }
	);

/** Who comes back within this time was not helped the first time. */
export const returnMs = 3 * 24 * 3_600_000;

const isTheirs = (row: Row, agent: AgentId | null): boolean =>
	agent === null || row.owner === agent;

const ofAgents = (row: Row, agent: AgentId | null, field: 'sends' | 'responses'): Spread => {
	if (agent !== null) return row.agents[agent]?.[field] ?? noSpread;
	const all: Record<string, number> = {};
	for (const each of Object.values(row.agents)) addSpread(all, each[field]);
	return all;
};

/** From joining to the end, or to when the agent handed it on; null: not over, or never in it. */
function handled(row: Row, agent: AgentId | null): number | null {
	if (row.endedAt === null) return null;
	if (agent !== null) {
		const spans = row.agents[agent]?.spans ?? [];
		if (spans.length === 0) return null;
		return spans.reduce((sum, [from, to]) => sum + Math.max(0, (to ?? from) - from), 0);
	}
	const joins = Object.values(row.agents).flatMap(({ spans }) => spans.map(([from]) => from));
	if (joins.length === 0) return null;
	// The sessions count, not what lay between an end and its reopening.
	return Math.max(0, row.sessionMs - (Math.min(...joins) - row.openedAt));
}

export const metrics: readonly Metric[] = [
	{
		id: 'conversations',
		name: 'Conversations',
		definition: 'Conversations that began in this time; of an agent: those the agent was in.',
		better: null,
		kind: 'count',
		count: (row, agent) => (agent === null || row.agents[agent] !== undefined ? 1 : 0),
	},
	{
		id: 'missed',
		name: 'Missed while open',
		definition:
			'The visitor left, or was sent to the offline path, while hours were open and no agent had written. A later answer does not undo it. Without hours a site is always open. When the server ends a conversation whose visitor is gone, the moment of the last message counts. Share of the conversations that visitors began.',
		better: 'lower',
		kind: 'share',
		holds: (row, agent) => (agent !== null || row.isByAgent ? null : isMissed(row)),
	},
	{
		id: 'wait',
		name: 'Wait for an agent',
		definition:
			'From joining the queue to the first agent who had the conversation. Who left before is not in it: see missed.',
		better: 'lower',
		kind: 'time',
		values: (row, agent) => (agent === null ? oneTime(row.waits[0] ?? null) : noSpread),
	},
	{
		id: 'queue',
		name: 'Stays in the queue',
		definition:
			'Each stay in the queue that ended with an agent, also those after a transfer or after an agent was gone.',
		better: 'lower',
		kind: 'time',
		values(row, agent) {
			if (agent !== null) return noSpread;
			return row.waits.reduce((all, ms) => withValue(all, ms / 1000), noSpread);
		},
	},
	{
		id: 'first_reply',
		name: 'First reply',
		definition:
			'From joining the queue to the first message of an agent. A bot is no agent. A conversation that was put off before is not in it.',
		better: 'lower',
		kind: 'time',
		values({ firstReply }, agent) {
			const isOf = firstReply !== null && (agent === null || firstReply.by === agent);
			return oneTime(isOf ? firstReply.ms : null);
		},
	},
	{
		id: 'response',
		name: 'Response within a conversation',
		definition:
			'From the oldest unanswered message of the visitor to the message that answers it, after the first reply.',
		better: 'lower',
		kind: 'time',
		values: (row, agent) => ofAgents(row, agent, 'responses'),
	},
	{
		id: 'send',
		name: 'Handle time: time to send',
		definition:
			'How long an agent takes to send a message: from when the agent was in the conversation and the visitor had written, to the answer. Not known where an agent takes a conversation by writing.',
		better: 'lower',
		kind: 'time',
		values: (row, agent) => ofAgents(row, agent, 'sends'),
	},
	{
		id: 'handle',
		name: 'Handle time: joining to end',
		definition:
			'From the first agent joining to the end; of an agent: the time in the conversation, until it ended or was handed on. Only conversations that have ended.',
		better: null,
		kind: 'time',
		values: (row, agent) => oneTime(handled(row, agent)),
	},
	{
		id: 'duration',
		name: 'Duration',
		definition:
			'From the beginning to the end; without the time between an end and its reopening. Only conversations that have ended.',
		better: null,
		kind: 'time',
		values: (row, agent) =>
			oneTime(row.endedAt !== null && isTheirs(row, agent) ? row.sessionMs : null),
	},
	{
		id: 'resolution',
		name: 'Resolution',
		definition:
			'From the beginning to the last end, of conversations in which an agent wrote; reopening goes on counting.',
		better: 'lower',
		kind: 'time',
		values: (row, agent) =>
			oneTime(
				row.endedAt !== null && row.agentMessages > 0 && isTheirs(row, agent)
					? row.endedAt - row.openedAt
					: null,
			),
	},
	{
		id: 'replies',
		name: 'Replies for each conversation',
		definition: 'Messages of agents in a conversation, where there was one at all.',
		better: null,
		kind: 'number',
		values(row, agent) {
			const count = agent === null ? row.agentMessages : (row.agents[agent]?.messages ?? 0);
			return count === 0 ? noSpread : withValue(noSpread, count);
		},
	},
	{
		id: 'messages',
		name: 'Messages',
		definition: 'Messages of visitors and agents; no notes, nothing a bot said.',
		better: null,
		kind: 'count',
		count: (row, agent) =>
			agent === null ? row.visitorMessages + row.agentMessages : (row.agents[agent]?.messages ?? 0),
	},
	{
		id: 'transfers',
		name: 'Transfers',
		definition:
			'Hand-overs to another agent or to a group; of an agent: those that took it from this agent. Giving a waiting conversation to somebody is none.',
		better: null,
		kind: 'count',
		count: (row, agent) => (agent === null ? row.transfers : (row.agents[agent]?.handedOn ?? 0)),
	},
	{
		id: 'satisfied',
		name: 'Satisfied',
		definition:
			'Share of ratings with 4 or 5 of 5; the last rating of a conversation counts. Of an agent: where the agent had it last.',
		better: 'higher',
		kind: 'share',
		holds: (row, agent) => (row.rating === null || !isTheirs(row, agent) ? null : row.rating >= 4),
	},
	{
		id: 'easy',
		name: 'Easy for the visitor',
		definition:
			'Share of answers "easy" or "very easy" (4 or 5 of 5) to how hard it was. Of an agent: where the agent had it last.',
		better: 'higher',
		kind: 'share',
		holds: (row, agent) => (row.effort === null || !isTheirs(row, agent) ? null : row.effort >= 4),
	},
	{
		id: 'first_contact',
		name: 'Solved at first contact',
		definition:
			'Of conversations in which an agent wrote and which ended three days ago or more: not opened again, the visitor did not say that it was unsolved, and did not come back within three days.',
		better: 'higher',
		kind: 'share',
		holds(row, agent, { nextAt, now }) {
			const { endedAt } = row;
			if (endedAt === null || row.agentMessages === 0 || !isTheirs(row, agent)) return null;
			if (endedAt > now - returnMs) return null;
			if (row.reopened > 0 || row.isResolved === false) return false;
			return nextAt === null || nextAt - endedAt > returnMs;
		},
	},
];

export const metricOf = (id: string): Metric | null =>
	metrics.find((metric) => metric.id === id) ?? null;
