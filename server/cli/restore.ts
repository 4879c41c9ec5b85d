import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BackupProblem, keyMark, type Header } from '../backup/format.ts';
import { restoreBackup } from '../backup/restore.ts';
import type { Config } from '../config.ts';
import { collections } from '../house.ts';
import { systemClock } from '../system/clock.ts';
import { keyPath, loadDataKey } from '../system/data-key.ts';
import { countsText } from './backup.ts';
import { sayProblem } from './exit-codes.ts';
import { createProgress, say } from './say.ts';
import type { FolderContext, Verb } from './verb.ts';

/** Makes the data folder what a backup says. Only while no server runs on it. */
export const restore: Verb = {
	usage: 'restore <file> [--replace]',
	summary: 'makes the data folder what a backup says; the server must be stopped',
	help: `Reads the whole file first and changes nothing unless it is sound. A folder that holds conversations is refused without
--replace; with it, the old data are kept in DATA_DIR/before-restore-<time>.

Whoever is connected starts over with the restored numbers, agents sign in again, and one-time links are void. The key in
DATA_DIR stays what it is: secrets of plugins can be read only under the key that the backup was made with.
Killed half-way, it has changed nothing: run it again.`,
	options: ['replace'],
	operands: { least: 1, most: 1 },
	async onFolder(context, { operands: [path = ''], options }) {
		const { config, print } = context;
		const progress = createProgress(print);
		try {
			const { header, counts, rebuilt, leftOut, aside } = await restoreBackup({
				path: resolve(path),
				dataDir: config.dataDir,
				replace: options.has('replace'),
				collections,
				writerPath: join(context.buildDir, 'server/writer.js'),
				clock: systemClock,
				signal: cancellable(context),
				progress: (step, done) =>
					progress.at(() =>
						'timelines' in done
							? `${step}: ${say.count(done.timelines, 'conversation')}`
							: `${step}: ${countsText(done)}`,
					),
			});
			print(`Restored into ${config.dataDir} what was backed up at ${header.createdAt}:`);
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

function cancellable({ signal }: FolderContext): AbortSignal {
	const controller = new AbortController();
	const stop = (): void =>
		controller.abort(
			new BackupProblem('cancelled', 'The restore was cancelled; nothing was changed.'),
		);
	if (signal.aborted) stop();
	else signal.addEventListener('abort', stop, { once: true });
	return controller.signal;
}

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
