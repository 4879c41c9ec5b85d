import { createHmac } from 'node:crypto';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Ids } from '../ports/ids.ts';
import type { Json, NewDoc, Store } from '../ports/store.ts';
import { createConversationLinks } from './conversation-links.ts';
import {
	chainOf,
	decideExpiry,
	graceMs,
	idleMs,
	isGood,
	isOld,
	visitorTokensCollection,
	type KeptToken,
} from './decide-token.ts';
import { hashOf } from './hash-of.ts';
import { visitorIdOf, visitorsCollection } from './visitors.ts';

/*
 * What a browser holds to be a visitor. A first token says by itself whose it is (visitorIdOf), so nothing is stored for somebody
 * who only looks. A browser that becomes somebody who was here before, by a conversation link or by the site's signed word, gets
 * a token that is looked up, and so does one whose token has grown old.
 */

/** A token that was issued for a known visitor begins so. First ones are 43 characters, and none of them is a dot. */
const prefix = 'l.';
/** By so much of a token a browser tells its visitors apart: the next one begins with the same. */
const owner = 8;
/** Tokens of one visitor that are looked at, newest first. */
const most = 200;

export interface Arrival {
	readonly visitor: VisitorId;
	/** The token to go on with; null: the same. */
	readonly token: string | null;
}
export type VisitorTokens = ReturnType<typeof createVisitorTokens>;

export function createVisitorTokens(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	/** The server's key. */
	readonly key: Uint8Array;
	/** What could not be noted; the visitor goes on with the token as it is. */
	readonly failed: (error: unknown) => void;
}) {
	const { store, clock, ids, key } = deps;
	const isFirst = (token: string): boolean => token.length === 43 && !token.startsWith(prefix);
	const idOf = (token: string): string => hashOf('token', token);

	async function keep(token: NewDoc<KeptToken>): Promise<KeptToken | null> {
		try {
			return await store.insert(visitorTokensCollection, token);
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			// Another tab of the same browser was quicker.
			return store.get(visitorTokensCollection, token.id);
		}
	}
	const set = (id: string, values: Readonly<Record<string, Json>>): Promise<KeptToken | null> =>
		store.update(visitorTokensCollection, id, { set: values });

	/** What is known of a token; of a first one that nothing was noted of yet, what follows from its visitor. Null: it means nothing. */
	async function find(
		site: SiteId,
		token: string,
	): Promise<{ readonly kept: NewDoc<KeptToken>; readonly isStored: boolean } | null> {
		const id = idOf(token);
		const stored = await store.get(visitorTokensCollection, id);
		if (stored !== null) return stored.site === site ? { kept: stored, isStored: true } : null;
		if (!isFirst(token)) return null;
		const visitor = visitorIdOf(site, token);
		const known = await store.get(visitorsCollection, visitor);
		// Nobody who ever did anything: as good as new.
		const createdAt = known?.createdAt ?? Infinity;
		return { kept: { id, site, visitor, createdAt }, isStored: false };
	}

	/** Null: there is no such token on this site, or it is not good any more. */
	async function good(site: SiteId, token: string): Promise<Awaited<ReturnType<typeof find>>> {
		const found = await find(site, token);
		return found !== null && isGood(found.kept as KeptToken, clock.now()) ? found : null;
	}

	/** A new token for a visitor who is known already. */
	async function issue(site: SiteId, visitor: VisitorId): Promise<string> {
		const token = prefix + ids.secret();
		const now = clock.now();
		await keep({
			id: idOf(token),
			site,
			visitor,
			createdAt: now,
			expiresAt: now + idleMs,
			endsAt: null,
		});
		return token;
	}

	/** Notes that the token was seen, ends the one before it, and makes the next one when it is old. */
	async function renew(token: string, kept: KeptToken): Promise<string | null> {
		const now = clock.now();
		const expiresAt = decideExpiry(kept, now);
		if (kept.replaces) await replaced(kept.replaces, now + graceMs);
		if (expiresAt !== null || kept.replaces)
			await set(kept.id, { replaces: null, ...(expiresAt === null ? {} : { expiresAt }) });
		return isOld(kept, now) ? next(token, kept, now) : null;
	}

	async function replaced(id: string, endsAt: number): Promise<void> {
		const before = await store.get(visitorTokensCollection, id);
		if (before !== null && (before.endsAt ?? null) === null)
			await store.update(visitorTokensCollection, id, { set: { endsAt } }, { rev: before.rev });
	}

	/**
	 * It follows from the old one and the server's key: two tabs get the same one, and so does a browser that was never told,
	 * because the server or the connection died in between. The old one ends only once the next one was said hello with.
	 */
	async function next(token: string, kept: KeptToken, now: number): Promise<string | null> {
		const secret = createHmac('sha256', key).update(`next token ${token}`).digest('base64url');
		const made = `${token.slice(0, owner)}.${secret}`;
		const stored = await keep({
			id: idOf(made),
			site: kept.site,
			visitor: kept.visitor,
			createdAt: now,
			expiresAt: now + idleMs,
			endsAt: null,
			replaces: kept.id,
			chain: chainOf(kept),
		});
		if (stored === null || (stored.endsAt ?? null) !== null) return null;
		const expiresAt = decideExpiry(stored, now);
		if (expiresAt !== null) await set(stored.id, { expiresAt });
		return made;
	}

	return {
		issue,
		...createConversationLinks({ store, clock, ids, issue }),
		/** Null: there is no such token on this site, or it is not good any more. */
		visitorOf: async (site: SiteId, token: string): Promise<VisitorId | null> =>
			(await good(site, token))?.kept.visitor ?? null,
		/** A browser that nobody knows: nothing is stored. */
		newcomer(site: SiteId): { readonly visitor: VisitorId; readonly token: string } {
			const token = ids.secret();
			return { visitor: visitorIdOf(site, token), token };
		},
		/** A browser says hello with its token. Null: there is no such token on this site, or it is not good any more. */
		async arrive(site: SiteId, token: string): Promise<Arrival | null> {
			const found = await good(site, token);
			if (found === null) return null;
			const { kept, isStored } = found;
			const { visitor } = kept;
			if (!isStored && kept.createdAt === Infinity) return { visitor, token: null };
			try {
				const expiresAt = clock.now() + idleMs;
				const stored = isStored
					? (kept as KeptToken)
					: await keep({ ...kept, expiresAt, endsAt: null });
				return { visitor, token: stored === null ? null : await renew(token, stored) };
			} catch (error) {
				// Nobody is turned away because a disk is full.
				deps.failed(error);
				return { visitor, token: null };
			}
		},
		/** Log-out: the token means nothing from now on, nor what came of it or before it. Null: it meant nothing. */
		async revoke(site: SiteId, token: string): Promise<VisitorId | null> {
			const found = await good(site, token);
			if (found === null) return null;
			const { kept, isStored } = found;
			// Who has done nothing has left nothing to be protected.
			if (!isStored && kept.createdAt === Infinity) return null;
			const now = clock.now();
			if (!isStored) await keep({ ...kept, expiresAt: now + idleMs, endsAt: now });
			const { items } = await store.find(visitorTokensCollection, {
				index: 'byVisitor',
				eq: { visitor: kept.visitor },
				direction: -1,
				limit: most,
			});
			for (const each of items)
				if (chainOf(each) === chainOf(kept) && isGood(each, now))
					await set(each.id, { endsAt: now });
			return kept.visitor;
		},
	};
}
