import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupProblem, keyMark, type Header } from '../backup/format.ts';
import { shown } from '../backup/places.ts';
import { restoreBackup, type Restored, type RestoreOptions } from '../backup/restore.ts';
import { restoreIntoStore } from '../backup/restore-into-store.ts';
import type { Config } from '../config.ts';
import { collections } from '../house.ts';
import { systemClock } from '../system/clock.ts';
import { keyPath, loadDataKey } from '../system/data-key.ts';
import { removeMovedNote } from '../system/moved-note.ts';
import { countsText } from './backup.ts';
import { sayProblem } from './exit-codes.ts';
import { createProgress, say } from './say.ts';
import { cancellable } from './signal.ts';
import { WrongUse, type FolderContext, type Verb } from './verb.ts';

/** Makes the data folder, or the database of STORE_URL, what a backup says. Only while no server runs on it. */
export const restore: Verb = {
	usage: 'restore <file> [--replace]',
	summary: 'makes the data folder what a backup says; the server must be stopped',
	help: `Reads the whole file first and changes nothing unless it is sound. A folder that holds conversations is refused without
--replace; with it, the old data are kept in DATA_DIR/before-restore-<time>.

Whoever is connected starts over with the restored numbers, agents sign in again, and one-time links are void. The key in
DATA_DIR stays what it is: secrets of plugins can be read only under the key that the backup was made with.
Killed half-way, it has changed nothing: run it again.

With STORE_URL the database must be empty; to replace data, name a new one in STORE_URL. Killed half-way, that database
cannot be started on until the same restore was run again to its end.`,
	options: ['replace'],
	operands: { least: 1, most: 1 },
	async onFolder(context, { operands: [path = ''], options }) {
		const { config, print } = context;
		const progress = createProgress(print);
		const isReplacing = options.has('replace');
		if (config.storeUrl !== null && isReplacing) {
			throw new WrongUse(
				'--replace is for data folders: no database is replaced in place. Name an empty one in STORE_URL (mongodb://host/<another name>), and restore into that',
			);
		}
		try {
			const { where, header, counts, rebuilt, leftOut, aside } = await carryOut(
				context,
				resolve(path),
				isReplacing,
				(step, done) =>
					progress.at(() =>
						'timelines' in done
							? `${step}: ${say.count(done.timelines, 'conversation')}`
							: `${step}: ${countsText(done)}`,
					),
			);
			print(`Restored into ${where} what was backed up at ${header.createdAt}:`);
			const conversations = say.count(rebuilt.timelines, 'conversation');
			print(`  ${conversations}, ${countsText(counts)}, in ${progress.elapsed()}`);
			for (const sentence of [...leftOut, ...rebuilt.broken]) print(`  ${sentence}`);
			if (aside !== null) {
				print(
					`  The data of before are in ${aside}; delete them when you do not need them any more.`,
				);
			}
			for (const line of keyWarning(config, header)) print(line);
			print('Start the server with npm start.');
			return 0;
		} catch (error) {
			return sayProblem(error, print);
		}
	},
	/** The signal does it. */
	cancel: () => Promise.resolve(),
};

async function carryOut(
	context: FolderContext,
	path: string,
	replace: boolean,
	progress: RestoreOptions['progress'],
): Promise<Restored & { readonly where: string }> {
	const { config, buildDir } = context;
	const { dataDir, storeUrl, allowStandalone } = config;
	const common = { path, collections, clock: systemClock, progress };
	if (storeUrl !== null) {
		const to = { kind: 'mongodb', url: storeUrl } as const;
		const signal = cancellable(context, stopped);
		const options = { ...common, to, buildDir, allowStandalone, signal };
		return { ...(await restoreIntoStore(options)), aside: null, where: shown(to) };
	}
	const writerPath = join(buildDir, 'server/writer.js');
	const signal = cancellable(context, cancelled);
	const restored = await restoreBackup({ ...common, dataDir, replace, writerPath, signal });
	// From now on the folder's own database is what is meant.
	removeMovedNote(dataDir);
	return { ...restored, where: dataDir };
}

const cancelled = new BackupProblem('cancelled', 'The restore was cancelled; nothing was changed.');
const stopped = new BackupProblem(
	'cancelled',
	'The restore was stopped. No server can be started on the half copy; run the same command again, or name another database in STORE_URL.',
);

/** Never makes a key: the right one may still be put there. */
function keyWarning({ dataDir, key }: Config, { needsKey }: Header): string[] {
	const path = keyPath(dataDir);
	if (key === null && !existsSync(path)) {
		return [
			`Warning: there is no key in ${dataDir}. Put the key file of the server that made the backup to ${path} before`,
			'the first start; without it secrets of plugins (tokens, passwords) must be given again. All else works.',
		];
	}
	const mark = keyMark(loadDataKey(dataDir, key).bytes);
	if (mark === needsKey) return [];
	return [
		`Warning: the backup was made under another key (${needsKey}, here it is ${mark}). Secrets of plugins cannot be read`,
		`under this one. Put the right key to ${key === null ? path : 'PARLEY_KEY'}, or give these secrets again in the console. All else works.`,
	];
}
