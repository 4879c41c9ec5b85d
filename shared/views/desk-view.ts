import type { AgentId, ConversationId, GroupId, SiteId } from '../ids.ts';

/* Shapes about the team: who is there, in which groups, and how much each has to do. */

/**
 * What an agent wants: `available` takes new conversations, `busy` only when nobody available has a free slot, `away` and `offline`
 * none. It survives a restart and a new sign-in.
 */
export const agentStatuses = ['available', 'busy', 'away', 'offline'] as const;
export type AgentStatus = (typeof agentStatuses)[number];

/** How conversations of a group find an agent. `by_hand`: agents take them from the list. */
export const strategies = ['by_hand', 'round_robin', 'least_busy'] as const;
export type Strategy = (typeof strategies)[number];

/** A colleague, as every console knows each (L39). */
export type TeamMemberView = {
	readonly id: AgentId;
	readonly name: string;
	readonly role: string;
	/** Address of the picture, under our own origin; null: initials. */
	readonly photo: string | null;
	readonly sites: 'all' | readonly SiteId[];
	readonly groups: readonly GroupId[];
	/** What holds now: `away` when wanted otherwise but every surface of the agent is gone. */
	readonly status: AgentStatus;
	/** Conversations that hold a slot. */
	readonly load: number;
	/** Slots; null: no limit. */
	readonly capacity: number | null;
};

export type GroupView = {
	readonly id: GroupId;
	readonly name: string;
	readonly sites: 'all' | readonly SiteId[];
	readonly agents: readonly AgentId[];
	/** Agents who are drawn in when no agent of the group has a free slot (G102). */
	readonly standby: readonly AgentId[];
	readonly strategy: Strategy;
	readonly rev: number;
};

/** Why the asking agent gets no new conversation (H8); null: nothing is in the way. */
export type NoChatsReason = 'status' | 'full' | 'no_group' | 'closed' | 'by_hand' | 'reader';

/** What only the agent is told. */
export type OwnDutyView = {
	readonly status: AgentStatus;
	/** What was chosen; differs from `status` when it was set by itself. */
	readonly wanted: AgentStatus;
	readonly load: number;
	readonly capacity: number | null;
	readonly why: NoChatsReason | null;
	/** The last conversation that came by itself, and when (ISO 8601). */
	readonly lastAssigned: { readonly conversation: ConversationId; readonly at: string } | null;
};

/** What is kept as documents and shown in consoles: told when it changes, so that each console asks anew. */
export const changeables = [
	'agents',
	'groups',
	'replies',
	'sites',
	'bans',
	'tickets',
	'reviews',
	'visitor_notes',
	'plugins',
	'backups',
	'prefs',
] as const;
export type Changeable = (typeof changeables)[number];
