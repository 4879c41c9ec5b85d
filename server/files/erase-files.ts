import type { Blobs } from '../ports/blobs.ts';
import type { Store } from '../ports/store.ts';
import { filesCollection, ownerKey, type Owner } from './documents.ts';
import { markGone } from './mark-gone.ts';

const batch = 100;

/**
 * Removes all that somebody uploaded, also what no message names. `blobs` are those of `erasableBlobs`. Safe to run again after a
 * crash.
 */
export async function eraseFilesOf(
	store: Store,
	blobs: Pick<Blobs, 'remove'>,
	owner: Owner,
): Promise<void> {
	const query = { index: 'byOwner', eq: { owner: ownerKey(owner) }, limit: batch } as const;
	let page = await store.find(filesCollection, query);
	for (;;) {
		for (const file of page.items) {
			if (file.blob !== null) await blobs.remove(file.blob);
			else if (file.state !== 'gone') await markGone(store, file);
		}
		if (page.next === null) return;
		page = await store.find(filesCollection, { ...query, after: page.next });
	}
}
