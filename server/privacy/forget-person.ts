import type { VisitorId } from '../../shared/ids.ts';
import { eraseVisitor, type EraseDeps, type NewestNumbers } from '../conversations/index.ts';
import { eraseFilesOf } from '../files/index.ts';
import type { Store } from '../ports/store.ts';
import { eraseTicketsOf } from '../tickets/index.ts';
import {
	bansCollection,
	identitiesCollection,
	visitorsCollection,
	visitorTokensCollection,
	type Bans,
	type VisitorNotes,
} from '../visitors/index.ts';

export interface ForgetDeps {
	readonly store: Store;
	readonly erase: EraseDeps;
	readonly newest: NewestNumbers;
	readonly notes: Pick<VisitorNotes, 'forget'>;
	readonly bans: Pick<Bans, 'load'>;
}

/** All that tells who it was. When and on which site somebody came first stays. */
const facts = [
	'name',
	'email',
	'phone',
	'custom',
	'consentAt',
	'locale',
	'timeZone',
	'externalId',
	'vouched',
	'flag',
];
const batch = 200;

/** Every id under which this person was here, from one of them. */
export async function idsOf(store: Store, visitor: VisitorId): Promise<readonly VisitorId[]> {
	const known = await store.get(visitorsCollection, visitor);
	const person = known?.mergedInto ?? visitor;
	const { items } = await store.find(visitorsCollection, {
		index: 'byMerged',
		eq: { mergedInto: person },
		limit: 1000,
	});
	return [...new Set([person, visitor, ...items.map(({ id }) => id)])];
}

/**
 * Erases what was said in all conversations and tickets of a person, their files, what is known and noted about them, and by what
 * a browser or the site's server would be them again. Numbers, times and who answered stay. Safe to run again after a crash.
 */
export async function forgetPerson(deps: ForgetDeps, visitor: VisitorId): Promise<void> {
	for (const id of await idsOf(deps.store, visitor)) await forgetOne(deps, id);
}

async function forgetOne(deps: ForgetDeps, visitor: VisitorId): Promise<void> {
	const { store, erase, newest, notes } = deps;
	await eraseVisitor(erase, newest, visitor);
	await eraseFilesOf(store, erase.blobs, { kind: 'visitor', id: visitor });
	await eraseTicketsOf({ store, clock: erase.clock }, visitor);
	await notes.forget(visitor);
	const theirs = { eq: { visitor }, limit: batch, index: 'byVisitor' };
	while ((await store.removeRange(visitorTokensCollection, theirs)) === batch);
	while ((await store.removeRange(identitiesCollection, theirs)) === batch);
	await unnameBans(deps, visitor);
	// Last, since it leads to the other ids: after a crash in between they are still found.
	await store.update(visitorsCollection, visitor, { unset: facts });
}

/** Who may not chat may not chat still; nobody needs to know who that was. */
async function unnameBans({ store, bans }: ForgetDeps, visitor: VisitorId): Promise<void> {
	let hasChanged = false;
	let page = await store.find(bansCollection, { index: 'byTime', limit: batch });
	for (;;) {
		for (const { id, name, reason } of page.items.filter((ban) => ban.visitor === visitor)) {
			if (name === null && reason === '') continue;
			await store.update(bansCollection, id, { set: { name: null, reason: '' } });
			hasChanged = true;
		}
		if (page.next === null) break;
		page = await store.find(bansCollection, { index: 'byTime', limit: batch, after: page.next });
	}
	if (hasChanged) await bans.load();
}
