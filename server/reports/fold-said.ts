import type { AgentId } from '../../shared/ids.ts';
import type { Row } from './facts.ts';
import { agentIn, join, joinedAt, withAgent } from './fold-people.ts';
import { withTime } from './spread.ts';

/** An agent wrote to the visitor: ends the wait for a reply, and says how long the agent took. */
export function agentSaid(row: Row, agent: AgentId, at: number): Row {
	const { running } = row;
	const since = joinedAt(row, agent);
	const joined = join(row, agent, at);
	const { sends, responses, messages } = agentIn(joined, agent);
	const isFirst = running.replyFrom !== null;
	const isAsked = running.askedAt !== null && running.isLive;
	// Who takes a conversation by writing was not in it before: how long that agent took is not known.
	const couldAt = since === null || since === at ? null : Math.max(since, running.askedAt ?? since);
	return {
		...withAgent(joined, agent, {
			messages: messages + 1,
			sends: isAsked && couldAt !== null ? withTime(sends, at - couldAt) : sends,
			responses:
				isAsked && !isFirst && row.agentMessages > 0
					? withTime(responses, at - (running.askedAt ?? at))
					: responses,
		}),
		agentMessages: row.agentMessages + 1,
		firstReply:
			running.replyFrom === null || row.firstReply !== null
				? row.firstReply
				: { ms: Math.max(0, at - running.replyFrom), by: agent },
		followedAt: row.ratedAt !== null ? (row.followedAt ?? at) : row.followedAt,
		running: { ...running, replyFrom: null, askedAt: null, isAnswered: true },
	};
}
