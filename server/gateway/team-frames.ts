import type { AgentId } from '../../shared/ids.ts';
import type { ToAgent } from '../../shared/protocol/agent-frames.ts';
import type { TeamMemberView } from '../../shared/views/desk-view.ts';
import { meet } from '../routing/index.ts';

type Sites = TeamMemberView['sites'];

/** Who is there, as each agent may know it: the own account, and colleagues who share a site. Made once for the same sites. */
export function teamFrames(team: readonly TeamMemberView[]): (agent: AgentId) => string {
	const sitesOf = new Map<string, Sites>(team.map(({ id, sites }) => [id, sites]));
	const made = new Map<string, string>();
	return (agent) => {
		const own: Sites = sitesOf.get(agent) ?? [];
		// Without a site nobody is met, so the own account is all there is.
		const key = own.length === 0 ? agent : JSON.stringify(own);
		const known = made.get(key);
		if (known !== undefined) return known;
		const agents = team.filter(({ id, sites }) => id === agent || meet(sites, own));
		const frame = JSON.stringify({ type: 'team', agents } satisfies ToAgent);
		made.set(key, frame);
		return frame;
	};
}
