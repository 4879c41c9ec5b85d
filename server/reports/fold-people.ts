import type { AgentId } from '../../shared/ids.ts';
import type { AgentFacts, Row } from './facts.ts';

/* Who is in a conversation, and the queue. Clocks may step back between two events: no length of time is negative. */

const mostWaits = 50;
const mostSpans = 50;
const noAgent: AgentFacts = { messages: 0, spans: [], sends: {}, responses: {}, handedOn: 0 };

export const agentIn = (row: Row, agent: AgentId): AgentFacts => row.agents[agent] ?? noAgent;
export const withAgent = (row: Row, agent: AgentId, change: Partial<AgentFacts>): Row => ({
	...row,
	agents: { ...row.agents, [agent]: { ...agentIn(row, agent), ...change } },
});

/** Since when the agent is in it; null: is not. */
export function joinedAt(row: Row, agent: AgentId): number | null {
	const last = agentIn(row, agent).spans.at(-1);
	return last === undefined || last[1] !== null ? null : last[0];
}

export function enterQueue(row: Row, at: number): Row {
	const { running } = row;
	// Who goes back to the queue unanswered has waited for the first reply all along.
	const isDue = row.firstReply === null && !running.isAnswered;
	return {
		...row,
		status: 'waiting',
		running: {
			...running,
			queuedAt: at,
			replyFrom: running.replyFrom ?? (isDue ? at : null),
			assignee: null,
			isLive: true,
		},
	};
}

/** The agent has it now: a wait in the queue ends. */
export function take(row: Row, agent: AgentId, at: number): Row {
	const { queuedAt } = row.running;
	const waits =
		queuedAt === null || row.waits.length >= mostWaits
			? row.waits
			: [...row.waits, Math.max(0, at - queuedAt)];
	return join(
		{
			...row,
			status: 'active',
			waits,
			owner: agent,
			running: { ...row.running, queuedAt: null, assignee: agent },
		},
		agent,
		at,
	);
}

export function join(row: Row, agent: AgentId, at: number): Row {
	if (joinedAt(row, agent) !== null) return row;
	const { spans } = agentIn(row, agent);
	if (spans.length < mostSpans) return withAgent(row, agent, { spans: [...spans, [at, null]] });
	// Somebody who comes and goes for ever: the last stay goes on.
	const last = spans.at(-1) ?? [at, null];
	return withAgent(row, agent, { spans: [...spans.slice(0, -1), [last[0], null]] });
}

export function leaveOne(row: Row, agent: AgentId | null, at: number): Row {
	if (agent === null) return row;
	const from = joinedAt(row, agent);
	if (from === null) return row;
	const { spans } = agentIn(row, agent);
	return withAgent(row, agent, { spans: [...spans.slice(0, -1), [from, Math.max(from, at)]] });
}

export const leaveAll = (row: Row, at: number): Row =>
	Object.keys(row.agents).reduce((next, agent) => leaveOne(next, agent as AgentId, at), row);

/** A transfer is counted where somebody had it: the first assignment by hand is none. */
export function handOn(row: Row, at: number, to: AgentId | null): Row {
	const from = row.running.assignee;
	if (from === null || from === to) return row;
	const gone = leaveOne(row, from, at);
	const handed = withAgent(gone, from, { handedOn: agentIn(gone, from).handedOn + 1 });
	return { ...handed, transfers: row.transfers + 1 };
}

/** Counts only while no agent has written. */
export const leaveUnanswered = (row: Row, seq: number, isOpen: boolean): Row =>
	row.running.isAnswered ? row : { ...row, leavings: [...row.leavings, { seq, isOpen }] };
