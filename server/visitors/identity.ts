import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import {
	identityClaims,
	identityHeader,
	type Claims,
} from '../../shared/protocol/identity-claims.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import type { Ids } from '../ports/ids.ts';
import { visitorIdOf, type Visitors } from './visitors.ts';

/*
 * Who a visitor is by the word of the site's own server: a JWT, HS256 and nothing else, that is good for five minutes and once
 * (RFC 7519). One person is one visitor of the site, on every device.
 */

/** The longest a proof may be good for, and how far the clocks may differ, in seconds. */
const longest = 300;
const skew = 60;

interface Identity extends Doc {
	readonly site: SiteId;
	readonly visitor: VisitorId;
}
interface UsedProof extends Doc {
	readonly expiresAt: number;
}
export const identitiesCollection: Collection<Identity> = {
	name: 'identities', // One visitor is one person, whoever is quicker.
	indexes: { byVisitor: { fields: ['visitor'], unique: true } },
};
export const usedProofsCollection: Collection<UsedProof> = {
	name: 'used_proofs',
	indexes: { byExpiry: { fields: ['expiresAt'] } },
};

export interface IdentityKey {
	readonly kid: string;
	readonly secret: string;
}

const refuse = (why: string): DomainError =>
	new DomainError('identity_refused', `The signed identity was not accepted: ${why}`);

/** Pure. Throws DomainError `identity_refused` with the reason, for whoever sets the site up. `audience` is the site's key. */
export function readProof(
	proof: string,
	keys: readonly IdentityKey[],
	audience: string,
	now: number,
): Claims {
	const [head = '', body = '', signature = '', ...more] = proof.split('.');
	if (signature === '' || more.length > 0) throw refuse('it is not a JWT.');
	const said = identityHeader.safeParse(jsonIn(head));
	if (!said.success) throw refuse('its algorithm must be HS256.');
	const given = Buffer.from(signature, 'base64url');
	const fits = keys
		.filter(({ kid }) => said.data.kid === undefined || said.data.kid === kid)
		.some(({ secret }) => {
			const right = createHmac('sha256', secret).update(`${head}.${body}`).digest();
			return given.length === right.length && timingSafeEqual(given, right);
		});
	if (!fits) throw refuse('it is not signed with a key of this site.');
	const read = identityClaims.safeParse(jsonIn(body));
	if (!read.success) {
		const issue = read.error.issues[0];
		throw refuse(`${issue?.path.join('.') ?? 'a claim'} is missing or wrong.`);
	}
	const { aud, iat, exp } = read.data;
	const seconds = now / 1000;
	if (aud !== audience) throw refuse('aud must be the key of this site.');
	if (exp - iat > longest) throw refuse('it may be good for five minutes at most.');
	if (exp + skew < seconds) throw refuse('it has expired. Make a new one for each page.');
	if (iat - skew > seconds) throw refuse('it is from the future. Check the clock of your server.');
	return read.data;
}

function jsonIn(part: string): unknown {
	try {
		return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
	} catch {
		return null;
	}
}

export type Identities = ReturnType<typeof createIdentities>;

export function createIdentities(deps: {
	readonly store: Store;
	readonly ids: Ids;
	readonly visitors: Visitors;
}) {
	const { store, ids, visitors } = deps;
	const hash = (...parts: string[]): string =>
		createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

	/** A proof counts once, so that one that was seen on the way is worth nothing. */
	async function useUp(site: SiteId, { jti, exp }: Claims): Promise<void> {
		try {
			const expiresAt = (exp + skew) * 1000;
			await store.insert(usedProofsCollection, { id: hash(site, jti), expiresAt });
		} catch (error) {
			if (error instanceof DuplicateKey) throw refuse('it was used already (jti).');
			throw error;
		}
	}

	/** The visitor who came first under this name stays it. Null: `first` has become another person meanwhile. */
	async function ownerOf(id: string, site: SiteId, first: VisitorId): Promise<VisitorId | null> {
		const known = await store.get(identitiesCollection, id);
		if (known !== null) return known.visitor;
		try {
			return (await store.insert(identitiesCollection, { id, site, visitor: first })).visitor;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			return (await store.get(identitiesCollection, id))?.visitor ?? null;
		}
	}

	/**
	 * Tells whose proof it is. `visitor` is who the person is on this site: the caller, or somebody that the person was before on
	 * another device. `isStranger`: the caller was another person until now (a shared computer), so nothing of the caller may be
	 * shown from here on.
	 */
	async function identify(
		site: SiteId,
		caller: VisitorId,
		proof: Claims,
	): Promise<{ readonly visitor: VisitorId; readonly isStranger: boolean }> {
		await useUp(site, proof);
		const before = (await visitors.get(caller))?.externalId ?? null;
		const id = hash(site, proof.sub);
		const nobody = (): VisitorId => visitorIdOf(site, ids.secret());
		let isStranger = before !== null && before !== proof.sub;
		let visitor = await ownerOf(id, site, isStranger ? nobody() : caller);
		if (visitor === null) {
			// Two people at once, in two tabs of one browser: the other one was quicker.
			isStranger = true;
			visitor = (await ownerOf(id, site, nobody())) ?? nobody();
		}
		const facts = {
			externalId: proof.sub,
			...(proof.name === undefined ? {} : { name: proof.name }),
			...(proof.email === undefined ? {} : { email: proof.email }),
		};
		await visitors.learn(visitor, site, facts, 'site');
		if (visitor !== caller && !isStranger)
			await visitors.learn(caller, site, { ...facts, mergedInto: visitor }, 'site');
		return { visitor, isStranger };
	}

	return { identify };
}
