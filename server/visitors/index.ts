export {
	createVisitors,
	visitorIdOf,
	visitorViewOf,
	visitorsCollection,
	type Visitor,
	type VisitorFacts,
	type Visitors,
} from './visitors.ts';
export {
	createVisitorTokens,
	linksCollection,
	visitorTokensCollection,
	type VisitorTokens,
} from './tokens.ts';
export {
	createIdentities,
	identitiesCollection,
	readProof,
	usedProofsCollection,
	type Identities,
	type IdentityKey,
} from './identity.ts';
export { createVisits, type Visits } from './visits.ts';
