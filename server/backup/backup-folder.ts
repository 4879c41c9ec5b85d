import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unfinishedPath } from './write-backup.ts';

/** In the data folder: when the last backup was made, and where; for doctor. */
export const lastBackupName = 'last-backup.json';

/** Where backups without another place go. */
export const backupFolder = (dataDir: string): string => join(dataDir, 'backups');

export const backupName = (now: Date): string =>
	`parley-${now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}.backup`;

/** What kills left behind. One that is being written now is younger. */
export async function sweepUnfinished(folder: string, now: number): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		if (!name.endsWith(unfinishedPath(''))) continue;
		const path = join(folder, name);
		const found = await stat(path).catch(() => null);
		if (found !== null && now - found.mtimeMs > 3_600_000) await rm(path, { force: true });
	}
}

/** Best effort: a backup that is written must not fail for a note about it. */
export async function rememberBackup(dataDir: string, path: string, at: number): Promise<void> {
	const note = { path, madeAt: new Date(at).toISOString() };
	const file = join(dataDir, lastBackupName);
	await writeFile(file, `${JSON.stringify(note)}\n`, { mode: 0o600 }).catch(() => undefined);
}
