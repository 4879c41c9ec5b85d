import { createHash } from 'node:crypto';
import { BlobTooLarge } from '../../ports/errors.ts';
import type { BlobId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { collect } from './samples.ts';

/** Bytes by id. */
export function blobsContract({ opened }: Topic): void {
	const blobs = () => opened().blobs;
	const bytesOf = (length: number): Buffer =>
		Buffer.alloc(length, Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz+'));

	async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
		for (let start = 0; start < bytes.length; start += size) {
			// A real source may use its buffer again as soon as the next piece is asked for.
			const piece = Buffer.from(bytes.subarray(start, start + size));
			yield piece;
			piece.fill(0);
			await Promise.resolve();
		}
	}
	async function read(
		id: BlobId,
		range?: { readonly start: number; readonly end: number },
	): Promise<Buffer | null> {
		const stream = await blobs().open(id, range);
		return (
			stream && Buffer.concat((await collect<Buffer>(stream)).map((piece) => Buffer.from(piece)))
		);
	}
	async function listed(): Promise<BlobId[]> {
		return (await collect(blobs().list())).map((entry) => entry.id);
	}

	it.each([0, 1, 1_000, 300_000])('keeps %i bytes', async (length) => {
		const bytes = bytesOf(length);
		const info = await blobs().put(inPieces(bytes, 70_000), 1_000_000);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		expect(info).toEqual({ id: info.id, size: length, sha256 });
		expect(info.id).toMatch(/^[0-9a-f]{32}$/);
		expect(await blobs().info(info.id)).toEqual(info);
		expect((await read(info.id))!.equals(bytes)).toBe(true);
	});

	it('gives each its own id', async () => {
		const infos = await Promise.all(
			Array.from({ length: 5 }, () => blobs().put(inPieces(bytesOf(10), 3), 10)),
		);
		expect(new Set(infos.map((info) => info.id)).size).toBe(5);
	});

	it('opens a range, both ends in it', async () => {
		const bytes = bytesOf(200_000);
		const { id } = await blobs().put(inPieces(bytes, 65_536), 200_000);
		for (const [start, end] of [
			[0, 0],
			[0, 99],
			[65_530, 65_540],
			[199_999, 199_999],
			[100_000, 199_999],
			[199_990, 1_000_000],
		] as const) {
			expect((await read(id, { start, end }))!.equals(bytes.subarray(start, end + 1))).toBe(true);
		}
	});

	it('takes exactly the allowed length, and leaves nothing of more', async () => {
		const before = await listed();
		const { id } = await blobs().put(inPieces(bytesOf(1_000), 300), 1_000);
		const tooLarge = blobs().put(inPieces(bytesOf(1_001), 300), 1_000);
		await expect(tooLarge).rejects.toBeInstanceOf(BlobTooLarge);
		await expect(blobs().put(inPieces(bytesOf(9_000_000), 65_536), 1)).rejects.toBeInstanceOf(
			BlobTooLarge,
		);
		expect((await listed()).sort()).toEqual([...before, id].sort());
	});

	it('leaves nothing of a stream that breaks off, and says why', async () => {
		const before = await listed();
		const broken = async function* () {
			yield bytesOf(100);
			await Promise.resolve();
			throw new Error('the sender went away');
		};
		await expect(blobs().put(broken(), 1_000)).rejects.toThrow('the sender went away');
		expect(await listed()).toEqual(before);
	});

	it('knows nothing of an unknown id, of whatever form', async () => {
		for (const id of ['0'.repeat(32), '../../etc/passwd', '', 'A'.repeat(32), '\u0000']) {
			expect(await blobs().open(id as BlobId)).toBeNull();
			expect(await blobs().info(id as BlobId)).toBeNull();
			expect(await blobs().remove(id as BlobId)).toBe(false);
		}
	});

	it('removes once', async () => {
		const { id } = await blobs().put(inPieces(bytesOf(10), 10), 10);
		expect(await blobs().remove(id)).toBe(true);
		expect(await blobs().remove(id)).toBe(false);
		expect(await blobs().open(id)).toBeNull();
		expect(await listed()).not.toContain(id);
	});

	it('lists each with the time at which it was stored', async () => {
		const earliest = Date.now() - 2_000;
		const { id } = await blobs().put(inPieces(bytesOf(10), 10), 10);
		const entry = (await collect(blobs().list())).find((other) => other.id === id);
		expect(entry!.storedAt).toBeGreaterThanOrEqual(earliest);
		expect(entry!.storedAt).toBeLessThanOrEqual(Date.now() + 2_000);
	});

	it('puts under a known id, again as well', async () => {
		const id = 'ab'.repeat(16) as BlobId;
		const bytes = bytesOf(5_000);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		for (let round = 0; round < 2; round += 1) {
			expect(await blobs().putAs(id, inPieces(bytes, 999))).toEqual({ id, size: 5_000, sha256 });
			expect((await read(id))!.equals(bytes)).toBe(true);
		}
		expect((await listed()).filter((other) => other === id)).toHaveLength(1);
	});
}
