import type { VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { ToVisitor } from '../../shared/protocol/visitor-frames.ts';
import { conversationId } from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import { readProof, visitorViewOf, type Visitor } from '../visitors/index.ts';
import type { GatewayDeps } from './deps.ts';
import { ownConversation, type IdentityCommand } from './visitor-commands.ts';
import { siteNow, visitorFrameOf, type VisitorAuthor } from './visitor-greeting.ts';

/** What comes after the acknowledgement: a word to this socket, or the end of all sockets of a visitor. */
type Afterwards = { readonly say: ToVisitor } | { readonly end: VisitorId };

/** Carries out what changes the visitor and no conversation. Throws DomainError. */
export async function changeVisitor(
	deps: GatewayDeps,
	by: VisitorAuthor,
	site: Site,
	address: string | null,
	frame: IdentityCommand,
): Promise<Afterwards | null> {
	switch (frame.type) {
		case 'transcript.mail':
			ownConversation(by, frame.conversation);
			throw new DomainError(
				'mail_not_set_up',
				'This chat cannot send mail. Download the transcript instead.',
			);
		case 'attributes.set': {
			deps.limiting.ask(by.id);
			// A token costs nothing, a stored visitor does: whoever is new counts towards the address, too.
			if (!deps.visitors.isKnown(by.id)) deps.limiting.newcomer(by.site, address);
			const { type: _type, clientId: _clientId, ...facts } = frame;
			tell(deps, await deps.visitors.learn(by.id, by.site, facts, 'visitor'));
			return null;
		}
		case 'token.revoke': {
			deps.limiting.ask(by.id);
			const visitor = await deps.tokens.revoke(by.site, frame.token);
			// Their other tabs come again and find out; other devices come again as who they are.
			return visitor === null ? null : { end: visitor };
		}
		case 'identify':
			deps.limiting.identify(by.site, address);
			return identify(deps, by, site, frame.proof);
	}
}

async function identify(
	deps: GatewayDeps,
	by: VisitorAuthor,
	site: Site,
	proof: string,
): Promise<Afterwards | null> {
	const keys = deps.identityKeys(siteNow(deps, site));
	const said = readProof(proof, keys, site.key, deps.conversations.clock.now());
	const { visitor, isStranger } = await deps.identities.identify(by.site, by.id, said);
	const now = await deps.visitors.get(isStranger ? by.id : visitor);
	if (now !== null && !isStranger) tell(deps, now);
	if (visitor === by.id) return null;
	// A chat that runs stays before the eyes of the one who runs it; its person is known from now on all the same.
	if (!isStranger && (await isTalking(deps, by))) {
		const own = await deps.visitors.get(by.id);
		if (own !== null) tell(deps, own);
		return null;
	}
	const token = await deps.tokens.issue(by.site, visitor);
	return { say: { type: 'identity', token } };
}

async function isTalking({ conversations }: GatewayDeps, by: VisitorAuthor): Promise<boolean> {
	const n = await conversations.newest.get(by.id);
	if (n === 0) return false;
	return (await conversations.timelines.state(conversationId(by.id, n))).status !== 'ended';
}

/** All sockets of the visitor, and the team. */
function tell(deps: GatewayDeps, visitor: Visitor): void {
	deps.hub.tellVisitor(visitor.id, JSON.stringify(visitorFrameOf(visitor)));
	const view = visitorViewOf(visitor);
	deps.hub.tellAgents(
		visitor.site,
		JSON.stringify({ type: 'visitor', requestId: null, visitor: view }),
	);
	deps.visits.changed(visitor.id, { name: view.name });
}
