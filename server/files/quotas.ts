import { DomainError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Store } from '../ports/store.ts';
import { filesCollection, siteHoursCollection } from './documents.ts';

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
 * Takes the bytes out of what the site has for a day. Counted by hours, of which the last 24 matter: each is one document
 * that only grows, so that two servers on one store cannot both take the last bytes of an hour.
 */
export async function reserveSiteBytes(
	store: Store,
	site: SiteId,
	bytes: number,
	most: number,
	now: number,
): Promise<void> {
	const hour = Math.floor(now / hourMs);
	const id = (of: number): string => `${site}.${of}`;
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
	throw new DomainError(
		'rate_limited',
		`Too much was sent to this site within a day. Try again in ${minutes(retryMs)}.`,
		{ retryMs },
	);
}

function minutes(ms: number): string {
	const count = Math.ceil(ms / 60_000);
	if (count > 90) return `${Math.ceil(count / 60)} hours`;
	return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}
