import { createHash, randomBytes } from 'node:crypto';
import { finished, Readable } from 'node:stream';
import type { GridFSBucket } from 'mongodb';
import type { BlobId } from '../../../shared/ids.ts';
import type { BlobInfo, Blobs } from '../../ports/blobs.ts';
import { BlobTooLarge } from '../../ports/errors.ts';
import { bucketName } from './indexes.ts';
import { readErrorOf, writeErrorOf } from './mongo-errors.ts';
import type { Session, Steps } from './session.ts';

const idPattern = /^[0-9a-f]{32}$/;
/** What a killed upload left is removed after a day. */
const staleMs = 86_400_000;
const pageSize = 500;

interface FileRow {
	readonly _id: BlobId;
	/** Bytes. */
	readonly length: number;
	readonly uploadDate: Date;
	readonly metadata?: { readonly sha256: string };
}

/** Removes what uploads of more than a day ago left without finishing. */
export async function openGridBlobs(session: Session): Promise<GridBlobs> {
	const { mongoose, connection } = session.link;
	const bucket = new mongoose.mongo.GridFSBucket(connection.db!, { bucketName });
	const blobs = new GridBlobs(session, bucket);
	await blobs.removeStale();
	return blobs;
}

/** GridFS. The document in `blobs.files` comes last and says that a blob is whole; its hash is in the metadata. */
export class GridBlobs implements Blobs {
	readonly #session: Session;
	readonly #bucket: GridFSBucket;

	constructor(session: Session, bucket: GridFSBucket) {
		this.#session = session;
		this.#bucket = bucket;
	}

	put(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BlobInfo> {
		const id = randomBytes(16).toString('hex') as BlobId;
		return this.#session.change((steps) => this.#store(steps, id, source, maxBytes));
	}

	/** What is there under this id is replaced. */
	putAs(id: BlobId, source: AsyncIterable<Uint8Array>): Promise<BlobInfo> {
		if (!idPattern.test(id)) throw new TypeError('That is no id of a blob.');
		return this.#session.change(async (steps) => {
			await this.#drop(steps, id);
			return this.#store(steps, id, source, Infinity);
		});
	}

	open(
		id: BlobId,
		range?: { readonly start: number; readonly end: number },
	): Promise<Readable | null> {
		return this.#session.verb(async (steps) => {
			const file = await this.#file(steps, id);
			if (file === null) return null;
			const start = range?.start ?? 0;
			const end = Math.min((range?.end ?? file.length - 1) + 1, file.length);
			if (start >= end) return Readable.from([]);
			const stream = this.#bucket.openDownloadStream(id as never, { start, end });
			return Readable.from(reading(stream), { objectMode: false });
		});
	}

	info(id: BlobId): Promise<BlobInfo | null> {
		return this.#session.verb(async (steps) => {
			const file = await this.#file(steps, id);
			return file === null ? null : infoOf(id, file.length, file.metadata?.sha256 ?? '');
		});
	}

	remove(id: BlobId): Promise<boolean> {
		return this.#session.change(async (steps) => {
			if (!idPattern.test(id) || (await this.#file(steps, id)) === null) return false;
			await this.#drop(steps, id);
			return true;
		});
	}

	async *list(): AsyncGenerator<{ readonly id: BlobId; readonly storedAt: number }> {
		for (let after = ''; ;) {
			const place = after;
			const rows = await this.#session.verb((steps) =>
				steps.read(() =>
					this.#files
						.find({ _id: { $gt: place } } as never, { projection: { uploadDate: 1 } })
						.sort({ _id: 1 })
						.limit(pageSize)
						.toArray(),
				),
			);
			for (const { _id: id, uploadDate } of rows) yield { id, storedAt: Number(uploadDate) };
			if (rows.length < pageSize) return;
			after = rows.at(-1)!._id;
		}
	}

	async removeStale(): Promise<void> {
		await this.#session.verb(async (steps) => {
			const { uploads } = steps.models;
			const stale = await steps.read(() =>
				uploads
					.find({ startedAt: { $lt: Date.now() - staleMs } })
					.sort({ startedAt: 1 })
					.limit(pageSize)
					.lean(),
			);
			for (const { _id } of stale) {
				// Whole after all: only the note of it was left.
				if ((await this.#file(steps, _id as BlobId)) === null) await this.#drop(steps, _id);
				await steps.write(() => uploads.deleteOne({ _id }));
			}
		});
	}

	get #files() {
		return this.#session.connection.db!.collection<FileRow>(`${bucketName}.files`);
	}

	#file(steps: Steps, id: BlobId): Promise<FileRow | null> {
		return steps.read(() => this.#files.findOne({ _id: String(id) as BlobId }));
	}

	async #drop(steps: Steps, id: string): Promise<void> {
		await steps.write(() =>
			this.#bucket.delete(id as never).catch((error: unknown) => {
				// It has removed the chunks of an unfinished one all the same.
				if (!(error instanceof Error && error.message.startsWith('File not found'))) throw error;
			}),
		);
	}

	async #store(
		steps: Steps,
		id: BlobId,
		source: AsyncIterable<Uint8Array>,
		maxBytes: number,
	): Promise<BlobInfo> {
		const { uploads } = steps.models;
		await steps.write(() =>
			uploads.updateOne({ _id: id }, { $set: { startedAt: Date.now() } }, { upsert: true }),
		);
		const metadata = { sha256: '' };
		const target = this.#bucket.openUploadStreamWithId(id as never, id, { metadata });
		// Told by it alone whether the blob is there: the callback of `end` comes after a failure, too.
		const stored = new Promise<void>((resolve, reject) => {
			finished(target, (error) => (error ? reject(error) : resolve()));
		});
		// Without this an error between two writes would end the process.
		stored.catch(() => undefined);
		const hash = createHash('sha256');
		let size = 0;
		try {
			for await (const part of source) {
				size += part.length;
				if (size > maxBytes) throw new BlobTooLarge(maxBytes);
				hash.update(part);
				const chunk = Buffer.from(part);
				const written = new Promise<void>((resolve, reject) => {
					target.write(chunk, (error) => (error ? reject(error) : resolve()));
				});
				await Promise.race([written, stored]);
			}
			metadata.sha256 = hash.digest('hex');
			target.end();
			await stored;
		} catch (error) {
			// Best effort: what stays is removed a day later, by the note of it.
			await target
				.abort()
				.then(() => uploads.deleteOne({ _id: id }))
				.catch(() => undefined);
			throw writeErrorOf(error);
		}
		await uploads.deleteOne({ _id: id }).catch(() => undefined);
		return infoOf(id, size, metadata.sha256);
	}
}

async function* reading(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	try {
		yield* stream;
	} catch (error) {
		throw readErrorOf(error, false);
	}
}

const infoOf = (id: BlobId, size: number, sha256: string): BlobInfo => ({ id, size, sha256 });
