export {
	agentsCollection,
	authorOf,
	createAgents,
	photoPath,
	type Agent,
	type Agents,
} from './agents.ts';
export { createGroups, groupsCollection, groupView, type Group, type Groups } from './groups.ts';
export { createGate } from './gate.ts';
export { hashOf } from './hash-of.ts';
export { codesCollection } from './codes.ts';
export {
	mayConfigure,
	mayManage,
	meet,
	within,
	type AccountChange,
} from './people/decide-people.ts';
export {
	createInvitations,
	invitationsCollection,
	type Invitation,
	type Invitations,
} from './people/invitations.ts';
export {
	createSecondSteps,
	secondStepsCollection,
	type SecondSteps,
	type Sealing,
} from './people/second-steps.ts';
export { createTeam, type Team } from './people/team.ts';
export { sessionMs, sessionsCollection, type Session } from './sessions.ts';
export { createSignIn, type SignIn } from './sign-in.ts';
export { createSweeping } from './sweep.ts';
export { createDispatcher } from './dispatch/dispatcher.ts';
export type {
	Choice,
	Dispatcher,
	RoutedGroup,
	Server,
	WaitRange,
	Waiter,
} from './dispatch/dispatch-types.ts';
export { startsClock } from './clocks.ts';
export { dayOf, type StatusBody } from './duty/day.ts';
export { leasesCollection } from './duty/leases.ts';
export { groupFor } from './group-of.ts';
export type { Place } from './places.ts';
export { createRouting, type Routing } from './routing.ts';
