import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { SiteChange } from '../../shared/site/site-change.ts';
import { defaultSiteSettings } from '../../shared/site/site-settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Patch, Store } from '../ports/store.ts';
import { decideChange } from './decide-change.ts';
import {
	makeIdentityKey,
	ownerOfSecret,
	withKey,
	withoutKey,
	type IdentityKey,
	type NewIdentityKey,
	type Sealing,
} from './identity-keys.ts';
import { asSite, sitesCollection, type Site } from './site.ts';

export type Sites = ReturnType<typeof createSites>;

/** All sites at hand: few, read at start, needed for each page view. */
export function createSites(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly sealing: Sealing;
}) {
	const { store, clock, ids, sealing } = deps;
	const byId = new Map<string, Site>();
	const byKey = new Map<string, Site>();
	const listeners = new Set<(site: Site) => void>();

	function keep(site: Site): Site {
		byId.set(site.id, site);
		byKey.set(site.key, site);
		return site;
	}

	async function load(): Promise<void> {
		const { items } = await store.find(sitesCollection, { index: 'byCreation', limit: 1000 });
		byId.clear();
		byKey.clear();
		for (const stored of items) keep(asSite(stored));
	}

	async function create(name: string): Promise<Site> {
		const id = ids.site();
		const stored = await store.insert(sitesCollection, {
			id,
			key: id.slice(3),
			name,
			origins: [],
			createdAt: clock.now(),
			settings: defaultSiteSettings,
		});
		const made = keep(asSite(stored));
		tell(made);
		return made;
	}

	function tell(site: Site): void {
		for (const listener of listeners) listener(site);
	}

	function mustGet(id: SiteId): Site {
		const site = byId.get(id);
		if (site !== undefined) return site;
		throw new DomainError('site_not_found', 'There is no such site. Load the list again.');
	}

	/** After a save whose outcome is not known the site at hand may be older than the stored one. */
	async function readAgain(id: SiteId): Promise<Site> {
		const stored = await store.get(sitesCollection, id);
		return stored === null ? mustGet(id) : keep(asSite(stored));
	}

	/** Null: the stored document has another rev; the site at hand is then what the store holds. */
	async function save(site: Site, set: NonNullable<Patch['set']>): Promise<Site | null> {
		const saved = await store.update(sitesCollection, site.id, { set }, { rev: site.rev });
		if (saved === null) {
			await readAgain(site.id);
			return null;
		}
		const changed = keep(asSite(saved));
		tell(changed);
		return changed;
	}

	/** Nobody edits keys in a form, so there is no rev to compare: a save that lost a race is done again. */
	async function saveKeys(
		id: SiteId,
		edit: (keys: readonly IdentityKey[]) => readonly IdentityKey[],
	): Promise<void> {
		for (let tries = 0; tries < 5; tries += 1) {
			const site = mustGet(id);
			if ((await save(site, { identityKeys: edit(site.identityKeys) })) !== null) return;
		}
		throw changedMeanwhile();
	}

	return {
		load,
		create,
		byId: (id: SiteId): Site | null => byId.get(id) ?? null,
		byKey: (key: string): Site | null => byKey.get(key) ?? null,
		all: (): readonly Site[] => [...byId.values()],
		/** The oldest one; made at the first start. */
		async first(): Promise<Site> {
			for (const site of byId.values()) return site;
			return create('My shop');
		},
		/**
		 * Changes what is given, if the site still has this `rev`; what is not given stays. Rejects with DomainError:
		 * `bad_request` names the field that does not fit, `wrong_state`: somebody else was quicker.
		 */
		async change(id: SiteId, rev: number, change: SiteChange): Promise<Site> {
			const atHand = mustGet(id);
			const site = atHand.rev === rev ? atHand : await readAgain(id);
			if (site.rev !== rev) throw changedMeanwhile();
			const { name, origins, settings, colours } = decideChange(site, change);
			const changed = await save(site, { name, origins, settings, colours });
			if (changed === null) throw changedMeanwhile();
			return changed;
		},
		/** What the site would become; nothing is stored. Throws `bad_request` as `change` does. */
		preview(id: SiteId, change: SiteChange): Site {
			const site = mustGet(id);
			return { ...site, ...decideChange(site, change) };
		},
		/** The secret is told now and never again. Of more than two keys the oldest one is dropped. */
		async newIdentityKey(id: SiteId): Promise<NewIdentityKey> {
			const made = makeIdentityKey(ids);
			const secret = sealing.seal(ownerOfSecret(id), made.secret);
			const key = { kid: made.kid, secret, createdAt: clock.now() };
			await saveKeys(id, (keys) => withKey(keys, key));
			return made;
		},
		/** What was signed with it is not believed any more. */
		async dropIdentityKey(id: SiteId, kid: string): Promise<void> {
			if (!mustGet(id).identityKeys.some((key) => key.kid === kid)) {
				throw new DomainError('bad_request', `kid: this site has no signing key "${kid}"`);
			}
			await saveKeys(id, (keys) => withoutKey(keys, kid));
		},
		/** For comparing a signature; null: there is no such key (any more). Throws when the server's key cannot open it. */
		identitySecret(id: SiteId, kid: string): string | null {
			const key = byId.get(id)?.identityKeys.find((known) => known.kid === kid);
			return key === undefined ? null : sealing.open(ownerOfSecret(id), key.secret);
		},
		/** Calls with the site as it is after each change, and with one that is new. The answer ends that. */
		onChanged(listener: (site: Site) => void): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}

const changedMeanwhile = (): DomainError =>
	new DomainError('wrong_state', 'Somebody else changed this site meanwhile. Load it again.');
