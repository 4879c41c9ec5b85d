import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
	addTo,
	BackupProblem,
	endMark,
	endOf,
	formatVersion,
	headerOf,
	isRow,
	noCounts,
	type BackupRow,
	type Counts,
	type Header,
} from './format.ts';
import { errorCode } from '../system/error-code.ts';

/** No line that we write comes near; damage must not fill the memory. */
const longestLine = 64 * 1024 * 1024;

export interface BackupReader {
	readonly header: Header;
	/** Every row; throws BackupProblem at the end when they are not what was written. */
	readonly rows: AsyncGenerator<BackupRow, void>;
	/** As read so far. */
	readonly counts: Counts;
}

/** Opens a backup and reads its header. Rejects with BackupProblem. */
export async function openBackup(path: string): Promise<BackupReader> {
	const lines = linesOf(path);
	const counts = noCounts();
	const hash = createHash('sha256');
	const first = await lines.next();
	if (first.done === true) throw noBackup(path);
	const header = headerOf(parse(first.value));
	if (header === null) {
		await lines.return();
		throw noBackup(path);
	}
	if (header.format > formatVersion) {
		await lines.return();
		throw new BackupProblem(
			'newer_format',
			`This backup was written by Parley ${header.version} in a newer format (${header.format}, this one knows ${formatVersion}). Install that version or a newer one, and restore with it.`,
		);
	}
	hash.update(first.value);

	async function* rows(): AsyncGenerator<BackupRow, void> {
		let isWhole = false;
		for await (const line of lines) {
			if (isWhole) throw damaged(path, 'something follows its last line');
			if (line.subarray(0, endMark.length).toString('latin1') === endMark) {
				const end = endOf(parse(line));
				if (end === null || end.sha256 !== hash.digest('hex')) {
					throw damaged(path, 'its contents do not match its checksum');
				}
				if (!isDeepStrictEqual(end.counts, { ...counts })) {
					throw damaged(path, 'it holds another number of lines than it says');
				}
				isWhole = true;
				continue;
			}
			hash.update(line);
			const row = parse(line);
			if (!isRow(row)) throw damaged(path, 'a line of it cannot be understood');
			addTo(counts, row);
			yield row;
		}
		if (!isWhole) throw truncated(path);
	}
	return { header, rows: rows(), counts };
}

/** Reads all of it and changes nothing. */
export async function verifyBackup(
	path: string,
	progress: (counts: Counts) => void = () => undefined,
): Promise<{ readonly header: Header; readonly counts: Counts }> {
	const { header, rows, counts } = await openBackup(path);
	let read = 0;
	for await (const _row of rows) {
		read += 1;
		if (read % 2000 === 0) progress(counts);
	}
	return { header, counts: { ...counts } };
}

/** Each with its line end. */
async function* linesOf(path: string): AsyncGenerator<Buffer, void> {
	const gunzip = createGunzip({ chunkSize: 64 * 1024 });
	try {
		const { size } = await stat(path);
		pipeline(createReadStream(path), gunzip, () => undefined);
		let rest: Buffer[] = [];
		let length = 0;
		for await (const chunk of gunzip as AsyncIterable<Buffer>) {
			let start = 0;
			for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
				const part = chunk.subarray(start, end + 1);
				yield rest.length === 0 ? part : Buffer.concat([...rest, part]);
				rest = [];
				length = 0;
				start = end + 1;
			}
			rest.push(chunk.subarray(start));
			length += chunk.length - start;
			if (length > longestLine) throw damaged(path, 'a line of it does not end');
		}
		if (length > 0) throw truncated(path);
		// What is no gzip after its end is passed over in silence where it is zeros.
		if (gunzip.bytesWritten !== size) throw damaged(path, 'something follows its end');
	} catch (error) {
		throw problemOf(error, path);
	} finally {
		gunzip.destroy();
	}
}

function parse(line: Buffer): unknown {
	try {
		return JSON.parse(line.toString('utf8'));
	} catch {
		return null;
	}
}

function problemOf(error: unknown, path: string): unknown {
	const code = errorCode(error) ?? '';
	switch (code) {
		case 'ENOENT':
			return new BackupProblem('no_file', `There is no file ${path}.`, error);
		case 'EISDIR':
			return new BackupProblem('no_file', `${path} is a folder. Name the file in it.`, error);
		case 'EACCES':
			return new BackupProblem(
				'no_file',
				`${path} must not be read by this user. Run restore as the user who runs Parley, and give it the file.`,
				error,
			);
		case 'Z_BUF_ERROR':
			return truncated(path, error);
		case 'Z_DATA_ERROR':
		case 'EIO':
			return damaged(path, String((error as { message?: unknown }).message), error);
		default:
			return error;
	}
}

function noBackup(path: string): BackupProblem {
	return new BackupProblem('no_backup', `${path} is no backup of Parley.`);
}

function truncated(path: string, cause?: unknown): BackupProblem {
	return new BackupProblem(
		'truncated',
		`${path} is not whole: its end is missing. Copy it again from where it was made, or use another backup.`,
		cause,
	);
}

export function damaged(path: string, how: string, cause?: unknown): BackupProblem {
	return new BackupProblem(
		'damaged',
		`${path} is damaged or no backup of Parley (${how}). Copy it again from where it was made, or use another backup.`,
		cause,
	);
}
