import type { Blobs } from '../ports/blobs.ts';
import type { Collection, Doc, Json, Page, Scalar, Store } from '../ports/store.ts';
import { type BackupRow } from './format.ts';
import { earlySections, lateSections, omitted, type Section } from './sections.ts';

export interface BackupSource {
	readonly store: Store;
	readonly blobs: Blobs;
	/** All that the store declares: sections of others are left out. */
	readonly collections: readonly Pick<Collection<Doc>, 'name'>[];
}

const pageSize = 500;
/** Divisible by 3, so that base64 needs no filling between chunks. */
const chunkBytes = 192 * 1024;

/** Everything that a backup holds, in the order that sections.ts explains. Reads in pages: the memory is constant. */
export async function* backupRows(source: BackupSource): AsyncGenerator<BackupRow> {
	const { store, blobs } = source;
	const declared = new Set(source.collections.map(({ name }) => name));
	const isDeclared = ({ collection }: Section): boolean => declared.has(collection.name);
	const late = lateSections.filter(isDeclared);
	const skipped = new Set([...omitted, ...late.map(({ collection }) => collection.name)]);

	for (const section of earlySections.filter(isDeclared)) {
		for await (const doc of docsOf(store, section)) {
			yield { kind: 'early', collection: section.collection.name, doc };
		}
	}
	for await (const row of store.dump()) {
		if (row.kind !== 'doc' || !skipped.has(row.collection)) yield row;
	}
	for (const section of late) {
		for await (const doc of docsOf(store, section)) {
			yield { kind: 'doc', collection: section.collection.name, doc };
		}
	}
	yield* blobRows(blobs);
}

type PlainDoc = Doc & Readonly<Record<string, Json>>;

async function* docsOf(store: Store, { collection, query }: Section): AsyncGenerator<PlainDoc> {
	let after: readonly Scalar[] | null = null;
	do {
		const page: Page<PlainDoc> = await store.find(collection as Collection<PlainDoc>, {
			...query,
			limit: pageSize,
			...(after === null ? {} : { after }),
		});
		yield* page.items;
		after = page.next;
	} while (after !== null);
}

async function* blobRows(blobs: Blobs): AsyncGenerator<BackupRow> {
	for await (const { id } of blobs.list()) {
		const blob = await blobs.info(id);
		const bytes = await blobs.open(id);
		// Erased meanwhile: the copy does without it, as its conversation does.
		if (blob === null || bytes === null) continue;
		yield { kind: 'blob', blob };
		let rest: Uint8Array = Buffer.alloc(0);
		let sent = 0;
		for await (const part of bytes) {
			rest = Buffer.concat([rest, part as Uint8Array]);
			while (rest.length >= chunkBytes) {
				yield bytesRow(rest.subarray(0, chunkBytes));
				sent += chunkBytes;
				rest = rest.subarray(chunkBytes);
			}
		}
		if (rest.length > 0) yield bytesRow(rest);
		if (sent + rest.length !== blob.size) {
			throw new Error(
				`The file ${id} changed while it was read. Run the backup again; if that happens again, run parley doctor --full.`,
			);
		}
	}
}

const bytesRow = (bytes: Uint8Array): BackupRow => ({
	kind: 'bytes',
	data: Buffer.from(bytes).toString('base64'),
});
