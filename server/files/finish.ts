import { DomainError } from '../../shared/errors.ts';
import type { BlobId } from '../../shared/ids.ts';
import type { Blobs } from '../ports/blobs.ts';
import { Unknown } from '../ports/errors.ts';
import type { Parts } from '../ports/parts.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Json, Store } from '../ports/store.ts';
import { decideKind } from './decide-kind.ts';
import { filesCollection, type StoredFile } from './documents.ts';
import { markGone } from './mark-gone.ts';
import { fileNotFound } from './sign.ts';

export interface FinishDeps {
	readonly store: Store;
	readonly blobs: Blobs;
	readonly parts: Parts;
	readonly pictures: Pictures;
}

/** Makes a file of an upload whose bytes are all here; throws `file_type_refused`. May be done again after any failure. */
export async function finish(deps: FinishDeps, file: StoredFile): Promise<StoredFile> {
	const { store, blobs, parts, pictures } = deps;
	const bytes = await parts.read(file.id);
	const kind = decideKind(file.name, file.claimed, bytes);
	if (kind instanceof DomainError) {
		await markGone(store, file);
		await parts.remove(file.id);
		throw kind;
	}
	const picture = kind.picture === null ? null : await pictures.remake(bytes, kind.picture);
	const kept = picture?.bytes ?? bytes;
	const blob = await blobs.put(inOnePiece(kept), kept.byteLength);
	const facts = {
		state: 'ready',
		name: kind.name,
		type: kind.type,
		size: blob.size,
		blob: blob.id,
		width: picture?.width ?? null,
		height: picture?.height ?? null,
		isInline: picture !== null,
	};
	const ready = await nameBlob(deps, file, blob.id, facts);
	await parts.remove(file.id);
	return ready;
}

async function nameBlob(
	{ store, blobs }: FinishDeps,
	{ id, rev }: StoredFile,
	blob: BlobId,
	facts: Readonly<Record<string, Json>>,
): Promise<StoredFile> {
	try {
		const ready = await store.update(filesCollection, id, { set: facts }, { rev });
		if (ready === null) throw fileNotFound();
		return ready;
	} catch (error) {
		// Nothing names it. When the store does not say, it may have written: then repair looks for it after a day.
		if (!(error instanceof Unknown)) await blobs.remove(blob).catch(() => false);
		throw error;
	}
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}
