import sharp from 'sharp';
import { createPictures } from '../system/pictures.ts';
import { tidyUp } from '../stores/sqlite/open-for-test.ts';
import { filesCollection } from './index.ts';
import { bomb, moving, phonePhoto, png } from './testing/pictures.ts';
import { openPlace, refusal, storedBytes, vera, type Place } from './testing/place.ts';

afterEach(tidyUp);

const utf8 = (text: string): Buffer => Buffer.from(text);
async function kept(place: Place, name: string, bytes: Uint8Array, type = '') {
	const id = await place.upload(vera, name, bytes, type);
	const {
		refs: [ref],
	} = await place.files.attach(vera, [id]);
	return { ref, bytes: await storedBytes(place, vera, id) };
}

describe('pictures', () => {
	it('lose all metadata, and stand upright', async () => {
		const place = await openPlace();
		const photo = await phonePhoto();
		expect(photo.toString('latin1')).toMatch(/SecretPhone[^]*SecretPlace/);
		const { ref, bytes } = await kept(place, 'IMG_1.JPG', photo);
		expect(ref).toMatchObject({ type: 'image/jpeg', width: 20, height: 40, inline: true });
		expect(bytes.toString('latin1')).not.toMatch(/Secret|Exif|xmp|GPS/i);
		const facts = await sharp(bytes).metadata();
		expect([facts.exif, facts.xmp, facts.orientation]).toEqual([undefined, undefined, undefined]);
		const pixel = async (top: number) => [
			...(await sharp(bytes).extract({ left: 10, top, width: 1, height: 1 }).raw().toBuffer()),
		];
		const [redAbove, , blueAbove] = await pixel(5);
		const [redBelow, , blueBelow] = await pixel(35);
		expect(Number(redAbove) - Number(blueAbove)).toBeGreaterThan(200);
		expect(Number(blueBelow) - Number(redBelow)).toBeGreaterThan(200);
	});
	it.each(['gif', 'webp'] as const)('that move, move on: %s', async (type) => {
		const place = await openPlace();
		const { ref, bytes } = await kept(place, `m.${type}`, await moving(type));
		expect(ref).toMatchObject({ type: `image/${type}`, width: 10, height: 8, inline: true });
		expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ pages: 3 });
	});
	it('get the ending that they deserve', async () => {
		const place = await openPlace();
		const { ref } = await kept(place, 'photo.jpg', await png());
		expect(ref).toMatchObject({ name: 'photo.jpg.png', type: 'image/png', inline: true });
	});
	it('with more than 40 megapixels are not decoded, but can be downloaded', async () => {
		const place = await openPlace();
		const most = await kept(place, 'most.png', await png(8000, 5000));
		expect(most.ref).toMatchObject({ inline: true, width: 8000 });
		const big = await png(8000, 5001);
		const more = await kept(place, 'more.png', big);
		expect(more.ref).not.toHaveProperty('inline');
		expect(more.bytes.equals(big)).toBe(true);
		const tiny = bomb(60_000, 60_000);
		expect((await kept(place, 'bomb.png', tiny)).ref).not.toHaveProperty('inline');
	});
	it('that are broken can be downloaded', async () => {
		const place = await openPlace();
		const half = (await phonePhoto()).subarray(0, 700);
		const { ref, bytes } = await kept(place, 'half.jpg', half);
		expect(ref).toMatchObject({ type: 'image/jpeg', size: 700 });
		expect(ref).not.toHaveProperty('inline');
		expect(bytes.equals(half)).toBe(true);
	});
	it('can be downloaded where the library cannot be loaded, which is said once', async () => {
		const failures: unknown[] = [];
		const pictures = createPictures({
			load: () => Promise.reject(new Error('no such library')),
			failed: (error) => failures.push(error),
		});
		const place = await openPlace({ pictures });
		const picture = await png();
		for (const name of ['a.png', 'b.png']) {
			const { ref, bytes } = await kept(place, name, picture);
			expect(ref).toEqual({
				blob: ref?.blob,
				name,
				type: 'image/png',
				size: picture.length,
			});
			expect(bytes.equals(picture)).toBe(true);
		}
		expect(failures).toHaveLength(1);
	});
	it('carry no script along', async () => {
		const place = await openPlace();
		const gif = Buffer.concat([await moving('gif'), utf8('/*<script>alert(1)</script>*/')]);
		const { ref, bytes } = await kept(place, 'a.gif', gif);
		expect(ref).toMatchObject({ inline: true });
		expect(bytes.includes('alert')).toBe(false);
		const script = utf8('GIF89a=1;alert(1)//');
		expect((await kept(place, 'b.gif', script)).ref).not.toHaveProperty('inline');
	});
});

describe('what is not what it is called', () => {
	const page = utf8('<!DOCTYPE html><script>alert(1)</script>');
	const drawing = utf8('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
	const program = Buffer.from('4d5a90000300000004000000ffff0000', 'hex');
	it.each<[string, Uint8Array, string]>([
		['page.png', page, ''],
		['page.png', page, 'image/png'],
		['page.txt', page, 'text/plain'],
		['page.csv', utf8('\ufeff \n<html>'), ''],
		['page.pdf', page, 'application/pdf'],
		['drawing.png', drawing, ''],
		['drawing.txt', utf8(`<?xml version="1.0"?>\n<!-- c -->${drawing.toString()}`), ''],
		['late.txt', utf8('x\n<script>alert(1)</script>'), ''],
		['script.txt', utf8('#!/bin/sh\nrm -rf /'), ''],
		['program.txt', program, ''],
		['program.jpg', program, ''],
		['program.zip', program, ''],
		['words.png', utf8('only words'), ''],
		['table.jpg', utf8('PK\x03\x04 and so on'), ''],
		['pdf.gif', utf8('%PDF-1.7'), ''],
		['archive.txt', utf8('PK\x03\x04 and so on'), ''],
		['utf16.txt', Buffer.from('\ufeff<html>', 'utf16le'), ''],
	])('is refused, and nothing of it stays: %s', async (name, bytes, type) => {
		const place = await openPlace();
		const { id } = await place.files.start(vera, { name, size: bytes.byteLength, type });
		async function* whole(): AsyncGenerator<Uint8Array> {
			yield await Promise.resolve(bytes);
		}
		const refused = await refusal(place.files.append(vera, id, 0, whole()));
		expect(refused.code).toBe('file_type_refused');
		expect((await refusal(place.files.progress(vera, id))).code).toBe('file_not_found');
		expect([await place.blobCount(), await place.parts.size(id)]).toEqual([0, null]);
		expect(await place.store.get(filesCollection, id)).toMatchObject({ state: 'gone', name: '' });
	});
});

describe('what is downloaded only', () => {
	const ftyp = (brand: string): Buffer =>
		Buffer.concat([Buffer.from([0, 0, 0, 24]), utf8(`ftypmif1\0\0\0\0mif1${brand}`)]);
	it.each<[string, Uint8Array, string]>([
		['a.txt', utf8('Grüße'), 'text/plain'],
		['old.csv', Buffer.from('Gr\xfc\xdfe;1\r\n', 'latin1'), 'text/csv'],
		['excel.csv', Buffer.from('\ufeffGrüße;1', 'utf16le'), 'text/csv'],
		['a.pdf', utf8('%PDF-1.7 ...'), 'application/pdf'],
		['a.zip', utf8('PK\x03\x04...'), 'application/zip'],
		[
			'a.docx',
			utf8('PK\x03\x04...'),
			'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		],
		['a.xls', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'application/vnd.ms-excel'],
		['a.heic', ftyp('heic'), 'image/heic'],
		['a.avif', ftyp('avif'), 'image/avif'],
	])('stays as it is: %s', async (name, given, type) => {
		const place = await openPlace();
		const { ref, bytes } = await kept(place, name, given);
		expect(ref).toEqual({ blob: ref?.blob, name, type, size: given.byteLength });
		expect(bytes.equals(given)).toBe(true);
	});
});
