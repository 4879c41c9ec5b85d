import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { protocolVersion } from '../../shared/protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import type { Site } from '../sites/index.ts';
import type { Place } from '../routing/index.ts';
import type { Visitor } from '../visitors/index.ts';
import type { GatewayDeps } from './deps.ts';

export type Hello = VisitorFrame & { readonly type: 'hello' };

export interface Welcome {
	readonly site: Site;
	readonly visitor: VisitorId;
	/** To be told to the client; null: it has the right one. */
	readonly token: string | null;
	/** Nobody knows this visitor yet. */
	readonly isNew: boolean;
}

/** Who says hello. Throws DomainError. */
export async function whoComes(deps: GatewayDeps, frame: Hello): Promise<Welcome> {
	if (frame.protocol !== protocolVersion) {
		throw new DomainError(
			'protocol_version',
			`This server speaks protocol ${protocolVersion}. Load the page again.`,
		);
	}
	const site = deps.sites.byKey(frame.site);
	if (site === null)
		throw new DomainError('site_not_found', 'There is no site with this key. Check the snippet.');
	if (frame.code !== undefined) {
		// Used up only when there is room for whoever comes with it.
		const visitor = await deps.tokens.ownerOfLink(site.id, frame.code);
		return { site, visitor, token: null, isNew: false };
	}
	const known = frame.token === null ? null : await deps.tokens.arrive(site.id, frame.token);
	if (known !== null) return { site, ...known, isNew: false };
	// None, or one that is not good any more: a new visitor.
	return { site, ...deps.tokens.newcomer(site.id), isNew: true };
}

/** As its owner has set it up by now: a socket may be older than that. */
export const siteNow = ({ sites }: Pick<GatewayDeps, 'sites'>, site: Site): Site =>
	sites.byId(site.id) ?? site;

/** What a visitor is told of themselves. */
export const visitorFrameOf = (visitor: Visitor | null): ToVisitor => ({
	type: 'visitor',
	name: visitor?.name ?? null,
	email: visitor?.email ?? null,
	phone: visitor?.phone ?? null,
	isVerified: (visitor?.externalId ?? null) !== null,
	hasConsented: (visitor?.consentAt ?? null) !== null,
});

/** The place in the line as the site's owner lets it be told. */
export function queueFrame(
	site: Site | null,
	conversation: ConversationId,
	place: Place | null,
): ToVisitor {
	const isTold = site?.settings.queue.position !== false;
	return {
		type: 'queue',
		conversation,
		position: place === null ? null : isTold ? place.position : 0,
		fromMinutes: place?.range?.from ?? null,
		toMinutes: place?.range?.to ?? null,
	};
}

/** Beside the conversation: said after hello, and told anew when it changes. Somebody who was never here costs no reading. */
export async function sayNews(
	deps: GatewayDeps,
	{ site, visitor }: { readonly site: Site; readonly visitor: VisitorId },
	conversation: ConversationId | null,
	isNew: boolean,
	push: (frame: string) => void,
): Promise<void> {
	push(deps.presence.frameOf(site));
	if (isNew) return;
	const known = await deps.visitors.get(visitor);
	if (known !== null) push(JSON.stringify(visitorFrameOf(known)));
	if (conversation === null) return;
	const { team, visitor: own } = await deps.cursors.get(conversation);
	push(JSON.stringify({ type: 'marks', conversation, team, own } satisfies ToVisitor));
	const place = deps.placeOf(conversation);
	if (place !== null) push(JSON.stringify(queueFrame(site, conversation, place)));
}

export type VisitorAuthor = {
	readonly kind: 'visitor';
	readonly id: VisitorId;
	readonly site: SiteId;
};
