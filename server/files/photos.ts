import { DomainError } from '../../shared/errors.ts';
import type { BlobId } from '../../shared/ids.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Portraits } from '../ports/pictures.ts';
import { createGate } from '../routing/index.ts';
import { fileNotFound } from './sign.ts';
import { sniff } from './sniff.ts';

const maxBytes = 8 * 2 ** 20;

export type Photos = ReturnType<typeof createPhotos>;

/** Pictures of agents: small squares that we made ourselves of what was sent, so that anybody may see them. */
export function createPhotos({
	blobs,
	portraits,
}: {
	readonly blobs: Blobs;
	readonly portraits: Portraits;
}) {
	// Each holds the bytes and a decoded picture in memory.
	const oneAtATime = createGate({
		atOnce: 1,
		waiting: 20,
		full: () =>
			new DomainError('busy', 'The server is busy with other pictures. Try again.', {
				retryMs: 2000,
			}),
	});

	return {
		/** What comes of `open`. */
		type: 'image/webp',
		/** Stores a picture that nothing names yet. Throws `file_too_large`, `file_type_refused`. */
		keep: (source: AsyncIterable<Uint8Array>): Promise<BlobId> =>
			oneAtATime(async () => {
				const bytes = await collect(source);
				const found = sniff(bytes);
				if (found.kind !== 'picture') throw noPicture();
				const picture = await portraits.portrait(bytes, found.type);
				if (picture === null) throw noPicture();
				const blob = await blobs.put(inOnePiece(picture.bytes), picture.bytes.byteLength);
				return blob.id;
			}),
		/** Throws `file_not_found`. Which blobs are photos is the caller's to know. */
		async open(blob: BlobId) {
			const stream = await blobs.open(blob);
			if (stream === null) throw fileNotFound();
			return stream;
		},
		/** What cannot be removed now is found by repair. */
		drop: async (blob: BlobId): Promise<void> => {
			await blobs.remove(blob).catch(() => false);
		},
	};
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of source) {
		size += piece.byteLength;
		if (size > maxBytes)
			throw new DomainError('file_too_large', 'A photo may have up to 8 MB. Send a smaller one.');
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

const noPicture = (): DomainError =>
	new DomainError(
		'file_type_refused',
		'This is no picture that can be shown. Send a PNG, JPEG, WebP or GIF.',
	);

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}
