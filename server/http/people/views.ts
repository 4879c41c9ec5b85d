import type {
	AccountView,
	InvitationView,
	SessionView,
} from '../../../shared/views/people-view.ts';
import {
	mayConfigure,
	mayManage,
	photoPath,
	type Agent,
	type Groups,
	type Invitation,
	type Session,
} from '../../routing/index.ts';

const iso = (at: number): string => new Date(at).toISOString();

export function accountView(
	agent: Agent,
	asker: Agent,
	deps: { readonly groups: Groups; readonly withSecondStep: ReadonlySet<string> },
): AccountView {
	const isTold = agent.id === asker.id || mayConfigure(asker);
	return {
		id: agent.id,
		name: agent.name,
		role: agent.role,
		sites: agent.sites,
		groups: deps.groups.of(agent.id),
		capacity: agent.capacity,
		photo: photoPath(agent),
		isOff: agent.isOff,
		email: isTold ? agent.email : null,
		hasSecondStep: isTold ? deps.withSecondStep.has(agent.id) : null,
		mayChange: mayManage(asker, agent),
		rev: agent.accountRev,
	};
}

export const invitationView = (invitation: Invitation, by: string): InvitationView => ({
	id: invitation.id,
	name: invitation.name,
	email: invitation.email,
	role: invitation.role,
	sites: invitation.sites,
	groups: invitation.groups,
	by,
	expiresAt: iso(invitation.expiresAt),
});

/** @param own id of the session that asks; null: of somebody else */
export const sessionView = (session: Session, own: string | null): SessionView => ({
	id: session.id,
	userAgent: session.userAgent ?? '',
	address: session.address ?? '',
	createdAt: iso(session.createdAt),
	lastSeenAt: iso(session.lastSeenAt ?? session.createdAt),
	isThis: session.id === own,
});
