import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { contractCollections } from '../stores/contract/collections.ts';
import { BackupProblem } from './format.ts';
import { loadBackup } from './load-backup.ts';
import { verifyBackup } from './read-backup.ts';
import { bytesOf, newFolder, openPair, tidyUp } from './testing/stores.ts';
import { talk } from './testing/talk.ts';
import { writeBackup } from './write-backup.ts';

let sound: Buffer;
let path: string;
beforeEach(async () => {
	const pair = await openPair('hostile', contractCollections);
	for (let n = 0; n < 5; n += 1) await talk(pair.store);
	await pair.blobs.put(bytesOf('a file'), 100);
	path = join(newFolder(), 'a.backup');
	const options = { now: 0, version: '1', needsKey: '' };
	await writeBackup(path, { ...pair, collections: contractCollections }, options);
	sound = readFileSync(path);
});
afterEach(tidyUp);

/** The code of the problem; null when it is taken for sound. */
async function verdictOn(bytes: Uint8Array): Promise<string | null> {
	writeFileSync(path, bytes);
	try {
		await verifyBackup(path);
		return null;
	} catch (error) {
		if (error instanceof BackupProblem) return error.code;
		throw error;
	}
}

const rezipped = (change: (lines: string[]) => string[]): Buffer =>
	gzipSync(change(gunzipSync(sound).toString().trimEnd().split('\n')).join('\n') + '\n');

const base64 = (text: string): string => Buffer.from(text).toString('base64');

it('is refused with any byte changed, unless it still holds the very same', async () => {
	const contents = gunzipSync(sound);
	let refused = 0;
	let harmless = 0;
	await fc.assert(
		fc.asyncProperty(
			// The ten bytes before name a time and a system, which mean nothing; whoever zips it again changes them.
			fc.integer({ min: 10, max: sound.length - 1 }),
			fc.integer({ min: 1, max: 255 }),
			async (position, change) => {
				const bytes = Buffer.from(sound);
				bytes[position] = bytes[position]! ^ change;
				const verdict = await verdictOn(bytes);
				if (verdict === null) {
					// Some bits only fill up a byte.
					expect(gunzipSync(bytes).equals(contents)).toBe(true);
					harmless += 1;
				} else {
					expect(['damaged', 'truncated', 'no_backup', 'newer_format']).toContain(verdict);
					refused += 1;
				}
			},
		),
		{ numRuns: 300 },
	);
	expect(refused).toBeGreaterThan(harmless * 50);
});

it('is refused with any byte changed in what it holds', async () => {
	const contents = gunzipSync(sound);
	await fc.assert(
		fc.asyncProperty(
			fc.nat({ max: contents.length - 1 }),
			fc.integer({ min: 1, max: 255 }),
			async (position, change) => {
				const bytes = Buffer.from(contents);
				bytes[position] = bytes[position]! ^ change;
				expect(await verdictOn(gzipSync(bytes))).not.toBeNull();
			},
		),
		{ numRuns: 300 },
	);
});

it('is refused when its end is missing, wherever it was cut', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: sound.length - 1 }), async (length) => {
			expect(['truncated', 'no_backup']).toContain(await verdictOn(sound.subarray(0, length)));
		}),
		{ numRuns: 100 },
	);
	expect(await verdictOn(rezipped((lines) => lines.slice(0, -1)))).toBe('truncated');
	expect(await verdictOn(Buffer.alloc(0))).toBe('truncated');
});

it('is refused when lines are missing, doubled, out of order or added', async () => {
	const cases: Record<string, (lines: string[]) => string[]> = {
		missing: (lines) => lines.toSpliced(3, 1),
		doubled: (lines) => lines.toSpliced(3, 0, lines[3]!),
		swapped: (lines) => lines.toSpliced(3, 2, lines[4]!, lines[3]!),
		added: (lines) => [...lines, lines[3]!],
		unknown: (lines) => lines.toSpliced(3, 0, '{"kind":"joke"}'),
	};
	for (const [name, change] of Object.entries(cases)) {
		expect([name, await verdictOn(rezipped(change))]).toEqual([name, 'damaged']);
	}
	expect(await verdictOn(Buffer.concat([sound, Buffer.from('more')]))).toBe('damaged');
	expect(await verdictOn(Buffer.concat([sound, Buffer.alloc(8)]))).toBe('damaged');
	expect(await verdictOn(Buffer.concat([sound, sound]))).toBe('damaged');
});

it('is not taken when a file in it had changed on the disk before it was written', async () => {
	const changed = rezipped((lines) => {
		const held = lines.slice(0, -1).map((line) => line.replace(base64('a file'), base64('A file')));
		const sha256 = createHash('sha256')
			.update(held.map((line) => `${line}\n`).join(''))
			.digest('hex');
		const end = JSON.parse(lines.at(-1) ?? '') as object;
		return [...held, JSON.stringify({ ...end, sha256 })];
	});
	expect(changed.equals(sound)).toBe(false);
	expect(await verdictOn(changed)).toBeNull();
	await expect(
		loadBackup(path, await openPair('hostile', contractCollections)),
	).rejects.toMatchObject({
		code: 'damaged',
		message: expect.stringContaining('is not what it was') as string,
	});
});

it('is refused when it is something else', async () => {
	expect(await verdictOn(Buffer.from('hello'))).toBe('damaged');
	expect(await verdictOn(gzipSync('hello\n'))).toBe('no_backup');
	expect(await verdictOn(gzipSync('{"parley":"transcript"}\n'))).toBe('no_backup');
	await expect(verifyBackup('/nowhere/a.backup')).rejects.toMatchObject({ code: 'no_file' });
	await expect(verifyBackup(newFolder())).rejects.toMatchObject({ code: 'no_file' });
});

it('is refused when a newer Parley wrote it, with its version', async () => {
	const newer = rezipped(([header = '', ...lines]) => [
		JSON.stringify({ ...(JSON.parse(header) as object), format: 2, version: '7.1.0' }),
		...lines,
	]);
	writeFileSync(path, newer);
	await expect(verifyBackup(path)).rejects.toMatchObject({
		code: 'newer_format',
		message: expect.stringContaining('Parley 7.1.0') as string,
	});
});
