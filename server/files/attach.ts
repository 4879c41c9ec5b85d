import type { FileRef } from '../conversations/index.ts';
import type { Store } from '../ports/store.ts';
import { filesCollection, ownerKey, type Owner, type StoredFile } from './documents.ts';
import { fileNotFound } from './sign.ts';

/** Files that a message is to hold. */
export interface Attached {
	readonly refs: readonly FileRef[];
	/**
	 * The message was refused: what no other message ever named waits for one again, and is swept `keepMs` later. Only then: of a
	 * message whose outcome is not known, the files must stay.
	 */
	release(): Promise<void>;
}

/** All of them or none: throws `file_not_found` when one is not ready, is gone, or is somebody else's. */
export async function attach(
	store: Store,
	owner: Owner,
	ids: readonly string[],
	now: number,
	keepMs: number,
): Promise<Attached> {
	const byId = new Map((await store.getMany(filesCollection, ids)).map((file) => [file.id, file]));
	const wanted = ids.map((id) => {
		const file = byId.get(id);
		if (file === undefined || file.owner !== ownerKey(owner)) throw fileNotFound();
		return { file, ref: refOf(file) };
	});
	const fresh: Pick<StoredFile, 'id' | 'rev'>[] = [];
	async function release(): Promise<void> {
		// Whoever names it after us raises `rev`: then it is theirs.
		for (const { id, rev } of fresh.splice(0))
			await store.update(
				filesCollection,
				id,
				{ set: { attachedAt: null, sweepAt: now + keepMs } },
				{ rev },
			);
	}
	try {
		for (const { file } of wanted) {
			const marked = await mark(store, file, now);
			if (file.attachedAt === null && marked.rev === file.rev + 1) fresh.push(marked);
		}
	} catch (error) {
		await release();
		throw error;
	}
	return { refs: wanted.map(({ ref }) => ref), release };
}

async function mark(
	store: Store,
	{ id, attachedAt }: StoredFile,
	now: number,
): Promise<StoredFile> {
	const marked = await store.update(
		filesCollection,
		id,
		{ set: { attachedAt: attachedAt ?? now, sweepAt: null } },
		{ if: [{ field: 'state', op: 'eq', value: 'ready' }] },
	);
	// Swept or erased in this moment.
	if (marked === null) throw fileNotFound();
	return marked;
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
