import type { AgentId, GroupId, SiteId } from '../ids.ts';

/* Shapes about accounts: who may sign in, who was invited, which browsers are signed in. */

/** From the one who may everything to the one who only reads (D37). */
export const roleNames = ['owner', 'admin', 'supervisor', 'agent', 'reader'] as const;
export type RoleName = (typeof roleNames)[number];

/** An account, as the list of agents shows it. */
export type AccountView = {
	readonly id: AgentId;
	readonly name: string;
	readonly role: RoleName;
	readonly sites: 'all' | readonly SiteId[];
	readonly groups: readonly GroupId[];
	/** Conversations at once; null: no limit. */
	readonly capacity: number | null;
	/** Address of the picture, under our own origin; null: initials. */
	readonly photo: string | null;
	readonly isOff: boolean;
	/** Only for owners and admins, and of oneself; null otherwise. */
	readonly email: string | null;
	/** Whether sign-in asks for a second step; null: not told, as with the e-mail. */
	readonly hasSecondStep: boolean | null;
	/** Whether the one who asks may change this account. */
	readonly mayChange: boolean;
	/** Goes up with each change of the account. */
	readonly rev: number;
};

export type InvitationView = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: RoleName;
	readonly sites: 'all' | readonly SiteId[];
	readonly groups: readonly GroupId[];
	/** Name of who invited. */
	readonly by: string;
	/** ISO 8601. */
	readonly expiresAt: string;
};

/** A browser that is signed in. */
export type SessionView = {
	readonly id: string;
	/** As the browser names itself; empty: it did not say. */
	readonly userAgent: string;
	/** Where the sign-in came from; empty: not known. */
	readonly address: string;
	/** ISO 8601. */
	readonly createdAt: string;
	/** ISO 8601, behind by up to a minute. */
	readonly lastSeenAt: string;
	/** The browser that asks. */
	readonly isThis: boolean;
};

export type SecondStepView = {
	readonly isOn: boolean;
	/** Recovery codes that are left. */
	readonly recoveryLeft: number;
};
