import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collection, Doc } from '../ports/store.ts';
import { Busy } from '../ports/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { openFileBlobs } from '../stores/sqlite/file-blobs.ts';
import { tryLock } from '../stores/sqlite/lock.ts';
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts';
import { StoreStartError } from '../stores/start-error.ts';
import {
	asideName,
	freeAside,
	putInPlace,
	removeSecondNames,
	restoringPath,
	settleOldData,
	type OldData,
} from './data-folder.ts';
import { erasableBlobs } from '../files/index.ts';
import { rebuildDerived, type Rebuilt } from './derived.ts';
import { BackupProblem, type Counts, type Header } from './format.ts';
import { loadBackup } from './load-backup.ts';
import { verifyBackup } from './read-backup.ts';
import { errorCode } from '../system/error-code.ts';

export interface RestoreOptions {
	readonly path: string;
	readonly dataDir: string;
	/** Puts the data that are there aside instead of refusing. */
	readonly replace: boolean;
	readonly collections: readonly Collection<Doc>[];
	readonly writerPath: string;
	readonly clock: Clock;
	/** Its reason is what the restore rejects with. */
	readonly signal?: AbortSignal;
	/** What is done now, and how far it is. */
	progress(step: 'reading' | 'loading' | 'rebuilding', counts: Counts | Rebuilt): void;
}
export interface Restored {
	readonly header: Header;
	readonly counts: Counts;
	readonly rebuilt: Rebuilt;
	readonly leftOut: readonly string[];
	/** Where the old data are; null: there were none. */
	readonly aside: string | null;
}

/**
 * Reads the whole backup once and changes nothing; then makes the copy beside the data; then changes them over in one step.
 * Until that step the folder is what it was. Rejects with BackupProblem.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
	const { path, dataDir, clock, progress } = options;
	await verifyBackup(path, (counts) => {
		options.signal?.throwIfAborted();
		progress('reading', counts);
	});
	const release = await tryLock(dataDir);
	if (release === null) {
		throw new BackupProblem(
			'locked',
			`Parley is running on ${dataDir}. Stop it, then restore: its data must not change meanwhile.`,
		);
	}
	try {
		const old = await settleOldData(dataDir);
		refuseUnlessReplaced(options, old);
		await removeSecondNames(dataDir);
		const made = await makeCopy(options);
		const aside = old.isThere ? await freeAside(dataDir, clock.now()) : null;
		await putInPlace(dataDir, restoringPath(dataDir), aside, old.isDamaged);
		return { ...made, aside };
	} catch (error) {
		throw problemOf(error, dataDir);
	} finally {
		release();
	}
}

function refuseUnlessReplaced({ dataDir, replace }: RestoreOptions, old: OldData): void {
	if (replace || (old.conversations === 0 && !old.isDamaged)) return;
	const what = old.isDamaged ? 'a damaged database' : `${old.conversations} conversations`;
	throw new BackupProblem(
		'holds_data',
		`${dataDir} holds ${what}. Restore into an empty folder (DATA_DIR=...), or add --replace: the data that are there are then kept in ${join(dataDir, asideName)}<time>.`,
	);
}

async function makeCopy(options: RestoreOptions): Promise<Omit<Restored, 'aside'>> {
	const { path, dataDir, collections, writerPath, clock, signal, progress } = options;
	const restoring = restoringPath(dataDir);
	// Of an earlier restore that was killed.
	await rm(restoring, { recursive: true, force: true });
	try {
		const store = await openSqliteStore({ dataDir: restoring, collections, writerPath });
		try {
			const blobs = await openFileBlobs(restoring);
			const { header, counts, leftOut } = await loadBackup(
				path,
				{ store, blobs },
				{
					progress: (done) => progress('loading', done),
					...(signal === undefined ? {} : { signal }),
				},
			);
			const rebuilt = await rebuildDerived({
				store,
				blobs: erasableBlobs(store, blobs),
				clock,
				timelines: { forget: () => undefined },
				isIndexEmpty: true,
				progress: (done) => {
					signal?.throwIfAborted();
					progress('rebuilding', done);
				},
			});
			return { header, counts, leftOut, rebuilt };
		} finally {
			await store.close();
		}
	} catch (error) {
		await rm(restoring, { recursive: true, force: true });
		throw error;
	}
}

function problemOf(error: unknown, dataDir: string): unknown {
	const code = errorCode(error) ?? '';
	const isFull =
		(error instanceof Busy && error.reason === 'disk_full') ||
		(error instanceof StoreStartError && error.code === 'no_space') ||
		code === 'ENOSPC' ||
		code === 'EDQUOT';
	if (!isFull) return error;
	return new BackupProblem(
		'no_space',
		`The disk that holds ${dataDir} is full. Nothing was changed; make room and restore again.`,
		error,
	);
}
