import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { hashOf } from './hash-of.ts';

/** A conversation link can be used for so long (D27). */
const linkMs = 10 * 60_000;

interface Link extends Doc {
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly conversation: ConversationId;
	readonly expiresAt: number;
	readonly usedAt: number | null;
}
export const linksCollection: Collection<Link> = {
	name: 'conversation_links',
	indexes: { byExpiry: { fields: ['expiresAt'] } },
};

/** Codes with which another browser becomes the visitor who made them. */
export function createConversationLinks(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	/** A new token for a visitor who is known already. */
	readonly issue: (site: SiteId, visitor: VisitorId) => Promise<string>;
}) {
	const { store, clock, ids, issue } = deps;

	async function linkOf(site: SiteId, code: string): Promise<Link> {
		const link = await store.get(linksCollection, hashOf('link', code));
		if (link !== null && link.site === site && link.expiresAt > clock.now()) return link;
		throw new DomainError(
			'code_expired',
			'This link is not valid any more. Make a new one where the chat is open.',
		);
	}

	return {
		/** A code with which another browser becomes this visitor: once, within ten minutes. */
		async makeLink(
			site: SiteId,
			visitor: VisitorId,
			conversation: ConversationId,
		): Promise<{ readonly code: string; readonly expiresAt: number }> {
			const code = ids.secret();
			const expiresAt = clock.now() + linkMs;
			const id = hashOf('link', code);
			const link = { id, site, visitor, conversation, expiresAt, usedAt: null };
			await store.insert(linksCollection, link);
			return { code, expiresAt };
		},
		/** Whose link it is; does not use it up. Throws DomainError `code_expired`. */
		ownerOfLink: async (site: SiteId, code: string): Promise<VisitorId> =>
			(await linkOf(site, code)).visitor,
		/** The token of the link's visitor, once. Throws DomainError `code_used` or `code_expired`. */
		async redeem(site: SiteId, code: string): Promise<string> {
			const link = await linkOf(site, code);
			const guard = { rev: link.rev, if: [{ field: 'usedAt', op: 'eq', value: null }] } as const;
			const set = { usedAt: clock.now() };
			if ((await store.update(linksCollection, link.id, { set }, guard)) === null) {
				throw new DomainError(
					'code_used',
					'This link was used already. Make a new one where the chat is open.',
				);
			}
			return issue(site, link.visitor);
		},
	};
}
