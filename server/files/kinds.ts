import type { PictureType } from '../ports/pictures.ts';

/*
 * What may be sent. What a file is follows from its bytes; its name only chooses among those that look the same inside: text,
 * and everything that is packed as ZIP or as an old office document.
 */

/** What the bytes are. */
export type Sniffed =
	| { readonly kind: 'picture'; readonly type: PictureType }
	/** Pictures that are not made anew. */
	| { readonly kind: 'other'; readonly type: 'image/heic' | 'image/avif' | 'application/pdf' }
	| { readonly kind: 'zip' | 'ole' | 'text' }
	| { readonly kind: 'refused' };

/** Endings that a name may have for a type; the first is put there when it has another. */
export const endings: Readonly<Record<string, readonly string[]>> = {
	'image/png': ['png'],
	'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
	'image/webp': ['webp'],
	'image/gif': ['gif'],
	'image/heic': ['heic', 'heif'],
	'image/avif': ['avif'],
	'application/pdf': ['pdf'],
};

const office = 'application/vnd.openxmlformats-officedocument.';
const openDocument = 'application/vnd.oasis.opendocument.';

/** By ending: only these. Others that are packed in the same way hold programs. */
export const typesByEnding: Readonly<
	Record<'zip' | 'ole' | 'text', Readonly<Record<string, string>>>
> = {
	zip: {
		zip: 'application/zip',
		docx: `${office}wordprocessingml.document`,
		xlsx: `${office}spreadsheetml.sheet`,
		pptx: `${office}presentationml.presentation`,
		odt: `${openDocument}text`,
		ods: `${openDocument}spreadsheet`,
		odp: `${openDocument}presentation`,
	},
	ole: {
		doc: 'application/msword',
		xls: 'application/vnd.ms-excel',
		ppt: 'application/vnd.ms-powerpoint',
	},
	text: {
		txt: 'text/plain',
		text: 'text/plain',
		log: 'text/plain',
		md: 'text/plain',
		csv: 'text/csv',
		tsv: 'text/tab-separated-values',
		json: 'application/json',
	},
};

const allEndings = new Set([
	...Object.values(endings).flat(),
	...Object.values(typesByEnding).flatMap((types) => Object.keys(types)),
]);

/** In lower case and without the dot; empty: none. */
export const endingOf = (name: string): string =>
	/[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether a file with this name and the type that its sender gives it has a chance. */
export const isWorthSending = (name: string, claimed: string): boolean =>
	allEndings.has(endingOf(name)) || claimed in endings;

/** Whether the sender says that it is a picture. */
export const isCalledPicture = (name: string, claimed: string): boolean =>
	claimed.startsWith('image/') ||
	Object.entries(endings).some(
		([type, list]) => type.startsWith('image/') && list.includes(endingOf(name)),
	);
