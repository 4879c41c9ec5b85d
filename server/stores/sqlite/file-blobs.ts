import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobId } from '../../../shared/ids.ts';
import { BlobTooLarge, Busy } from '../../ports/errors.ts';
import type { BlobInfo, Blobs } from '../../ports/blobs.ts';
import { startErrorOf } from './start-error.ts';

/*
 * Bytes in data/blobs/<first two digits>/<id>, followed by their SHA-256 as 64 hex digits and a line end. The hash is
 * at the end of the same file so that one rename brings both: there is no moment with one and not the other, nothing
 * to sweep, and who only wants the hash reads 65 bytes. Unfinished files are in data/blobs/unfinished.
 */

const trailerSize = 65;
const unfinished = 'unfinished';
const idPattern = /^[0-9a-f]{32}$/;

/** Whoever holds the folder's lock: after that nothing here may be touched any more. */
export interface Owner {
	readonly isClosed: boolean;
}

/**
 * Opens the blobs of a data folder that this process owns (lock.ts), and removes what an earlier one left unfinished.
 * With an owner, which is the store in the same folder, they are closed when it is.
 */
export async function openFileBlobs(
	dataDir: string,
	owner: Owner = { isClosed: false },
): Promise<Blobs> {
	const root = join(dataDir, 'blobs');
	try {
		await rm(join(root, unfinished), { recursive: true, force: true });
		await mkdir(join(root, unfinished), { recursive: true, mode: 0o700 });
		await syncFolder(root);
	} catch (error) {
		throw startErrorOf(error, dataDir);
	}
	return new FileBlobs(root, owner);
}

class FileBlobs implements Blobs {
	readonly #root: string;
	readonly #owner: Owner;

	constructor(root: string, owner: Owner) {
		this.#root = root;
		this.#owner = owner;
	}

	async put(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BlobInfo> {
		return this.#store(randomBytes(16).toString('hex') as BlobId, source, maxBytes);
	}

	async putAs(id: BlobId, source: AsyncIterable<Uint8Array>): Promise<BlobInfo> {
		if (!idPattern.test(id)) {
			throw new TypeError('That is no id of a blob.');
		}
		return this.#store(id, source, Infinity);
	}

	async open(
		id: BlobId,
		range?: { readonly start: number; readonly end: number },
	): Promise<Readable | null> {
		const file = await this.#file(id);
		if (file === null) {
			return null;
		}
		try {
			const last = (await file.stat()).size - trailerSize - 1;
			const [start, end] = [range?.start ?? 0, Math.min(range?.end ?? last, last)];
			if (start <= end) {
				return file.createReadStream({ start, end }); // closes the file
			}
			await file.close();
			return Readable.from([]);
		} catch (error) {
			await file.close();
			throw error;
		}
	}

	async info(id: BlobId): Promise<BlobInfo | null> {
		const file = await this.#file(id);
		if (file === null) {
			return null;
		}
		try {
			const size = (await file.stat()).size - trailerSize;
			const { buffer } = await file.read(Buffer.alloc(trailerSize), 0, trailerSize, size);
			return { id, size, sha256: buffer.toString('latin1').trimEnd() };
		} finally {
			await file.close();
		}
	}

	async remove(id: BlobId): Promise<boolean> {
		this.#refuseIfClosed();
		if (!idPattern.test(id)) {
			return false;
		}
		try {
			await unlink(this.#path(id));
			await syncFolder(this.#folder(id));
			return true;
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return false;
			throw portError(error);
		}
	}

	async *list(): AsyncIterable<{ readonly id: BlobId; readonly storedAt: number }> {
		this.#refuseIfClosed();
		for (const folder of (await readdir(this.#root)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
			for (const name of await readdir(join(this.#root, folder))) {
				const found = await stat(join(this.#root, folder, name)).catch(() => null); // removed meanwhile
				if (found !== null) {
					yield { id: name as BlobId, storedAt: Math.floor(found.mtimeMs) };
				}
			}
		}
	}

	async #store(id: BlobId, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<BlobInfo> {
		this.#refuseIfClosed();
		const path = join(this.#root, unfinished, `${id}-${randomBytes(4).toString('hex')}`);
		try {
			const info = await write(path, id, source, maxBytes);
			const isNew = (await mkdir(this.#folder(id), { recursive: true, mode: 0o700 })) !== undefined;
			await rename(path, this.#path(id));
			// A name is durable only with its folder, and a new folder only with the one above.
			await syncFolder(this.#folder(id));
			if (isNew) await syncFolder(this.#root);
			return info;
		} catch (error) {
			await rm(path, { force: true });
			throw portError(error);
		}
	}

	async #file(id: BlobId): Promise<FileHandle | null> {
		this.#refuseIfClosed();
		if (!idPattern.test(id)) {
			return null;
		}
		try {
			return await open(this.#path(id));
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return null;
			throw error;
		}
	}

	#refuseIfClosed(): void {
		if (this.#owner.isClosed) {
			throw new Busy('closed');
		}
	}

	#folder(id: BlobId): string {
		return join(this.#root, id.slice(0, 2));
	}

	#path(id: BlobId): string {
		return join(this.#folder(id), id);
	}
}

async function write(
	path: string,
	id: BlobId,
	source: AsyncIterable<Uint8Array>,
	maxBytes: number,
): Promise<BlobInfo> {
	const file = await open(path, 'wx', 0o600);
	try {
		const hash = createHash('sha256');
		let size = 0;
		for await (const chunk of source) {
			size += chunk.byteLength;
			if (size > maxBytes) {
				throw new BlobTooLarge(maxBytes);
			}
			hash.update(chunk);
			await writeAll(file, chunk);
		}
		const sha256 = hash.digest('hex');
		await writeAll(file, Buffer.from(`${sha256}\n`));
		await file.sync();
		return { id, size, sha256 };
	} finally {
		await file.close();
	}
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
	for (let written = 0; written < bytes.byteLength;) {
		written += (await file.write(bytes, written)).bytesWritten;
	}
}

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path);
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

function codeOf(error: unknown): unknown {
	return (error as { code?: unknown } | null)?.code;
}

/** Errors of the source pass through as they are. */
function portError(error: unknown): unknown {
	switch (codeOf(error)) {
		case 'ENOSPC':
		case 'EDQUOT':
			return new Busy('disk_full', error);
		case 'EROFS':
		case 'EACCES':
			return new Busy('read_only', error);
		default:
			return error;
	}
}
