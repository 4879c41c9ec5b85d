import type { BlobId } from '../../shared/ids.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Store } from '../ports/store.ts';

export interface StrayFiles {
	/** Files that nothing named for a day. */
	readonly removed: number;
	readonly removedBytes: number;
	/** Files that a message names and that are not there; at most a hundred. */
	readonly missing: readonly BlobId[];
}

/** A file is stored before anything names it: younger ones may be on their way (D16). */
const youngMs = 24 * 3_600_000;
const mostMissing = 100;
const idPattern = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g;

/**
 * Removes files that no event and no document names. Whatever looks like a file's id counts as naming it, so that a plugin
 * that keeps one somewhere of its own does not lose it. Holds the ids of all files in memory.
 */
export async function removeStrayFiles(
	store: Store,
	blobs: Blobs,
	now: number,
): Promise<StrayFiles> {
	const stray = new Set<string>();
	const known = new Set<string>();
	for await (const { id, storedAt } of blobs.list()) {
		known.add(id);
		if (storedAt < now - youngMs) stray.add(id);
	}
	const missing: BlobId[] = [];
	for await (const row of store.dump()) {
		if (row.kind === 'lane') continue;
		const text = JSON.stringify(row.kind === 'event' ? row.event.body : row.doc);
		for (const [id] of text.matchAll(idPattern)) stray.delete(id);
		if (row.kind !== 'event' || row.event.erasedAt !== null) continue;
		for (const id of namedFiles(row.event.body)) {
			if (known.has(id) || missing.length >= mostMissing) continue;
			if ((await blobs.info(id)) === null) missing.push(id);
		}
	}
	let removed = 0;
	let removedBytes = 0;
	for (const id of stray) {
		const info = await blobs.info(id as BlobId);
		if (info === null || !(await blobs.remove(info.id))) continue;
		removed += 1;
		removedBytes += info.size;
	}
	return { removed, removedBytes, missing };
}

function namedFiles(body: { readonly [key: string]: unknown }): BlobId[] {
	const { files } = body;
	if (!Array.isArray(files)) return [];
	return files.flatMap((file: unknown) => {
		const isNamed = typeof file === 'object' && file !== null && 'blob' in file;
		return isNamed && typeof file.blob === 'string' ? [file.blob as BlobId] : [];
	});
}
