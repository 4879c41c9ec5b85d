import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobInfo, Blobs } from '../../ports/blobs.ts';
import { BlobTooLarge } from '../../ports/errors.ts';
import type { BlobId } from '../../../shared/ids.ts';
import type { Session } from './session.ts';

export class HostileBlobs implements Blobs {
	private readonly session: Session;
	private readonly now: () => number;

	constructor(session: Session, now: () => number) {
		this.session = session;
		this.now = now;
	}

	put(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BlobInfo> {
		const id = randomBytes(16).toString('hex') as BlobId;
		return this.session.verb(() => this.store(id, source, maxBytes));
	}

	putAs(id: BlobId, source: AsyncIterable<Uint8Array>): Promise<BlobInfo> {
		return this.session.verb(() => this.store(id, source, Infinity));
	}

	open(
		id: BlobId,
		range?: { readonly start: number; readonly end: number },
	): Promise<Readable | null> {
		return this.session.verb(async () => {
			const bytes = await this.bytesOf(id);
			if (bytes === undefined) {
				return null;
			}
			const part = range ? bytes.subarray(range.start, range.end + 1) : bytes;
			// A buffer as such would be read as one chunk per byte.
			return Readable.from(part.length === 0 ? [] : [part], { objectMode: false });
		});
	}

	info(id: BlobId): Promise<BlobInfo | null> {
		return this.session.verb(async () => {
			const bytes = await this.bytesOf(id);
			return bytes === undefined ? null : infoOf(id, bytes);
		});
	}

	remove(id: BlobId): Promise<boolean> {
		const { steps } = this.session;
		return this.session.verb(() => steps.write(() => steps.disk.blobs.delete(id)));
	}

	async *list(): AsyncGenerator<{ readonly id: BlobId; readonly storedAt: number }> {
		const { steps } = this.session;
		const all = await this.session.verb(() => steps.read(() => [...steps.disk.blobs]));
		for (const [id, { storedAt }] of all) {
			yield { id: id as BlobId, storedAt };
		}
	}

	private async store(
		id: BlobId,
		source: AsyncIterable<Uint8Array>,
		maxBytes: number,
	): Promise<BlobInfo> {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of source) {
			size += chunk.length;
			if (size > maxBytes) {
				throw new BlobTooLarge(maxBytes);
			}
			chunks.push(Buffer.from(chunk));
		}
		const bytes = Buffer.concat(chunks);
		const { steps } = this.session;
		await steps.write(() => steps.disk.blobs.set(id, { bytes, storedAt: this.now() }));
		return infoOf(id, bytes);
	}

	private bytesOf(id: BlobId): Promise<Buffer | undefined> {
		const { steps } = this.session;
		return steps.read(() => steps.disk.blobs.get(id)?.bytes);
	}
}

function infoOf(id: BlobId, bytes: Buffer): BlobInfo {
	return { id, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
