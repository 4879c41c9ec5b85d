import type { BlobId } from '../../shared/ids.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Store } from '../ports/store.ts';
import { hourMs } from './quotas.ts';
import { filesCollection, type StoredFile } from './documents.ts';

/** Leaves of a file only that there was one: it counts towards its owner's limit. The sweep removes the rest. */
export async function markGone(store: Store, file: StoredFile): Promise<void> {
	await store.update(filesCollection, file.id, {
		set: {
			state: 'gone',
			name: '',
			claimed: '',
			type: null,
			blob: null,
			width: null,
			height: null,
			isInline: false,
			sweepAt: file.sweepAt ?? file.createdAt + hourMs,
		},
	});
}

/** Removes blobs for good, together with what their uploads said: for whoever erases what was said. */
export const erasableBlobs = (store: Store, blobs: Blobs): Pick<Blobs, 'remove'> => ({
	async remove(blob: BlobId) {
		// First what leads to it: after a crash in between, the one who erases comes again with the same blob.
		const query = { index: 'byBlob', eq: { blob }, limit: 1 };
		for (const file of (await store.find(filesCollection, query)).items) {
			await markGone(store, file);
		}
		return blobs.remove(blob);
	},
});
