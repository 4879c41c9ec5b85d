import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Store } from '../ports/store.ts';
import { filesCollection, siteHoursCollection } from './documents.ts';
import type { FileLimits } from './limits.ts';

export const hourMs = 3_600_000;
const dayHours = 24;

/** Refuses when the owner has begun `most` uploads within the last hour. */
export async function refuseTooMany(
	store: Store,
	owner: string,
	most: number,
	now: number,
): Promise<void> {
	const { items } = await store.find(filesCollection, {
		index: 'byOwner',
		eq: { owner },
		range: { gt: now - hourMs },
		direction: -1,
		limit: most,
	});
	const oldest = items[most - 1];
	if (oldest === undefined) return;
	const retryMs = oldest.createdAt + hourMs - now;
	throw new DomainError(
		'rate_limited',
		`You have sent ${most} files within an hour, which is the most that is possible. Try again in ${minutes(retryMs)}.`,
		{ retryMs },
	);
}

/**
 * Takes the bytes out of what the address has for a day on this site, and out of what the site has. `from` names the address;
 * null: not known, so it is counted with nobody.
 */
export async function reserveVisitorBytes(
	store: Store,
	{ site, from }: { readonly site: SiteId; readonly from: string | null },
	bytes: number,
	limits: Pick<FileLimits, 'siteDayBytes' | 'addressDayBytes'>,
	now: number,
): Promise<void> {
	const { siteDayBytes, addressDayBytes } = limits;
	const own = from === null ? null : `${site}.${from}`;
	if (own !== null) {
		const what = 'Too much was sent to this site from your network within a day.';
		await reserve(store, { of: own, bytes, most: addressDayBytes, what }, now);
	}
	try {
		const what = 'Too much was sent to this site within a day.';
		await reserve(store, { of: site, bytes, most: siteDayBytes, what }, now);
	} catch (error) {
		// Not taken after all.
		if (own !== null)
			await store.update(siteHoursCollection, hourId(own, hourOf(now)), { inc: { bytes: -bytes } });
		throw error;
	}
}

const hourOf = (now: number): number => Math.floor(now / hourMs);
const hourId = (of: string, hour: number): string => `${of}.${hour}`;

/**
 * Counted by hours, of which the last 24 matter: each is one document with a guard, so that two servers on one store cannot both
 * take the last bytes of an hour.
 */
async function reserve(
	store: Store,
	wanted: {
		readonly of: string;
		readonly bytes: number;
		readonly most: number;
		readonly what: string;
	},
	now: number,
): Promise<void> {
	const { of, bytes, most, what } = wanted;
	const hour = hourOf(now);
	const id = (at: number): string => hourId(of, at);
	const before = Array.from({ length: dayHours - 1 }, (_, i) => id(hour - 1 - i));
	const earlier = await store.getMany(siteHoursCollection, before);
	const left = most - earlier.reduce((sum, each) => sum + each.bytes, 0);
	try {
		await store.insert(siteHoursCollection, { id: id(hour), hour, bytes: 0 });
	} catch (error) {
		if (!(error instanceof DuplicateKey)) throw error;
	}
	const taken = await store.update(
		siteHoursCollection,
		id(hour),
		{ inc: { bytes } },
		{ if: [{ field: 'bytes', op: 'lte', value: left - bytes }] },
	);
	if (taken !== null) return;
	const oldest = Math.min(hour, ...earlier.filter((each) => each.bytes > 0).map((e) => e.hour));
	const retryMs = (oldest + dayHours) * hourMs - now;
	throw new DomainError('rate_limited', `${what} Try again in ${minutes(retryMs)}.`, { retryMs });
}

function minutes(ms: number): string {
	const count = Math.ceil(ms / 60_000);
	if (count > 90) return `${Math.ceil(count / 60)} hours`;
	return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}
