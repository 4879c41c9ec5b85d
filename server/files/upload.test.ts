import { createHash, randomBytes } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { VisitorId } from '../../shared/ids.ts';
import { Busy } from '../ports/errors.ts';
import { newDisk, tidyUp } from '../stores/sqlite/open-for-test.ts';
import { filesCollection, siteHoursCollection, type Uploader } from './index.ts';
import {
	anna,
	brokenAfter,
	hourMs,
	inPieces,
	noon,
	openPlace,
	paul,
	refusal,
	storedBytes,
	vera,
	type Place,
} from './testing/place.ts';
import { WrongOffset } from './wrong-offset.ts';

afterEach(tidyUp);

const text = (length: number): Buffer => Buffer.alloc(length, 'words ');
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const begin = (place: Place, by: Uploader, name: string, size: number, type = '') =>
	place.files.start(by, { name, size, type });

describe('beginning an upload', () => {
	it('takes a file of the largest size and refuses one byte more', async () => {
		const place = await openPlace();
		const most = 10 * 1024 * 1024;
		expect(await begin(place, vera, 'a.txt', most)).toMatchObject({ offset: 0 });
		const refused = await refusal(begin(place, vera, 'a.txt', most + 1));
		expect([refused.code, refused.message]).toEqual([
			'file_too_large',
			expect.stringContaining('at most 10 MB'),
		]);
	});
	it('refuses an empty file and sizes that are none', async () => {
		const place = await openPlace();
		for (const size of [0, -1, 1.5, Number.NaN, Infinity])
			expect((await refusal(begin(place, vera, 'a.txt', size))).code).toBe('bad_request');
	});
	it.each(['page.html', 'drawing.svg', 'run.exe', 'run.js', 'app.jar', 'macro.docm', 'noending'])(
		'refuses %s before its bytes are sent',
		async (name) => {
			const place = await openPlace();
			expect((await refusal(begin(place, vera, name, 5))).code).toBe('file_type_refused');
		},
	);
	it('takes a pasted picture without an ending', async () => {
		const place = await openPlace();
		expect(await begin(place, vera, 'image', 5, 'image/PNG')).toMatchObject({ offset: 0 });
	});
	it('counts 20 an hour for a visitor, also those that are begun at once, and says when the next may come', async () => {
		const place = await openPlace();
		place.clock.at = noon - hourMs / 2;
		await begin(place, vera, 'a.txt', 5);
		place.clock.at = noon;
		const many = await Promise.allSettled(
			Array.from({ length: 25 }, () => begin(place, vera, 'a.txt', 5)),
		);
		expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
		const refused = await refusal(begin(place, vera, 'a.txt', 5));
		expect([refused.code, refused.retryMs]).toEqual(['rate_limited', hourMs / 2]);
		expect(await begin(place, paul, 'a.txt', 5)).toMatchObject({ offset: 0 });
		place.clock.at += hourMs / 2 - 1;
		expect((await refusal(begin(place, vera, 'a.txt', 5))).retryMs).toBe(1);
		place.clock.at += 1;
		expect(await begin(place, vera, 'a.txt', 5)).toMatchObject({ offset: 0 });
	});
	it('counts 200 an hour for an agent', async () => {
		const place = await openPlace();
		for (let n = 0; n < 200; n += 1) await begin(place, anna, 'a.txt', 5);
		expect((await refusal(begin(place, anna, 'a.txt', 5))).code).toBe('rate_limited');
	});
	it('counts refused files too', async () => {
		const place = await openPlace({ limits: { perVisitorHour: 1 } });
		const { id } = await begin(place, vera, 'a.png', 4);
		await refusal(place.files.append(vera, id, 0, inPieces(Buffer.from('none'))));
		expect((await refusal(begin(place, vera, 'a.png', 4))).code).toBe('rate_limited');
	});
	it('gives a site so many bytes a day and not one more', async () => {
		const place = await openPlace({ limits: { siteDayBytes: 100 } });
		await begin(place, vera, 'a.txt', 60);
		place.clock.at = noon + 5 * hourMs;
		await begin(place, paul, 'a.txt', 40);
		const refused = await refusal(begin(place, paul, 'a.txt', 1));
		expect([refused.code, refused.retryMs]).toEqual(['rate_limited', 19 * hourMs]);
		expect(await begin(place, anna, 'a.txt', 1000)).toMatchObject({ offset: 0 });
		place.clock.at = noon + 24 * hourMs;
		await begin(place, paul, 'a.txt', 60);
		expect((await refusal(begin(place, paul, 'a.txt', 1))).code).toBe('rate_limited');
	});
	it('gives one address a part of the site’s bytes, whatever tokens it comes with', async () => {
		const place = await openPlace({ limits: { siteDayBytes: 100, addressDayBytes: 50 } });
		const wanted = (size: number) => ({ name: 'a.txt', size, type: '' });
		const newcomer = (n: number) => ({ ...vera, id: `v_${n}` as VisitorId });
		const many = await Promise.allSettled(
			Array.from({ length: 10 }, (_, n) => place.files.start(newcomer(n), wanted(10), '192.0.2.1')),
		);
		expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
		const refused = await refusal(place.files.start(vera, wanted(1), '192.0.2.1'));
		expect([refused.code, refused.retryMs]).toEqual(['rate_limited', 24 * hourMs]);
		expect(refused.message).toContain('your network');
		// Somebody else, and somebody of whom it is not known.
		await place.files.start(paul, wanted(20), '192.0.2.2');
		await place.files.start(paul, wanted(20), null);
		// The site itself has 10 left; what it refuses is not counted for the address.
		expect((await refusal(place.files.start(paul, wanted(30), '192.0.2.2'))).message).not.toContain(
			'your network',
		);
		await place.files.start(paul, wanted(10), '192.0.2.2');
		const { items } = await place.store.find(siteHoursCollection, { index: 'byHour', limit: 9 });
		expect(items.map(({ bytes }) => bytes).sort((a, b) => a - b)).toEqual([30, 50, 100]);
		expect(JSON.stringify(items)).not.toContain('192.0.2');
		place.clock.at = noon + 24 * hourMs;
		await place.files.start(vera, wanted(50), '192.0.2.1');
	});
	it('gives the last bytes of a site away once', async () => {
		const place = await openPlace({ limits: { siteDayBytes: 100 } });
		const other = place.restarted();
		const wanted = { name: 'a.txt', size: 60, type: '' };
		const both = await Promise.allSettled([
			place.files.start(vera, wanted),
			other.start(paul, wanted),
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});
});

describe('sending the bytes', () => {
	it('keeps them as they are, in a file that nobody else can read meanwhile', async () => {
		const place = await openPlace();
		const bytes = text(300_000);
		const { id } = await begin(place, vera, 'long.txt', bytes.length);
		expect(await place.files.append(vera, id, 0, inPieces(bytes.subarray(0, 100_000)))).toEqual({
			offset: 100_000,
		});
		const path = join(place.dataDir, 'uploads', id);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		const done = await place.files.append(vera, id, 100_000, inPieces(bytes.subarray(100_000)));
		expect(done).toEqual({
			file: {
				id,
				name: 'long.txt',
				type: 'text/plain',
				size: 300_000,
				width: null,
				height: null,
				isInline: false,
			},
		});
		expect(existsSync(path)).toBe(false);
		expect(sha(await storedBytes(place, vera, id))).toBe(sha(bytes));
		expect(await place.files.append(vera, id, 0, inPieces(bytes))).toEqual(done);
		expect(await place.files.progress(vera, id)).toEqual(done);
		expect(await place.blobCount()).toBe(1);
	});
	it('goes on after a broken connection and after a restart', async () => {
		const place = await openPlace();
		const bytes = text(1000);
		const { id } = await begin(place, vera, 'a.txt', 1000);
		const broken = brokenAfter(bytes.subarray(0, 400));
		expect(await place.files.append(vera, id, 0, broken)).toEqual({ offset: 400 });
		const after = place.restarted();
		expect(await after.progress(vera, id)).toEqual({ offset: 400 });
		expect(await after.append(vera, id, 400, inPieces(bytes.subarray(400)))).toHaveProperty('file');
		expect(sha(await storedBytes(place, vera, id))).toBe(sha(bytes));
	});
	it('tells the right place to whoever sends for a wrong one, and takes nothing', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'a.txt', 1000);
		await place.files.append(vera, id, 0, inPieces(text(400)));
		for (const offset of [0, 399, 401]) {
			const refused = await refusal(place.files.append(vera, id, offset, inPieces(text(10))));
			expect(refused).toBeInstanceOf(WrongOffset);
			expect(refused).toMatchObject({ code: 'wrong_offset', offset: 400 });
		}
		expect(await place.files.progress(vera, id)).toEqual({ offset: 400 });
	});
	it('does not let a dead connection hold up the one that goes on', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'a.txt', 1000);
		let arrived = (): void => {};
		const first = new Promise<void>((resolve) => {
			arrived = resolve;
		});
		async function* dead(): AsyncGenerator<Uint8Array> {
			yield await Promise.resolve(text(300));
			arrived();
			await new Promise(() => {});
		}
		const old = place.files.append(vera, id, 0, dead());
		await first;
		const done = await place.files.append(vera, id, 300, inPieces(text(700)));
		expect(done).toHaveProperty('file');
		expect(await old).toEqual({ offset: 300 });
	});
	it('makes one file of two that finish at once', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'a.txt', 10);
		await place.parts.add(id, text(10));
		const rest = () => place.files.append(vera, id, 10, inPieces(text(0)));
		const [first, second] = await Promise.all([rest(), rest()]);
		expect(first).toHaveProperty('file');
		expect(second).toEqual(first);
		expect(await place.blobCount()).toBe(1);
	});
	it('refuses one byte more than was announced, and nothing stays', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'a.txt', 10);
		const refused = await refusal(place.files.append(vera, id, 0, inPieces(text(11), 10)));
		expect(refused.code).toBe('file_too_large');
		expect((await refusal(place.files.progress(vera, id))).code).toBe('file_not_found');
		expect(await place.parts.size(id)).toBeNull();
	});
	it('says that the file is not here when its bytes are on another server', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'a.txt', 10);
		rmSync(join(place.dataDir, 'uploads'), { recursive: true });
		expect((await refusal(place.files.progress(vera, id))).code).toBe('file_not_found');
		const late = place.files.append(vera, id, 0, inPieces(text(10)));
		expect((await refusal(late)).code).toBe('file_not_found');
	});
	it('shows nothing to another visitor, nor to an agent', async () => {
		const place = await openPlace();
		const id = await place.upload(vera, 'a.txt', text(10));
		const { id: open } = await begin(place, vera, 'a.txt', 10);
		for (const by of [paul, anna]) {
			for (const work of [
				place.files.progress(by, id),
				place.files.progress(by, open),
				place.files.append(by, open, 0, inPieces(text(10))),
				place.files.attach(by, [id]),
				place.files.attach(vera, ['../../key']),
			]) {
				expect((await refusal(work)).code).toBe('file_not_found');
			}
		}
	});
	it('says that the disk is full, and goes on when there is room', async () => {
		const disk = newDisk('1m');
		if (disk === null) return;
		const place = await openPlace({ dataDir: disk });
		const bytes = randomBytes(900_000).toString('base64').slice(0, 900_000);
		const { id } = await begin(place, vera, 'a.txt', 900_000);
		// The bytes fit once, but not twice.
		const full = place.files.append(vera, id, 0, inPieces(Buffer.from(bytes)));
		await expect(full).rejects.toMatchObject({ name: 'Busy', reason: 'disk_full' });
		await expect(full).rejects.toBeInstanceOf(Busy);
		expect(await place.files.progress(vera, id)).toEqual({ offset: 900_000 });
		expect(await place.blobCount()).toBe(0);
		const { id: second } = await begin(place, vera, 'b.txt', 900_000);
		const also = place.files.append(vera, second, 0, inPieces(Buffer.from(bytes)));
		await expect(also).rejects.toMatchObject({ reason: 'disk_full' });
		await place.parts.remove(id);
		expect(await place.files.progress(vera, second)).not.toHaveProperty('file');
	});
});

describe('attaching', () => {
	it('gives what a message holds, and the same again', async () => {
		const place = await openPlace();
		const id = await place.upload(vera, 'a.csv', Buffer.from('a;b\n1;2\n'));
		const { refs } = await place.files.attach(vera, [id]);
		expect(refs[0]?.blob).toMatch(/^[0-9a-f]{32}$/);
		expect(refs).toEqual([{ blob: refs[0]?.blob, name: 'a.csv', type: 'text/csv', size: 8 }]);
		expect((await place.files.attach(vera, [id])).refs).toEqual(refs);
	});
	it('takes all or none', async () => {
		const place = await openPlace();
		const id = await place.upload(vera, 'a.txt', text(5));
		const { id: open } = await begin(place, vera, 'b.txt', 5);
		expect((await refusal(place.files.attach(vera, [id, open]))).code).toBe('file_not_found');
		expect(await place.store.get(filesCollection, id)).toMatchObject({ attachedAt: null });
	});
});

describe('the sweep', () => {
	it('removes what no message named for a day, finished or not, and leaves the rest', async () => {
		const place = await openPlace();
		const left = await place.upload(vera, 'left.txt', text(5));
		const kept = await place.upload(vera, 'kept.txt', text(5));
		const { id: open } = await begin(place, vera, 'open.txt', 5);
		await place.files.attach(vera, [kept]);
		place.clock.at = noon + 24 * hourMs;
		expect(await place.sweep()).toBe(0);
		place.clock.at += 1;
		expect(await place.sweep()).toBe(2);
		expect(await place.store.getMany(filesCollection, [left, kept, open])).toHaveLength(1);
		expect((await place.files.attach(vera, [kept])).refs).toHaveLength(1);
		expect([await place.blobCount(), await place.parts.size(open)]).toEqual([1, null]);
	});
	it('removes hours that count no more, and bytes without a row', async () => {
		const place = await openPlace();
		const { id } = await begin(place, vera, 'open.txt', 5);
		await place.store.remove(filesCollection, id);
		place.clock.at = Date.now() + 25 * hourMs;
		await begin(place, vera, 'b.txt', 5);
		await place.sweep();
		expect(await place.parts.size(id)).toBeNull();
		const hours = await place.store.find(siteHoursCollection, { index: 'byHour', limit: 10 });
		expect(hours.items).toHaveLength(1);
	});
});
