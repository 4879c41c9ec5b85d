import type { AgentId } from '../../../shared/ids.ts';
import { DomainError } from '../../../shared/errors.ts';
import type { AgentStatus } from '../../../shared/views/desk-view.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Agent, Agents } from '../agents.ts';
import type { StatusBody } from './day.ts';
import { decideRouted, decideStatus } from './decide-status.ts';
import type { Leases } from './leases.ts';

export type Statuses = ReturnType<typeof createStatuses>;

/** What each agent wants and what holds now. */
export function createStatuses(deps: {
	readonly agents: Pick<Agents, 'get' | 'all' | 'change'>;
	readonly clock: Clock;
	readonly leases: Pick<Leases, 'goneSince'>;
	/** The shortest of the agent's sites. */
	readonly graceMs: (agent: Agent) => number;
	readonly write: (agent: AgentId, body: StatusBody) => void;
	/** What holds is another than before, or may be. */
	readonly changed: (agent: AgentId) => void;
}) {
	const { agents, clock, leases, graceMs, write, changed } = deps;
	/** What held when it was looked at last. */
	const held = new Map<AgentId, AgentStatus>();

	function statusOf(agent: Agent): AgentStatus {
		return decideStatus({
			wanted: agent.status,
			goneSince: leases.goneSince(agent.id),
			now: clock.now(),
			graceMs: graceMs(agent),
		});
	}

	function look(agent: Agent, by: StatusBody['by']): void {
		const status = statusOf(agent);
		const before = held.get(agent.id);
		if (before === status) return;
		held.set(agent.id, status);
		// What holds when the server starts is no news.
		if (before !== undefined) write(agent.id, { status, before, by });
		changed(agent.id);
	}

	return {
		of: statusOf,
		/** What routing goes by. */
		routed: (agent: Agent): AgentStatus =>
			decideRouted(statusOf(agent), leases.goneSince(agent.id)),
		/** Throws `not_found`; what the store throws: then nobody knows. */
		async set(id: AgentId, status: AgentStatus): Promise<Agent> {
			const agent = agents.get(id);
			if (agent?.status === status) return agent;
			const set = { status, statusAt: clock.now() };
			const now = await agents.change(id, null, { set });
			if (now === null) throw new DomainError('not_found', 'This account is not there any more.');
			look(now, 'agent');
			return now;
		},
		/** `by`: what has changed. */
		look,
		lookAtAll(): void {
			for (const agent of agents.all()) look(agent, 'presence');
		},
	};
}
