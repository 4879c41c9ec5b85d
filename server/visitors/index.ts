export {
	createVisitors,
	visitorIdOf,
	visitorViewOf,
	visitorsCollection,
	type Visitor,
	type VisitorFacts,
	type Visitors,
} from './visitors.ts';
export { createVisitorTokens, type VisitorTokens } from './tokens.ts';
export { visitorTokensCollection } from './decide-token.ts';
export { linksCollection } from './conversation-links.ts';
export {
	createIdentities,
	identitiesCollection,
	readProof,
	usedProofsCollection,
	type Identities,
	type IdentityKey,
} from './identity.ts';
export { createBans, bansCollection, type Ban, type Bans } from './bans.ts';
export { browserName } from './browser-name.ts';
export {
	createVisitorNotes,
	noteLimits,
	visitorNotesCollection,
	type VisitorNote,
	type VisitorNotes,
} from './visitor-notes.ts';
export { createVisits, type Visits } from './visits.ts';
