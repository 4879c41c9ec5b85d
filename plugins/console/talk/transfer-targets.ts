import type { AgentState } from '../../../shared/client/agent-client.ts';
import {
	agentStatuses,
	type GroupView,
	type TeamMemberView,
} from '../../../shared/views/desk-view.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';

export type Target =
	| {
			readonly kind: 'agent';
			readonly id: string;
			readonly name: string;
			readonly isThere: boolean;
			readonly agent: TeamMemberView;
			readonly groups: readonly string[];
	  }
	| {
			readonly kind: 'group';
			readonly id: string;
			readonly name: string;
			readonly isThere: boolean;
			readonly available: number;
			readonly of: number;
			readonly inLine: number;
	  };

/** Who can get this conversation: agents who see its site and may answer, who is free first; then groups. */
export function targetsOf(
	{ team, conversations }: Pick<AgentState, 'team' | 'conversations'>,
	groups: readonly GroupView[],
	view: ConversationView,
	me: string,
): Target[] {
	const seesSite = (sites: 'all' | readonly string[]): boolean =>
		sites === 'all' || sites.includes(view.site);
	const agents = team
		.filter(({ id, role, sites }) => id !== view.assignee && role !== 'reader' && seesSite(sites))
		.sort(byFreedom)
		.map((agent): Target => {
			const names = groups.filter(({ id }) => agent.groups.includes(id)).map(({ name }) => name);
			const { id, name } = agent;
			return { kind: 'agent', id, name, isThere: isThere(agent), agent, groups: names };
		});
	const waiting = [...conversations.values()].filter(({ status }) => status === 'waiting');
	const found = groups
		.filter(({ sites }) => seesSite(sites))
		.map((group): Target => {
			const { id, name } = group;
			const members = team.filter((agent) => group.agents.includes(agent.id));
			return {
				kind: 'group',
				id,
				name,
				isThere: members.some(isThere),
				available: members.filter(({ status }) => status === 'available').length,
				of: members.length,
				inLine: waiting.filter((other) => other.group === id).length,
			};
		});
	// Oneself last: to take it is what the claim is for.
	return [
		...agents.filter(({ id }) => id !== me),
		...agents.filter(({ id }) => id === me),
		...found,
	];
}

const isThere = ({ status }: TeamMemberView): boolean =>
	status === 'available' || status === 'busy';

const byFreedom = (a: TeamMemberView, b: TeamMemberView): number =>
	agentStatuses.indexOf(a.status) - agentStatuses.indexOf(b.status) ||
	a.load - b.load ||
	a.name.localeCompare(b.name);

/** Every typed word begins a word of the name, or of a group of the agent. */
export function matches(target: Target, typed: string): boolean {
	const text = [target.name, ...(target.kind === 'agent' ? target.groups : [])].join(' ');
	const known = text.toLocaleLowerCase().split(/[\s-]+/);
	return typed
		.toLocaleLowerCase()
		.split(/\s+/)
		.every((word) => known.some((part) => part.startsWith(word)));
}
