import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { TranscriptFormat } from './render-visitor.ts';

/* Links to transcripts: whoever has one may read that conversation, as its visitor sees it, for five minutes. */

const linkMs = 5 * 60_000;

export interface TranscriptWanted {
	readonly conversation: string;
	readonly format: TranscriptFormat;
	/** BCP 47; null: not known. */
	readonly locale: string | null;
	/** IANA; null: not known. */
	readonly timeZone: string | null;
}

export interface TranscriptLink {
	/** Path and query, without an origin. */
	readonly url: string;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
}

/** What stands in a link, as it came. */
export type LinkParts = Readonly<Record<'conversation' | 'f' | 'l' | 'z' | 'e' | 's', string>>;

/** @param secret the server's key; links are signed with one that is derived from it */
export function createLinkSigner(secret: Uint8Array) {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'parley transcript links 1', 32));
	const macOf = ({ conversation, f, l, z, e }: Omit<LinkParts, 's'>): Buffer =>
		createHmac('sha256', key)
			.update(JSON.stringify([conversation, f, l, z, e]))
			.digest();

	return {
		sign(
			{ conversation, format, locale, timeZone }: TranscriptWanted,
			now: number,
		): TranscriptLink {
			const expiresAt = now + linkMs;
			const given = { f: format, l: locale ?? '', z: timeZone ?? '', e: expiresAt.toString(36) };
			const s = macOf({ conversation, ...given }).toString('base64url');
			const query = new URLSearchParams({ ...given, s }).toString();
			return { url: `/transcripts/${encodeURIComponent(conversation)}?${query}`, expiresAt };
		},
		/** Throws `conversation_not_found` for a link that we did not make, `link_expired` for one that is too old. */
		check(
			parts: LinkParts,
			now: number,
		): TranscriptWanted & { readonly conversation: ConversationId } {
			const right = macOf(parts);
			const given = Buffer.from(parts.s, 'base64url');
			if (given.length !== right.length || !timingSafeEqual(given, right)) throw noTranscript();
			if (Number.parseInt(parts.e, 36) <= now) {
				throw new DomainError(
					'link_expired',
					'This link to a transcript has expired. Open it from the chat again.',
				);
			}
			return {
				conversation: parts.conversation as ConversationId,
				format: parts.f === 'html' ? 'html' : 'txt',
				locale: parts.l === '' ? null : parts.l,
				timeZone: parts.z === '' ? null : parts.z,
			};
		},
	};
}

export const noTranscript = (): DomainError =>
	new DomainError(
		'conversation_not_found',
		'This link leads to no transcript. Open it from the chat again.',
	);
