export { createLine, type Line } from './line.ts';
export { agentsCollection, authorOf, createAgents, type Agent, type Agents } from './agents.ts';
export { createGate } from './gate.ts';
export { hashOf } from './hash-of.ts';
export {
	codesCollection,
	createSignIn,
	sessionMs,
	sessionsCollection,
	type SignIn,
} from './sign-in.ts';
export { createSweeping } from './sweep.ts';
