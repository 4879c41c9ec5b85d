import { createHash } from 'node:crypto';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { VisitorView } from '../../shared/views/event-view.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Json, Store } from '../ports/store.ts';

/** A person on the website. The row is made at the first act, not at the first look (D30). */
export interface Visitor extends Doc {
	readonly id: VisitorId;
	readonly site: SiteId;
	readonly createdAt: number;
	readonly name?: string | null;
	readonly email?: string | null;
	readonly phone?: string | null;
	readonly custom?: Readonly<Record<string, string | number | boolean>>;
	readonly consentAt?: number | null;
	readonly locale?: string | null;
	readonly timeZone?: string | null;
	/** The person's id on the site, as its server has said. */
	readonly externalId?: string | null;
	/** What the site has vouched for: the visitor cannot change it. */
	readonly vouched?: readonly string[];
	/** What the team must see first, such as a safety matter (M24); never told to the visitor. */
	readonly flag?: string | null;
	/** The same person under another id (D34): this one is history. */
	readonly mergedInto?: VisitorId | null;
}
export const visitorsCollection: Collection<Visitor> = {
	name: 'visitors',
	indexes: {
		bySite: { fields: ['site', 'createdAt'] },
		byMerged: { fields: ['mergedInto'] },
		byEmail: { fields: ['email'] },
		byName: { fields: ['name'] },
	},
};

/** What a visitor or the site says about the visitor. Left out: unchanged. Null: removed. */
export interface VisitorFacts {
	readonly name?: string | null | undefined;
	readonly email?: string | null | undefined;
	readonly phone?: string | null | undefined;
	readonly consent?: boolean | undefined;
	readonly custom?: Readonly<Record<string, string | number | boolean>> | undefined;
	readonly locale?: string | null;
	readonly timeZone?: string | null;
	readonly externalId?: string;
	readonly mergedInto?: VisitorId;
}

/**
 * The visitor's id follows from the site and the token, so a token that reached the browser names one visitor for good, even if
 * the server died before it stored a row. Only who has the token can make the id; the id does not lead back to it.
 */
export const visitorIdOf = (site: SiteId, token: string): VisitorId =>
	`v_${createHash('sha256').update(`visitor ${site} ${token}`).digest('base64url').slice(0, 22)}` as VisitorId;

const maxKnown = 100_000;
/** Custom attributes of one visitor. */
const maxCustom = 20;
export type Visitors = ReturnType<typeof createVisitors>;

export function createVisitors(deps: { readonly store: Store; readonly clock: Clock }) {
	const { store, clock } = deps;
	const known = new Set<VisitorId>();

	/** Makes the row unless it is there. */
	async function ensure(id: VisitorId, site: SiteId): Promise<void> {
		if (known.has(id)) return;
		try {
			await store.insert(visitorsCollection, { id, site, createdAt: clock.now() });
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
		if (known.size >= maxKnown) known.clear();
		known.add(id);
	}

	return {
		/** True: nothing has to be stored before this visitor's first message. */
		isKnown: (id: VisitorId): boolean => known.has(id),
		ensure,
		get: (id: VisitorId): Promise<Visitor | null> => store.get(visitorsCollection, id),
		/** The team's own mark; null takes it away. Null: there is no such visitor. */
		flag: (id: VisitorId, flag: string | null): Promise<Visitor | null> =>
			store.update(visitorsCollection, id, { set: { flag } }),
		/** Stores what is said; what the site has vouched for stays as the site said it. Returns the visitor as it is then. */
		async learn(
			id: VisitorId,
			site: SiteId,
			facts: VisitorFacts,
			by: 'visitor' | 'site',
		): Promise<Visitor> {
			await ensure(id, site);
			for (;;) {
				const now = await store.get(visitorsCollection, id);
				if (now === null) {
					// Erased meanwhile: begun anew.
					known.delete(id);
					await ensure(id, site);
					continue;
				}
				const set = changesOf(now, facts, by, clock.now());
				if (Object.keys(set).length === 0) return now;
				const changed = await store.update(visitorsCollection, id, { set }, { rev: now.rev });
				if (changed !== null) return changed;
			}
		},
	};
}

function changesOf(
	now: Visitor,
	facts: VisitorFacts,
	by: 'visitor' | 'site',
	at: number,
): Record<string, Json> {
	const { consent, custom, ...plain } = facts;
	const set: Record<string, Json> = {};
	const vouched = new Set(now.vouched ?? []);
	for (const [field, value] of Object.entries(plain)) {
		if (by === 'visitor' && vouched.has(field)) continue;
		const cleaned = value === '' ? null : value;
		if (cleaned !== undefined && (now[field as keyof Visitor] ?? null) !== cleaned)
			set[field] = cleaned;
	}
	if (by === 'site') {
		for (const field of ['name', 'email'] as const) if (facts[field]) vouched.add(field);
		if (vouched.size > (now.vouched ?? []).length) set['vouched'] = [...vouched];
	}
	if (consent === true && (now.consentAt ?? null) === null) set['consentAt'] = at;
	if (consent === false && (now.consentAt ?? null) !== null) set['consentAt'] = null;
	if (custom !== undefined) {
		const merged = Object.entries({ ...now.custom, ...custom }).slice(-maxCustom);
		const next = Object.fromEntries(merged);
		if (JSON.stringify(next) !== JSON.stringify(now.custom ?? {})) set['custom'] = next;
	}
	return set;
}

export const visitorViewOf = (visitor: Visitor): VisitorView => ({
	id: visitor.id,
	site: visitor.site,
	name: visitor.name ?? null,
	email: visitor.email ?? null,
	phone: visitor.phone ?? null,
	isVerified: (visitor.externalId ?? null) !== null,
	externalId: visitor.externalId ?? null,
	custom: visitor.custom ?? {},
	consentAt:
		(visitor.consentAt ?? null) === null ? null : new Date(visitor.consentAt ?? 0).toISOString(),
	flag: visitor.flag ?? null,
	locale: visitor.locale ?? null,
	timeZone: visitor.timeZone ?? null,
});
