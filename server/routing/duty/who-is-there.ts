import type { AgentId, SiteId } from '../../../shared/ids.ts';
import type { HandTo } from '../../conversations/index.ts';
import type { Agent, Agents } from '../agents.ts';
import type { Groups } from '../groups.ts';
import type { Leases } from './leases.ts';
import type { Statuses } from './statuses.ts';

/** Who answers now: available or busy, and allowed to. */
export function createWhoIsThere(deps: {
	readonly agents: Pick<Agents, 'all' | 'get'>;
	readonly groups: Pick<Groups, 'get'>;
	readonly statuses: Pick<Statuses, 'of'>;
	readonly leases: Pick<Leases, 'goneSince'>;
}) {
	const { agents, groups, statuses, leases } = deps;

	function isAnswering(agent: Agent): boolean {
		const status = statuses.of(agent);
		const isOn = status === 'available' || status === 'busy';
		return isOn && !agent.isOff && agent.role !== 'reader';
	}

	function isThere(id: AgentId): boolean {
		const agent = agents.get(id);
		return agent !== null && isAnswering(agent) && leases.goneSince(id) === null;
	}

	return {
		/** Whether somebody is there who could answer soon. */
		isThere(to: HandTo): boolean {
			if (to.kind === 'agent') return isThere(to.id);
			const group = groups.get(to.id);
			return group !== null && [...group.agents, ...group.standby].some(isThere);
		},
		/** Whether anybody answers this site, those counted who are gone for a moment; and the names of all who are there. */
		answering(site: SiteId): { readonly isAny: boolean; readonly names: string[] } {
			const all = agents
				.all()
				.filter(
					(agent) => isAnswering(agent) && (agent.sites === 'all' || agent.sites.includes(site)),
				);
			const names = all.filter(({ id }) => leases.goneSince(id) === null).map(({ name }) => name);
			return { isAny: all.length > 0, names: [...new Set(names)].sort() };
		},
	};
}
