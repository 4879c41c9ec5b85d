import type { Readable } from 'node:stream';
import type { BlobId } from '../../shared/ids.ts';

export interface BlobInfo {
	readonly id: BlobId;
	/** Bytes. */
	readonly size: number;
	/** Lower-case hex. */
	readonly sha256: string;
}

/** Bytes by a random id. A blob is durable before its id is known to anybody; events refer to it afterwards (D16). */
export interface Blobs {
	/** Stores the stream whole or not at all; rejects with BlobTooLarge when it is longer than `maxBytes`, Busy('disk_full') when there is no room. */
	put(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BlobInfo>;
	/** Puts bytes under a known id: restore and migrate only. */
	putAs(id: BlobId, source: AsyncIterable<Uint8Array>): Promise<BlobInfo>;
	/** Null: there is none. `range` in bytes, both ends inclusive. */
	open(
		id: BlobId,
		range?: { readonly start: number; readonly end: number },
	): Promise<Readable | null>;
	info(id: BlobId): Promise<BlobInfo | null>;
	/** True: it was there. */
	remove(id: BlobId): Promise<boolean>;
	/** Every blob with the time it was stored, in any order; unfinished ones are not listed. */
	list(): AsyncIterable<{ readonly id: BlobId; readonly storedAt: number }>;
}
