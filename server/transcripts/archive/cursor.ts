import { DomainError } from '../../../shared/errors.ts';

/* Where a page of the archive ended: opaque to clients, but checked, as it comes back from them. */

/** Of the list: the last conversation's time and id. */
export interface ListPlace {
	readonly lastAt: number;
	readonly id: string;
}
/** Of a search in one site: the `before` of the page of hits that was under way, and how many of them are used. */
export interface HitPlace {
	readonly before: number | null;
	readonly used: number;
}
export interface SearchPlace {
	/** Sites that are not here are at their end. */
	readonly sites: Readonly<Record<string, HitPlace>>;
	/** Conversations that were shown and may have older hits. */
	readonly shown: readonly string[];
}
export type Place = { readonly list: ListPlace } | { readonly search: SearchPlace };

export const writeCursor = (place: Place): string =>
	Buffer.from(JSON.stringify(place)).toString('base64url');

/** Throws `bad_request` for what `writeCursor` did not make. */
export function readCursor(cursor: string): Place {
	try {
		const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
		if (isList(place) || isSearch(place)) return place;
	} catch {
		// Said below.
	}
	throw new DomainError(
		'bad_request',
		'This cursor is not one of ours. Load the first page again.',
	);
}

function isList(place: unknown): place is { list: ListPlace } {
	const list = (place as { list?: Partial<ListPlace> } | null)?.list;
	return Number.isFinite(list?.lastAt) && typeof list?.id === 'string';
}

function isSearch(place: unknown): place is { search: SearchPlace } {
	const search = (place as { search?: Partial<SearchPlace> } | null)?.search;
	if (typeof search?.sites !== 'object' || search.sites === null) return false;
	if (!Array.isArray(search.shown) || !search.shown.every((id) => typeof id === 'string'))
		return false;
	return Object.values(search.sites).every(
		(each: HitPlace | null) =>
			typeof each === 'object' &&
			each !== null &&
			(each.before === null || Number.isFinite(each.before)) &&
			Number.isInteger(each.used) &&
			each.used >= 0,
	);
}
