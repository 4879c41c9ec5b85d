import { DomainError } from '../../../../shared/errors.ts';
import { openHostileStore } from '../../../stores/hostile/open-hostile-store.ts';
import { randomIds } from '../../../system/ids.ts';
import { createSecretBox } from '../../../plugin-host/secret-box.ts';
import { FakeClock } from '../../../timers/testing/fake-clock.ts';
import type { Role } from '../../../conversations/index.ts';
import {
	agentsCollection,
	codesCollection,
	createAgents,
	createGroups,
	createInvitations,
	createSecondSteps,
	createSignIn,
	createTeam,
	groupsCollection,
	invitationsCollection,
	secondStepsCollection,
	sessionsCollection,
	type Agent,
} from '../../index.ts';
import { createPasswords } from '../../password.ts';

/* Accounts on a store that fails now and then, with a clock that stands still. */

export const password = 'a long enough password';
export const home = '192.0.2.1';

export async function peopleWorld() {
	const { store } = await openHostileStore({
		collections: [
			agentsCollection,
			codesCollection,
			groupsCollection,
			invitationsCollection,
			secondStepsCollection,
			sessionsCollection,
		] as never[],
	});
	const clock = new FakeClock();
	const ids = randomIds;
	const passwords = createPasswords(2);
	const agents = createAgents({ store, clock, ids });
	const groups = createGroups({ store, ids });
	const invitations = createInvitations({ store, clock, ids });
	const sealing = createSecretBox([Buffer.alloc(32, 7)]);
	const secondSteps = createSecondSteps({ store, clock, sealing });
	const signIn = createSignIn({ store, clock, ids, agents, secondSteps, passwords });
	const team = createTeam({ agents, groups, signIn, invitations });
	const passwordHash = await passwords.hash(password);
	return {
		store,
		clock,
		agents,
		groups,
		invitations,
		secondSteps,
		signIn,
		team,
		/** An account with the password above. */
		account: (name: string, role: Role, sites: Agent['sites'] = 'all'): Promise<Agent> =>
			agents.add({ name, email: `${name}@example.com`, role, sites, passwordHash }),
	};
}

/** `done`, or the code of the refusal. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
	promise.then(
		() => 'done',
		(error: unknown) => (error instanceof DomainError ? error.code : String(error)),
	);
