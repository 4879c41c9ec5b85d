import type { FileRef } from '../conversations/index.ts';
import type { Store } from '../ports/store.ts';
import { filesCollection, ownerKey, type Owner, type StoredFile } from './documents.ts';
import { fileNotFound } from './sign.ts';

/** All of them or none: throws `file_not_found` when one is not ready, is gone, or is somebody else's. */
export async function attach(
	store: Store,
	owner: Owner,
	ids: readonly string[],
	now: number,
): Promise<readonly FileRef[]> {
	const byId = new Map((await store.getMany(filesCollection, ids)).map((file) => [file.id, file]));
	const wanted = ids.map((id) => {
		const file = byId.get(id);
		if (file === undefined || file.owner !== ownerKey(owner)) throw fileNotFound();
		return { file, ref: refOf(file) };
	});
	for (const { file } of wanted) {
		if (file.attachedAt === null) await markAttached(store, file.id, now);
	}
	return wanted.map(({ ref }) => ref);
}

async function markAttached(store: Store, id: string, now: number): Promise<void> {
	const marked = await store.update(
		filesCollection,
		id,
		{ set: { attachedAt: now, sweepAt: null } },
		{ if: [{ field: 'state', op: 'eq', value: 'ready' }] },
	);
	// Swept or erased in this moment.
	if (marked === null) throw fileNotFound();
}

function refOf({ blob, name, type, size, width, height, isInline }: StoredFile): FileRef {
	if (blob === null || type === null) throw fileNotFound();
	return {
		blob,
		name,
		type,
		size,
		...(width === null || height === null ? {} : { width, height }),
		...(isInline ? { inline: true } : {}),
	};
}
