import type SharpLibrary from 'sharp';
import type { Picture, Pictures, PictureType, Portraits } from '../ports/pictures.ts';

type Sharp = typeof SharpLibrary;
type Image = ReturnType<Sharp>;

/** Width x height x frames. What is decoded takes four bytes for each. */
const maxPixels = 40_000_000;
const maxSeconds = 20;
/** Twice what is shown, for dense screens. */
const portraitEdge = 256;

const formats: Readonly<Record<PictureType, string>> = {
	'image/png': 'png',
	'image/jpeg': 'jpeg',
	'image/webp': 'webp',
	'image/gif': 'gif',
};

export interface PictureDeps {
	/** Loads the library with the first picture: it takes memory, and some machines cannot load it at all. */
	readonly load?: () => Promise<Sharp>;
	/** Told once, when the library cannot be loaded. */
	readonly failed: (error: unknown) => void;
}

export function createPictures({ load = loadSharp, failed }: PictureDeps): Pictures & Portraits {
	let loaded: Promise<Sharp | null> | null = null;
	const library = (): Promise<Sharp | null> =>
		(loaded ??= load().catch((error: unknown) => {
			failed(error);
			return null;
		}));

	const made = (make: typeof remake): Pictures['remake'] =>
		async function (bytes, type) {
			const sharp = await library();
			if (sharp === null) return null;
			try {
				return await make(sharp, bytes, type);
			} catch {
				// What the library says of a broken file helps nobody.
				return null;
			}
		};
	return { remake: made(remake), portrait: made(portrait) };
}

async function loadSharp(): Promise<Sharp> {
	const { default: sharp } = await import('sharp');
	// No picture comes twice, and one thread for each leaves the others to the conversations.
	sharp.cache(false);
	sharp.concurrency(1);
	return sharp;
}

async function remake(sharp: Sharp, bytes: Uint8Array, type: PictureType): Promise<Picture | null> {
	const input = { animated: true, limitInputPixels: maxPixels, failOn: 'error' } as const;
	const facts = await sharp(bytes, input).metadata();
	const pages = facts.pages ?? 1;
	// Of a moving picture, `height` is that of all frames one below the other.
	if (facts.format !== formats[type] || facts.width * facts.height > maxPixels) return null;
	const image = sharp(bytes, input).timeout({ seconds: maxSeconds });
	// Frames one below the other cannot be turned.
	const upright = pages > 1 ? image : image.autoOrient();
	const { data, info } = await encode(upright, type).toBuffer({ resolveWithObject: true });
	return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
}

async function portrait(
	sharp: Sharp,
	bytes: Uint8Array,
	type: PictureType,
): Promise<Picture | null> {
	const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' });
	if ((await image.metadata()).format !== formats[type]) return null;
	const { data, info } = await image
		.timeout({ seconds: maxSeconds })
		.autoOrient()
		.resize(portraitEdge, portraitEdge, { fit: 'cover' })
		.webp({ quality: 85 })
		.toBuffer({ resolveWithObject: true });
	return { bytes: data, width: info.width, height: info.height };
}

/** Metadata are left out by the library unless one asks for them. */
function encode(image: Image, type: PictureType): Image {
	switch (type) {
		case 'image/png':
			return image.png();
		case 'image/jpeg':
			return image.jpeg({ quality: 85 });
		case 'image/webp':
			return image.webp({ quality: 85 });
		case 'image/gif':
			return image.gif();
	}
}
