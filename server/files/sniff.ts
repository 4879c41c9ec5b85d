import type { PictureType } from '../ports/pictures.ts';
import type { Sniffed } from './kinds.ts';

/* What a file is, by its first bytes. */

const pictures: readonly (readonly [PictureType, (start: string) => boolean])[] = [
	['image/png', (start) => start.startsWith('\x89PNG\r\n\x1a\n')],
	['image/jpeg', (start) => start.startsWith('\xff\xd8\xff')],
	['image/webp', (start) => /^RIFF[^]{4}WEBP/.test(start)],
	['image/gif', (start) => /^GIF8[79]a/.test(start)],
];
const zips = ['PK\x03\x04', 'PK\x05\x06'];

export function sniff(bytes: Uint8Array): Sniffed {
	const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString(
		'latin1',
	);
	for (const [type, isIt] of pictures) {
		if (isIt(start)) return { kind: 'picture', type };
	}
	const brand = brandOf(start);
	if (brand !== null) return { kind: 'other', type: brand };
	if (start.startsWith('%PDF-')) return { kind: 'other', type: 'application/pdf' };
	if (zips.some((magic) => start.startsWith(magic))) return { kind: 'zip' };
	if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { kind: 'ole' };
	const text = textOf(bytes);
	return { kind: text === null || isCode(text) ? 'refused' : 'text' };
}

/** The brands that a file of the ISO container names: its own and those it is like. */
function brandOf(start: string): 'image/heic' | 'image/avif' | null {
	if (start.slice(4, 8) !== 'ftyp') return null;
	const end = Math.min(start.charCodeAt(2) * 256 + start.charCodeAt(3), start.length);
	const brands = start.slice(8, end).match(/[^]{4}/g) ?? [];
	if (brands.some((brand) => /^avi[fs]$/.test(brand))) return 'image/avif';
	return brands.some((brand) => /^(hei[cxms]|hev[cxms])$/.test(brand)) ? 'image/heic' : null;
}

/** Null: these bytes are no text. Tables are often exported in an old one-byte encoding or in UTF-16. */
function textOf(bytes: Uint8Array): string | null {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const [first, second] = bytes;
	let text: string;
	if (first === 0xff && second === 0xfe) text = buffer.toString('utf16le');
	else if (first === 0xfe && second === 0xff) {
		text = Buffer.from(buffer.subarray(0, buffer.length & ~1))
			.swap16()
			.toString('utf16le');
	} else text = buffer.toString('latin1');
	// eslint-disable-next-line no-control-regex
	return /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
}

/** What begins as a page, a drawing or a script; a mark of the encoding and comments may come before. */
function isCode(text: string): boolean {
	const begin = text
		.slice(0, 1024)
		.replace(/^(?:\xef\xbb\xbf|\ufeff)/, '')
		.trimStart();
	return /^(#!|<[a-z!?/])/i.test(begin) || /<(script|html|svg)[\s>/]/i.test(begin);
}
