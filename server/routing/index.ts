export { agentsCollection, authorOf, createAgents, type Agent, type Agents } from './agents.ts';
export { hashOf } from './hash-of.ts';
export {
	codesCollection,
	createSignIn,
	sessionMs,
	sessionsCollection,
	type SignIn,
} from './sign-in.ts';
export { createSweeping } from './sweep.ts';
