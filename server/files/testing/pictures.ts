import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/* Pictures made for tests. */

const red = { r: 255, g: 0, b: 0 };
const blue = { r: 0, g: 0, b: 255 };

export const png = (width = 8, height = 6): Promise<Buffer> =>
	sharp({ create: { width, height, channels: 3, background: red } })
		.png({ compressionLevel: 1 })
		.toBuffer();

/** Stored 40 x 20, red on the left and blue on the right, to be shown turned to the right: 20 x 40 with red on top. */
export async function phonePhoto(): Promise<Buffer> {
	const half = await sharp({ create: { width: 20, height: 20, channels: 3, background: blue } })
		.png()
		.toBuffer();
	return sharp({ create: { width: 40, height: 20, channels: 3, background: red } })
		.composite([{ input: half, left: 20, top: 0 }])
		.withExif({
			IFD0: { Make: 'SecretPhone', Artist: 'Secret Person' },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' },
		})
		.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPlace</x:xmpmeta>')
		.withMetadata({ orientation: 6 })
		.jpeg({ quality: 95 })
		.toBuffer();
}

export async function moving(type: 'gif' | 'webp'): Promise<Buffer> {
	const frames = await Promise.all(
		[red, blue, red].map((background) =>
			sharp({ create: { width: 10, height: 8, channels: 3, background } })
				.png()
				.toBuffer(),
		),
	);
	const image = sharp(frames, { join: { animated: true } });
	return type === 'gif' ? image.gif().toBuffer() : image.webp({ lossless: true }).toBuffer();
}

/** A PNG of a hundred bytes that says to be of this size. */
export function bomb(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2], 8);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.alloc(1000))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type), data]);
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}
