import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Collection, Doc } from '../ports/store.ts';

/*
 * How long a token is good (D34). Pure.
 *
 *     seen at least every 30 days ........ good, and the 30 days begin anew
 *     older than 7 days .................. its browser is given the next one
 *     the next one was said hello with ... this one is good for 24 hours more
 *     log-out, or not seen for 30 days ... it means nothing, for good
 */

const dayMs = 24 * 3_600_000;
/** Not seen for so long, a token means nothing any more. */
export const idleMs = 30 * dayMs;
/** The next one comes at this age. */
export const rotateMs = 7 * dayMs;
/** For other tabs that still have the old one. */
export const graceMs = dayMs;
/** That it was seen is noted no more often than this. */
const noteMs = dayMs;

/** What is stored of a token; its id is the token's hash. */
export interface KeptToken extends Doc {
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly createdAt: number;
	/** Moves on as long as it is used. */
	readonly expiresAt?: number;
	/** Good until then at most: replaced, or revoked. Null: neither. */
	readonly endsAt?: number | null;
	/** Id of the token before it that is not told yet that its time is over; null: there is none. */
	readonly replaces?: string | null;
	/** Id of the first token of this browser: all that came of it are revoked together. */
	readonly chain?: string;
}
export const visitorTokensCollection: Collection<KeptToken> = {
	name: 'visitor_tokens',
	indexes: {
		byVisitor: { fields: ['visitor', 'createdAt'] },
		byExpiry: { fields: ['expiresAt'] },
	},
};

type Times = Pick<KeptToken, 'createdAt' | 'expiresAt' | 'endsAt'>;

const expiryOf = ({ createdAt, expiresAt }: Times): number => expiresAt ?? createdAt + idleMs;

export const isGood = (token: Times, now: number): boolean =>
	now < expiryOf(token) && now < (token.endsAt ?? Infinity);

/** When it expires from now on; null: that is known well enough. */
export function decideExpiry(token: Times, now: number): number | null {
	const isStored = token.expiresAt !== undefined;
	return isStored && expiryOf(token) - now > idleMs - noteMs ? null : now + idleMs;
}

export const isOld = ({ createdAt }: Times, now: number): boolean => now - createdAt >= rotateMs;

export const chainOf = ({ id, chain }: Pick<KeptToken, 'id' | 'chain'>): string => chain ?? id;
