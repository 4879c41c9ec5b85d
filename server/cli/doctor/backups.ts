import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { asideName, migratingPath, restoringPath } from '../../backup/data-folder.ts';
import { lastBackupName } from '../../backup/backup-folder.ts';
import { ok, warning, type Finding } from './finding.ts';

const day = 24 * 3_600_000;
const oldDays = 8;

/** How old the newest backup is that was made here, and what restores left behind. */
export async function backupFindings(
	{ dataDir, storeUrl }: Pick<Config, 'dataDir' | 'storeUrl'>,
	now: number,
): Promise<Finding[]> {
	const names: string[] = await readdir(dataDir).catch(() => []);
	const found: Finding[] = [];
	const hasData = storeUrl !== null || names.includes('parley.db');
	if (hasData) found.push(judgeBackup(await newestBackup(dataDir), now));
	if (await isThere(restoringPath(dataDir))) {
		found.push(
			warning(
				`A restore was interrupted: ${restoringPath(dataDir)} is left of it. The data are as they were before.`,
				'Run parley restore <file> again, or delete that folder.',
			),
		);
	}
	if (await isThere(migratingPath(dataDir))) {
		found.push(
			warning(
				`A migration into this folder was interrupted: ${migratingPath(dataDir)} is left of it, and nothing else has changed.`,
				'Run parley migrate with the same words again, which goes on where it was, or delete that folder.',
			),
		);
	}
	for (const name of names.filter((each) => each.startsWith(asideName)).sort()) {
		found.push(
			warning(
				`${join(dataDir, name)} holds the data of before a restore.`,
				'Delete it when you are sure that you do not need them any more.',
			),
		);
	}
	return found;
}

export function judgeBackup(
	newest: { readonly path: string; readonly at: number } | null,
	now: number,
): Finding {
	const cure =
		'Run parley backup once a day, and copy the file to another machine (docs/operations.md).';
	if (newest === null) return warning('There is no backup yet.', cure);
	const days = Math.floor((now - newest.at) / day);
	const said = `The newest backup is ${days === 0 ? 'of the last 24 hours' : days === 1 ? '1 day old' : `${days} days old`} (${newest.path}).`;
	return days >= oldDays ? warning(said, cure) : ok(said);
}

/** Of the default folder, and the last one that was written elsewhere. */
async function newestBackup(dataDir: string): Promise<{ path: string; at: number } | null> {
	let newest: { path: string; at: number } | null = null;
	const folder = join(dataDir, 'backups');
	for (const name of await readdir(folder).catch(() => [])) {
		if (!name.endsWith('.backup')) continue;
		const path = join(folder, name);
		const at = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
		if (newest === null || at > newest.at) newest = { path, at };
	}
	const note = await readNote(join(dataDir, lastBackupName));
	return note !== null && (newest === null || note.at > newest.at) ? note : newest;
}

async function readNote(path: string): Promise<{ path: string; at: number } | null> {
	try {
		const note = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
		const at = Date.parse(String(note['madeAt']));
		return Number.isNaN(at) ? null : { path: String(note['path']), at };
	} catch {
		return null; // none was written, or the note is damaged: the folder says more
	}
}

const isThere = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false,
	);
