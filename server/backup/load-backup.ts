import type { BlobInfo, Blobs } from '../ports/blobs.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { DumpRow, Store } from '../ports/store.ts';
import type { BackupRow, Counts, Header } from './format.ts';
import { damaged, openBackup } from './read-backup.ts';

export interface LoadOptions {
	progress?(counts: Counts): void;
	readonly signal?: AbortSignal;
}
export interface Loaded {
	readonly header: Header;
	readonly counts: Counts;
	/** Documents that could not be taken, each as a sentence. */
	readonly leftOut: readonly string[];
}

/** Rows that are loaded together, by number and by size of their text. */
const most = { rows: 500, chars: 1024 * 1024 };

/**
 * Takes a backup into an empty store, or one that holds a part of the same backup already, and gives it a new epoch: numbers
 * may now be given out a second time (D19).
 */
export async function loadBackup(
	path: string,
	target: { readonly store: Store; readonly blobs: Blobs },
	options: LoadOptions = {},
): Promise<Loaded> {
	const { store, blobs } = target;
	const { header, rows, counts } = await openBackup(path);
	const loader = createLoader(store);
	try {
		for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
			options.signal?.throwIfAborted();
			const row = next.value;
			if (row.kind === 'blob') {
				await loadFile(blobs, row.blob, bytesOf(rows, row.blob.size, path), path);
			} else if (row.kind === 'bytes') {
				throw damaged(path, 'bytes stand outside of a file');
			} else if (await loader.add(row)) {
				options.progress?.(counts);
			}
		}
	} finally {
		await rows.return();
	}
	await loader.flush();
	await store.beginEpoch();
	return { header, counts: { ...counts }, leftOut: loader.leftOut };
}

/** What an interrupted restore brought already is read past. */
async function loadFile(
	blobs: Blobs,
	{ id, sha256 }: BlobInfo,
	bytes: AsyncIterable<Uint8Array>,
	path: string,
): Promise<void> {
	if ((await blobs.info(id))?.sha256 === sha256) {
		for await (const _part of bytes);
		return;
	}
	const stored = await blobs.putAs(id, bytes);
	if (stored.sha256 !== sha256) throw damaged(path, `its file ${id} is not what it was`);
}

async function* bytesOf(
	rows: AsyncGenerator<BackupRow, void>,
	size: number,
	path: string,
): AsyncGenerator<Uint8Array> {
	for (let left = size; left > 0;) {
		const next = await rows.next();
		if (next.done === true || next.value.kind !== 'bytes') {
			throw damaged(path, 'a file in it ends too early');
		}
		const bytes = Buffer.from(next.value.data, 'base64');
		if (bytes.length === 0) throw damaged(path, 'a file in it has an empty part');
		left -= bytes.length;
		yield bytes;
	}
}

type StoreRow = Exclude<BackupRow, { kind: 'blob' | 'bytes' }>;
type DocRow = Extract<DumpRow, { kind: 'doc' }>;

function createLoader(store: Store) {
	const leftOut: string[] = [];
	let batch: DumpRow[] = [];
	let chars = 0;
	let kind: StoreRow['kind'] = 'early';

	async function flush(): Promise<void> {
		const rows = batch;
		batch = [];
		chars = 0;
		if (rows.length === 0) return;
		try {
			await store.load(rows);
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			await loadOneByOne(rows);
		}
	}

	/**
	 * Documents were read one after the other while people worked: an address that went from one to another in between is
	 * in the backup twice. The first one was read as it was when the backup began.
	 */
	async function loadOneByOne(rows: readonly DumpRow[]): Promise<void> {
		for (const row of rows) {
			try {
				await store.load([row]);
			} catch (error) {
				if (!(error instanceof DuplicateKey) || row.kind !== 'doc') throw error;
				leftOut.push(sentenceOf(row, error.index));
			}
		}
	}

	return {
		leftOut,
		/** True: rows were loaded. */
		async add(row: StoreRow): Promise<boolean> {
			const isFull = batch.length >= most.rows || chars >= most.chars;
			// A store leaves what is there as it is: what is early must be there before the other documents, or a timer that
			// has fired since would be what came of it.
			const isFlushed = isFull || (row.kind !== kind && batch.length > 0);
			if (isFlushed) await flush();
			kind = row.kind;
			batch.push(row.kind === 'early' ? { ...row, kind: 'doc' } : row);
			chars += sizeOf(row);
			return isFlushed;
		},
		flush,
	};
}

const sentenceOf = ({ collection, doc }: DocRow, index: string): string =>
	`Left out: ${collection} ${doc.id}, because another one holds the same value (${index}). It was changed while the backup was made.`;

function sizeOf(row: StoreRow): number {
	return row.kind === 'event' ? JSON.stringify(row.event.body).length + 300 : 500;
}
