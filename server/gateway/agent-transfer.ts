import type { AgentId, GroupId, SiteId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame } from '../../shared/protocol/agent-frames.ts';
import type { Command, HandTo } from '../conversations/index.ts';
import type { GatewayDeps } from './deps.ts';

export type TransferFrame = Extract<AgentFrame, { type: 'conversation.transfer' }>;

/**
 * An agent gets it at once, a group gets it by its line; with `ask` the visitor decides, and what follows a yes is carried out by
 * the follow-up. Whether somebody is there is asked now, not when the visitor has answered. Throws DomainError for a group that
 * does not answer this site.
 */
export function transferCommand(
	deps: Pick<GatewayDeps, 'groups' | 'duty'>,
	frame: TransferFrame,
	site: SiteId | null,
	common: Pick<Command, 'by' | 'clientId' | 'at'>,
): Command {
	const { reason, ask = false, whenAbsent } = frame;
	const to: HandTo =
		frame.toKind === 'group'
			? { kind: 'group', id: frame.to as GroupId }
			: { kind: 'agent', id: frame.to as AgentId };
	if (to.kind === 'group') checkGroup(deps, to.id, site);
	const later = whenAbsent === 'later' && !deps.duty.isThere(to);
	if (ask) {
		const asked = { about: 'transfer', to, reason, ...(later ? { later } : {}) } as const;
		return { ...common, kind: 'ask', asked };
	}
	return to.kind === 'group'
		? { ...common, kind: 'requeue', group: to.id, reason, later }
		: { ...common, kind: 'transfer', to: to.id, reason, later };
}

function checkGroup(
	{ groups }: Pick<GatewayDeps, 'groups'>,
	id: GroupId,
	site: SiteId | null,
): void {
	const group = groups.get(id);
	// Without a site there is no such conversation: that is said when the command is decided.
	const answers = site === null || group?.sites === 'all' || (group?.sites.includes(site) ?? false);
	if (group !== null && answers) return;
	throw new DomainError('bad_request', 'This group does not answer here. Choose another one.');
}
