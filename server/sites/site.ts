import type { SiteId } from '../../shared/ids.ts';
import type { SiteSettings } from '../../shared/site/site-settings.ts';
import type { Collection, Doc } from '../ports/store.ts';
import type { IdentityKey } from './identity-keys.ts';
import type { OwnerColours } from './owner-colour.ts';
import { readSettings } from './read-settings.ts';

/** One website with a public key. */
export interface Site extends Doc {
	readonly id: SiteId;
	/** Public: stands in the snippet. */
	readonly key: string;
	readonly name: string;
	/** Who may embed the widget, as origins; empty: anybody. */
	readonly origins: readonly string[];
	readonly createdAt: number;
	/** What the owner chose; nothing is missing. */
	readonly settings: SiteSettings;
	/** Made of `settings.look.accent` when that was saved; null: ours. */
	readonly colours: OwnerColours | null;
	/** Newest first; both are valid, so that a key can be changed while pages still use the old one. */
	readonly identityKeys: readonly IdentityKey[];
}

/** As the store holds it: by this version, by an older one that knew no settings, or by a newer one. */
export type StoredSite = Omit<Site, 'settings' | 'colours' | 'identityKeys'> & {
	readonly settings?: unknown;
	readonly colours?: OwnerColours | null;
	readonly identityKeys?: readonly IdentityKey[];
};

export const sitesCollection: Collection<StoredSite> = {
	name: 'sites',
	indexes: { byKey: { fields: ['key'], unique: true }, byCreation: { fields: ['createdAt'] } },
};

export const asSite = (stored: StoredSite): Site => ({
	...stored,
	settings: readSettings(stored.settings),
	colours: stored.colours ?? null,
	identityKeys: stored.identityKeys ?? [],
});
