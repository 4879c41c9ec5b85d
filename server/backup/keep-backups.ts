import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BackupsView, BackupView } from '../../shared/views/backup-view.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { BackupSource } from './backup-rows.ts';
import { backupFolder, backupName, rememberBackup, sweepUnfinished } from './backup-folder.ts';
import { BackupProblem, noCounts, type Counts } from './format.ts';
import { unfinishedPath, writeBackup } from './write-backup.ts';

export interface KeepBackupsDeps {
	readonly dataDir: string;
	readonly source: BackupSource;
	readonly clock: Clock;
	readonly version: string;
	readonly needsKey: string;
	/** Where the key lies that the backups do not hold, for people. */
	readonly keyPlace: string;
	/** One begins, goes on or ends. */
	readonly changed: () => void;
	readonly failed: (error: unknown) => void;
}
export type KeptBackups = ReturnType<typeof keepBackups>;

const tellEveryMs = 1000;
const nameForm = /^parley-[\d-]+\.backup$/;

/** The backups in the data folder: what there is, and another one while the server works. */
export function keepBackups(deps: KeepBackupsDeps) {
	const { dataDir, source, clock } = deps;
	const folder = backupFolder(dataDir);
	let running: { readonly path: string; counts: Counts; readonly done: Promise<void> } | null =
		null;
	let problem: string | null = null;

	async function list(): Promise<BackupsView> {
		const found: BackupView[] = [];
		for (const name of await readdir(folder).catch(() => [])) {
			if (!nameForm.test(name)) continue;
			const file = await stat(join(folder, name)).catch(() => null);
			if (file === null) continue;
			found.push({ name, bytes: file.size, madeAt: new Date(file.mtimeMs).toISOString() });
		}
		return {
			folder,
			keyPlace: deps.keyPlace,
			items: found.sort((a, b) => (a.name < b.name ? 1 : -1)),
			running: running === null ? null : { ...running.counts },
			problem,
		};
	}

	async function write(path: string): Promise<void> {
		let toldAt = clock.now();
		try {
			await sweepUnfinished(folder, clock.now());
			await writeBackup(path, source, {
				now: clock.now(),
				version: deps.version,
				needsKey: deps.needsKey,
				progress(counts) {
					if (running !== null) running.counts = { ...counts };
					if (clock.now() - toldAt < tellEveryMs) return;
					toldAt = clock.now();
					deps.changed();
				},
			});
			await rememberBackup(dataDir, path, clock.now());
		} catch (error) {
			problem =
				error instanceof BackupProblem ? error.message : 'The backup failed. Look at the log.';
			if (!(error instanceof BackupProblem)) deps.failed(error);
		} finally {
			running = null;
			deps.changed();
		}
	}

	return {
		list,
		/** Begins one; what becomes of it is in the list. Throws `wrong_state` while one is being written. */
		make(): void {
			if (running !== null)
				throw new DomainError('wrong_state', 'A backup is being written now. Wait for its end.');
			problem = null;
			const path = join(folder, backupName(new Date(clock.now())));
			running = { path, counts: noCounts(), done: Promise.resolve() };
			running = { ...running, done: write(path) };
			deps.changed();
		},
		/** The bytes of one. Throws `not_found`. */
		async open(name: string): Promise<{ readonly bytes: Readable; readonly size: number }> {
			const path = join(folder, name);
			const file = nameForm.test(name) ? await stat(path).catch(() => null) : null;
			if (file === null) throw new DomainError('not_found', 'This backup is not there any more.');
			return { bytes: createReadStream(path), size: file.size };
		},
		/** Gives up what is being written: the server stops. */
		async stop(): Promise<void> {
			if (running === null) return;
			const { path, done } = running;
			await rm(unfinishedPath(path), { force: true });
			await done;
		},
	};
}
