import { rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
	backupFolder,
	backupName,
	rememberBackup,
	sweepUnfinished,
} from '../backup/backup-folder.ts';
import { BackupProblem, keyMark, type Counts } from '../backup/format.ts';
import { unfinishedPath, writeBackup } from '../backup/write-backup.ts';
import { collections } from '../house.ts';
import { sayProblem } from './exit-codes.ts';
import { createProgress, say } from './say.ts';
import type { Verb } from './verb.ts';
import { parleyVersion } from './version.ts';

/** One file with everything but the key, made while the server works. */
export const backup: Verb = {
	usage: 'backup [file]',
	summary: 'writes everything into one file, while the server works or not',
	help: `Writes all conversations, documents, what is owed to destinations and files into one file (gzip'd lines of
JSON, the same for every store); without a name into DATA_DIR/backups. The folder of a named one must be there.
It is checked by parley restore before anything is changed.

It does not hold the server's key, under which secrets of plugins are sealed: keep a copy of DATA_DIR/key (or of
PARLEY_KEY) in another place. Ctrl-C stops it, and nothing is left of it.`,
	operands: { least: 0, most: 1 },
	prepare({ operands: [path] }, { dataDir }, now) {
		if (path !== undefined) return [resolve(path)];
		return [join(backupFolder(dataDir), backupName(now))];
	},
	async run({ house, print }, { operands: [path = ''] }) {
		const { dataDir } = house.config;
		const progress = createProgress(print);
		try {
			await sweepUnfinished(backupFolder(dataDir), Date.now());
			await refuseStrange(path, backupFolder(dataDir));
			const { counts, bytes } = await writeBackup(
				path,
				{ store: house.store, blobs: house.blobs, collections },
				{
					now: house.conversations.clock.now(),
					version: parleyVersion(),
					needsKey: keyMark(house.key.bytes),
					progress: (done) => progress.at(() => countsText(done)),
				},
			);
			print(`${path}`);
			print(`  ${countsText(counts)}, ${say.bytes(bytes)}, in ${progress.elapsed()}`);
			const where = house.key.source === 'file' ? join(dataDir, 'key') : 'PARLEY_KEY';
			print(`  It holds no key. Secrets of plugins in it need the key that is in ${where} now:`);
			print('  keep a copy of that key in another place than the backup.');
			await rememberBackup(dataDir, path, Date.now());
			return 0;
		} catch (error) {
			return sayProblem(error, print);
		}
	},
	/** The server stops when it sees that its file is gone. */
	cancel: ({ operands: [path = ''] }) => rm(unfinishedPath(path), { force: true }),
};

export const countsText = (counts: Counts): string =>
	[
		say.count(counts.events, 'event'),
		say.count(counts.documents, 'document'),
		say.count(counts.blobs, 'file'),
	].join(', ');

/** A folder that is not there may be a disk that is not mounted: made, it would fill the disk under it. */
async function refuseStrange(path: string, ours: string): Promise<void> {
	const folder = dirname(path);
	if (folder === ours || (await stat(folder).catch(() => null))?.isDirectory() === true) return;
	throw new BackupProblem(
		'not_writable',
		`There is no folder ${folder}, so nothing was written. Mount its disk if it is on one, or make the folder first.`,
	);
}
