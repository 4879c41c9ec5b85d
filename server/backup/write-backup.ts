import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Busy } from '../ports/errors.ts';
import { backupRows, type BackupSource } from './backup-rows.ts';
import {
	addTo,
	BackupProblem,
	formatVersion,
	noCounts,
	type Counts,
	type Header,
} from './format.ts';
import { errorCode } from '../system/error-code.ts';

export interface WriteOptions {
	/** Now, in epoch milliseconds. */
	readonly now: number;
	readonly version: string;
	readonly needsKey: string;
	/** Told every few thousand lines. */
	progress?(counts: Counts): void;
}
export interface Written {
	readonly counts: Counts;
	/** Of the file. */
	readonly bytes: number;
}

/** Lines are handed on in pieces of about this size. */
const pieceChars = 128 * 1024;

/** Where a backup is written until it is whole. Whoever removes this file cancels the backup. */
export const unfinishedPath = (path: string): string => `${path}.unfinished`;

/**
 * Writes a backup while the server works. It has its name only when it is whole and on the disk; after any failure nothing
 * is left. Rejects with BackupProblem.
 */
export async function writeBackup(
	path: string,
	source: BackupSource,
	options: WriteOptions,
): Promise<Written> {
	const unfinished = unfinishedPath(path);
	let file: FileHandle | null = null;
	try {
		await mkdir(dirname(path), { recursive: true, mode: 0o700 });
		if (await stat(path).catch(() => null)) {
			throw new BackupProblem(
				'file_exists',
				`There is a file ${path} already, and a backup never replaces one. Give another name.`,
			);
		}
		// Left behind by a kill, or of another backup to the same place, which stops when it sees that.
		await rm(unfinished, { force: true });
		file = await open(unfinished, 'wx', 0o600);
		const target = file;
		const counts = noCounts();
		let bytes = 0;
		await pipeline(
			pieces(source, options, counts, () => stopIfRemoved(target)),
			createGzip({ chunkSize: 64 * 1024 }),
			async (zipped: AsyncIterable<Buffer>) => {
				for await (const chunk of zipped) {
					bytes += chunk.length;
					await target.writeFile(chunk);
				}
			},
		);
		await target.sync();
		await stopIfRemoved(target);
		await rename(unfinished, path);
		await syncFolder(dirname(path));
		return { counts, bytes };
	} catch (error) {
		// Only what is ours: after a cancel the name may be another backup's by now.
		if (file !== null && (await isThere(file))) await rm(unfinished, { force: true });
		throw problemOf(error, path);
	} finally {
		await file?.close();
	}
}

async function* pieces(
	source: BackupSource,
	options: WriteOptions,
	counts: ReturnType<typeof noCounts>,
	check: () => Promise<void>,
): AsyncGenerator<Buffer> {
	const hash = createHash('sha256');
	const header: Header = {
		parley: 'backup',
		format: formatVersion,
		epoch: source.store.epoch,
		createdAt: new Date(options.now).toISOString(),
		version: options.version,
		needsKey: options.needsKey,
	};
	let text = `${JSON.stringify(header)}\n`;
	for await (const row of backupRows(source)) {
		addTo(counts, row);
		text += `${JSON.stringify(row)}\n`;
		if (text.length < pieceChars) continue;
		await check();
		options.progress?.(counts);
		const piece = Buffer.from(text);
		hash.update(piece);
		yield piece;
		text = '';
	}
	hash.update(text);
	yield Buffer.from(
		`${text}${JSON.stringify({ kind: 'end', counts, sha256: hash.digest('hex') })}\n`,
	);
}

async function isThere(file: FileHandle): Promise<boolean> {
	return (await file.stat()).nlink > 0;
}

async function stopIfRemoved(file: FileHandle): Promise<void> {
	if (!(await isThere(file))) {
		throw new BackupProblem('cancelled', 'The backup was cancelled; nothing is left of it.');
	}
}

export async function syncFolder(path: string): Promise<void> {
	const folder = await open(path);
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

function problemOf(error: unknown, path: string): unknown {
	if (error instanceof BackupProblem) return error;
	const code = errorCode(error) ?? '';
	if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
		return new BackupProblem(
			'no_space',
			`The disk that holds ${dirname(path)} is full. Nothing is left of the backup; make room, or write it to another disk: parley backup /other/disk/file`,
			error,
		);
	}
	if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT'].includes(code)) {
		return new BackupProblem(
			'not_writable',
			`The backup cannot be written to ${path} (${code}). Choose a folder that the user who runs Parley may write to.`,
			error,
		);
	}
	if (error instanceof Busy && error.reason === 'closed') {
		return new BackupProblem(
			'cancelled',
			'The server was stopped meanwhile; nothing is left of the backup. Run it again.',
			error,
		);
	}
	return error;
}
