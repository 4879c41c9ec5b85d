import type { NameOf } from './conversations/index.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Store } from './ports/store.ts';
import { pushCollections } from './push/index.ts';
import { createReplies, repliesCollection, type Replies } from './replies/index.ts';
import { erasuresCollection, keptCollection } from './privacy/index.ts';
import { factsCollection } from './reports/index.ts';
import {
	createGroups,
	createInvitations,
	createSecondSteps,
	createSignIn,
	createTeam,
	groupsCollection,
	invitationsCollection,
	secondStepsCollection,
	type Agents,
	type Groups,
	type Invitations,
	type Sealing,
	type SecondSteps,
	type SignIn,
	type Team,
} from './routing/index.ts';
import {
	bansCollection,
	createBans,
	createVisitorNotes,
	visitorNotesCollection,
	type Bans,
	type VisitorNotes,
} from './visitors/index.ts';

/** Documents of the team's desk: what agents and admins keep beside conversations. */
export const deskCollections = [
	groupsCollection,
	invitationsCollection,
	secondStepsCollection,
	factsCollection,
	visitorNotesCollection,
	bansCollection,
	repliesCollection,
	erasuresCollection,
	keptCollection,
	...pushCollections,
];

export interface Desk {
	readonly groups: Groups;
	readonly invitations: Invitations;
	readonly secondSteps: SecondSteps;
	readonly signIn: SignIn;
	readonly team: Team;
	readonly bans: Bans;
	readonly visitorNotes: VisitorNotes;
	readonly replies: Replies;
	/** Of an agent or a group; empty when there is none. */
	readonly nameOf: NameOf;
	load(): Promise<void>;
}

export interface DeskDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly agents: Agents;
	/** Secrets at rest. */
	readonly sealing: Sealing;
}

export function openDesk({ store, clock, ids, agents, sealing }: DeskDeps): Desk {
	const groups = createGroups({ store, ids });
	const invitations = createInvitations({ store, clock, ids });
	const secondSteps = createSecondSteps({ store, clock, sealing });
	const signIn = createSignIn({ store, clock, ids, agents, secondSteps });
	const bans = createBans({ store, clock, ids });
	return {
		replies: createReplies({ store, ids }),
		groups,
		bans,
		visitorNotes: createVisitorNotes({ store, clock, ids }),
		invitations,
		secondSteps,
		signIn,
		team: createTeam({ agents, groups, signIn, invitations }),
		nameOf: (id) => agents.nameOf(id as never) || groups.nameOf(id),
		async load() {
			await Promise.all([groups.load(), bans.load()]);
		},
	};
}
