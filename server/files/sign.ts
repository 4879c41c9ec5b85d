import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { BlobId } from '../../shared/ids.ts';
import type { FileRef } from '../conversations/index.ts';
import { cleanName } from './clean-name.ts';

/* Links to files: whoever has one may read the file for some minutes. All that the answer depends on is signed. */

export interface SignedFile {
	readonly blob: BlobId;
	readonly name: string;
	readonly type: string;
	readonly isInline: boolean;
}

export interface Link {
	/** Path and query, without an origin. */
	readonly url: string;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
}

/** What stands in a link, as it came. */
export interface LinkParts {
	readonly blob: string;
	readonly name: string;
	readonly t: string;
	readonly i: string;
	readonly e: string;
	readonly s: string;
}

/** @param secret the server's key; links are signed with one that is derived from it */
export function createSigner(secret: Uint8Array, linkMs: number) {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'parley file links 1', 32));
	const macOf = ({ blob, name, t, i, e }: Omit<LinkParts, 's'>): Buffer =>
		createHmac('sha256', key)
			.update(JSON.stringify([blob, name, t, i, e]))
			.digest();

	return {
		sign(file: Pick<FileRef, 'blob' | 'name' | 'type' | 'inline'>, now: number): Link {
			const expiresAt = now + linkMs;
			const parts = {
				blob: file.blob,
				name: cleanName(file.name),
				t: file.type,
				i: file.inline === true ? '1' : '0',
				e: expiresAt.toString(36),
			};
			const { t, i, e } = parts;
			const query = new URLSearchParams({ t, i, e, s: macOf(parts).toString('base64url') });
			const path = `/files/${parts.blob}/${encodeURIComponent(parts.name)}`;
			return { url: `${path}?${query.toString()}`, expiresAt };
		},
		/** Throws `file_not_found` for a link that we did not make, `link_expired` for one that is too old. */
		check(parts: LinkParts, now: number): SignedFile {
			const right = macOf(parts);
			const given = Buffer.from(parts.s, 'base64url');
			if (given.length !== right.length || !timingSafeEqual(given, right)) throw fileNotFound();
			if (Number.parseInt(parts.e, 36) <= now) {
				throw new DomainError(
					'link_expired',
					'This link to a file has expired. Open the file from the conversation again.',
				);
			}
			const { blob, name, t, i } = parts;
			return { blob: blob as BlobId, name, type: t, isInline: i === '1' };
		},
	};
}

export const fileNotFound = (): DomainError =>
	new DomainError(
		'file_not_found',
		'This file is not here: it was removed, or it was never complete. Send it again.',
	);
