import type { Ids } from '../ports/ids.ts';

/** One key by which the owner's server signs who a visitor is. A type, so that it is JSON for the store. */
export type IdentityKey = {
	/** Public: a signature names its key by it. */
	readonly kid: string;
	/** Encrypted under the server's key. */
	readonly secret: string;
	readonly createdAt: number;
};

/** Shown once, when it is made. */
export interface NewIdentityKey {
	readonly kid: string;
	/** 256 random bits, base64url. */
	readonly secret: string;
}

/** Keeps secrets unreadable in the store. `owner` is bound in: a secret copied to another site does not open. */
export interface Sealing {
	seal(owner: string, text: string): string;
	/** Throws when the key that sealed it is not there, or the text was changed. */
	open(owner: string, sealed: string): string;
}

const maxKeys = 2;

export function makeIdentityKey(ids: Ids): NewIdentityKey {
	return { kid: `k_${ids.secret().slice(0, 8)}`, secret: ids.secret() };
}

/** Newest first; the oldest one goes when there are too many. */
export const withKey = (keys: readonly IdentityKey[], key: IdentityKey): readonly IdentityKey[] =>
	[key, ...keys].slice(0, maxKeys);

export const withoutKey = (keys: readonly IdentityKey[], kid: string): readonly IdentityKey[] =>
	keys.filter((key) => key.kid !== kid);

export const ownerOfSecret = (site: string): string => `site:${site}`;
