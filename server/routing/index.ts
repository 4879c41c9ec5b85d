export {
	agentsCollection,
	authorOf,
	createAgents,
	minPassword,
	type Agent,
	type Agents,
	type NewAgent,
} from './agents.ts';
export {
	codesCollection,
	createSignIn,
	hashOf,
	sessionMs,
	sessionsCollection,
	type SignedIn,
	type SignIn,
} from './sign-in.ts';
