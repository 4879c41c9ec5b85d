import type { AgentId, ConversationId, SiteId } from '../../../shared/ids.ts';
import type { OwnDutyView, TeamMemberView } from '../../../shared/views/desk-view.ts';
import type { Clock } from '../../ports/clock.ts';
import { hoursAt, type Sites } from '../../sites/index.ts';
import type { Agent, Agents } from '../agents.ts';
import type { Groups } from '../groups.ts';
import { decideWhy } from './decide-why.ts';
import type { Statuses } from './statuses.ts';

export interface LastAssigned {
	readonly conversation: ConversationId;
	/** Epoch milliseconds. */
	readonly at: number;
}

/** What consoles are told about who is there (L39), and each agent about the own duty (H8). */
export function createDutyViews(deps: {
	readonly agents: Pick<Agents, 'all' | 'get'>;
	readonly groups: Pick<Groups, 'all' | 'of'>;
	readonly sites: Pick<Sites, 'all'>;
	readonly statuses: Pick<Statuses, 'of'>;
	readonly loadOf: (agent: AgentId) => number;
	readonly lastAssigned: (agent: AgentId) => LastAssigned | null;
	/** Address of an agent's picture; null: none. */
	readonly photoOf: (agent: Agent) => string | null;
	readonly clock: Clock;
}) {
	const { agents, groups, sites, statuses, loadOf, lastAssigned, photoOf, clock } = deps;

	const sees = ({ sites: own }: Pick<Agent, 'sites'>, site: SiteId): boolean =>
		own === 'all' || own.includes(site);

	function whyNot(agent: Agent): OwnDutyView['why'] {
		const seen = sites.all().filter(({ id }) => sees(agent, id));
		const reached = groups
			.all()
			.filter((group) => group.sites === 'all' || group.sites.some((site) => sees(agent, site)));
		const isIn = ({ agents: members, standby }: (typeof reached)[number]): boolean =>
			members.includes(agent.id) || standby.includes(agent.id);
		return decideWhy({
			isReader: agent.role === 'reader',
			status: statuses.of(agent),
			load: loadOf(agent.id),
			capacity: agent.capacity,
			isOpen: seen.some(({ settings }) => hoursAt(settings.hours, clock.now()).isOpen),
			own: [
				...seen.map(({ settings }) => settings.routing.strategy),
				...reached.filter(isIn).map(({ strategy }) => strategy),
			],
			others: reached.filter((group) => !isIn(group)).map(({ strategy }) => strategy),
		});
	}

	return {
		team: (): TeamMemberView[] =>
			agents
				.all()
				.filter(({ isOff }) => !isOff)
				.map((agent) => ({
					id: agent.id,
					name: agent.name,
					role: agent.role,
					photo: photoOf(agent),
					sites: agent.sites,
					groups: groups.of(agent.id),
					status: statuses.of(agent),
					load: loadOf(agent.id),
					capacity: agent.capacity,
				}))
				.sort((a, b) => (a.name < b.name ? -1 : 1)),
		/** Null: there is no such agent. */
		own(id: AgentId): OwnDutyView | null {
			const agent = agents.get(id);
			if (agent === null) return null;
			const last = lastAssigned(id);
			return {
				status: statuses.of(agent),
				wanted: agent.status,
				load: loadOf(id),
				capacity: agent.capacity,
				why: whyNot(agent),
				lastAssigned:
					last === null
						? null
						: { conversation: last.conversation, at: new Date(last.at).toISOString() },
			};
		},
	};
}
