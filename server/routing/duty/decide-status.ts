import type { AgentStatus } from '../../../shared/views/desk-view.ts';

export interface Signs {
	/** What the agent chose. */
	readonly wanted: AgentStatus;
	/** Since when no console and nothing else of the agent is there, epoch milliseconds; null: something is. */
	readonly goneSince: number | null;
	readonly now: number;
	readonly graceMs: number;
}

/** What holds now: who is gone for longer than the grace is away, whatever was chosen (D35). */
export function decideStatus({ wanted, goneSince, now, graceMs }: Signs): AgentStatus {
	const isGone = goneSince !== null && now - goneSince >= graceMs;
	return isGone && wanted !== 'offline' ? 'away' : wanted;
}

/** What routing goes by: nobody gets something new while there is nothing that would show it. */
export const decideRouted = (status: AgentStatus, goneSince: number | null): AgentStatus =>
	goneSince === null || status === 'offline' ? status : 'away';
