import type { AgentId, BlobId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Collection, Doc } from '../ports/store.ts';

/** Who uploads. */
export type Owner =
	| { readonly kind: 'visitor'; readonly id: VisitorId }
	| { readonly kind: 'agent'; readonly id: AgentId };

/** Visitors upload for their site; agents for all of theirs. */
export type Uploader =
	| { readonly kind: 'visitor'; readonly id: VisitorId; readonly site: SiteId }
	| { readonly kind: 'agent'; readonly id: AgentId; readonly site: null };

/** One upload, from its beginning on. */
export interface StoredFile extends Doc {
	/** 32 hex digits. */
	readonly id: string;
	/** `<kind>:<id>`. */
	readonly owner: string;
	readonly site: SiteId | null;
	/** Cleaned; empty when gone. */
	readonly name: string;
	/** What the sender calls its type. */
	readonly claimed: string;
	/** Bytes: as announced, and what is kept once ready. */
	readonly size: number;
	/** `gone`: refused or erased. The row stays for its share of the limits and says nothing any more. */
	readonly state: 'open' | 'ready' | 'gone';
	readonly blob: BlobId | null;
	/** By its bytes; null until ready. */
	readonly type: string | null;
	/** Pixels, of pictures that we made anew. */
	readonly width: number | null;
	readonly height: number | null;
	/** A picture that we made anew: may be shown. */
	readonly isInline: boolean;
	readonly createdAt: number;
	/** When a message first named it. */
	readonly attachedAt: number | null;
	/** When it is removed; null: with the message that names it. */
	readonly sweepAt: number | null;
}

export const filesCollection: Collection<StoredFile> = {
	name: 'files',
	indexes: {
		byOwner: { fields: ['owner', 'createdAt'] },
		byBlob: { fields: ['blob'], unique: true },
		bySweep: { fields: ['sweepAt'] },
	},
};

/** What the visitors of a site, or those of one address on it, announced within one hour; ids are `<site>[.<address>].<hours since 1970>`. */
export interface SiteHour extends Doc {
	readonly hour: number;
	readonly bytes: number;
}

export const siteHoursCollection: Collection<SiteHour> = {
	name: 'file_hours',
	indexes: { byHour: { fields: ['hour'] } },
};

export const ownerKey = ({ kind, id }: Owner): string => `${kind}:${id}`;
