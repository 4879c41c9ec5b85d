import { existsSync } from 'node:fs';
import { CopyDiffers, type Compared } from '../backup/compare.ts';
import type { CopyProgress } from '../backup/copy-store.ts';
import { BackupProblem, keyMark } from '../backup/format.ts';
import { migrate as migrateData } from '../backup/migrate.ts';
import { isSamePlace, placeOf, shown } from '../backup/places.ts';
import { isSameSum } from '../backup/tally.ts';
import { collections } from '../house.ts';
import type { StorePlace } from '../open-store.ts';
import { systemClock } from '../system/clock.ts';
import { keyPath, loadDataKey } from '../system/data-key.ts';
import { movedNotePath, removeMovedNote, writeMovedNote } from '../system/moved-note.ts';
import { countsText } from './backup.ts';
import { sayProblem } from './exit-codes.ts';
import { createProgress, say } from './say.ts';
import { cancellable } from './signal.ts';
import { WrongUse, type Verb } from './verb.ts';

const usage = 'migrate --from <place> --to <place>';

/** Moves everything to another kind of store. Only while no server runs on either. */
export const migrate: Verb = {
	usage,
	summary: 'moves everything from one store to another; the server must be stopped',
	help: `A place is a data folder (./data or sqlite:./data) or a MongoDB (mongodb://host/database). The other side must be empty.
Everything goes over: conversations with their numbers, documents, sessions, what is owed to destinations, timers and
files, and nobody who is connected notices but for the time in which no server runs. Both sides are then read again and compared.

No conversation, document or file in the source is changed. Nothing can be started on the copy before it is whole. After
Ctrl-C or a kill run it again with the same words: it goes on where it was. The key of DATA_DIR is not moved; at the end
it is said where it must be.`,
	values: ['from', 'to'],
	async onFolder(context, { values = {} }) {
		const { config, print, buildDir } = context;
		const from = place('from', values['from'] ?? '');
		const to = place('to', values['to'] ?? '');
		if (isSamePlace(from, to)) {
			throw new WrongUse(
				`--from and --to are the same place (${shown(to)}). Usage: parley ${usage}`,
			);
		}
		const progress = createProgress(print);
		try {
			const { counts, compared, rebuilt, damagedFiles, aside } = await migrateData({
				from,
				to,
				collections,
				buildDir,
				allowStandalone: config.allowStandalone,
				clock: systemClock,
				signal: cancellable(context, stopped),
				note: print,
				progress: (at) => progress.at(() => progressText(at)),
			});
			print(`Migrated from ${shown(from)} to ${shown(to)}:`);
			const conversations = say.count(rebuilt.timelines, 'conversation');
			print(`  ${conversations}, ${countsText(counts)}, in ${progress.elapsed()}`);
			for (const line of table(compared)) print(line);
			for (const sentence of rebuilt.broken) print(`  ${sentence}`);
			for (const id of damagedFiles) {
				print(`  The file ${id} was damaged in the source already, and was copied as it is.`);
			}
			if (aside !== null) print(`  What the folder held before is in ${aside}.`);
			leaveNote(from, to);
			for (const line of whatNext(from, to, config.key)) print(line);
			return 0;
		} catch (error) {
			if (error instanceof CopyDiffers) for (const line of table(error.compared)) print(line);
			return sayProblem(error, print);
		}
	},
	/** The signal does it. */
	cancel: () => Promise.resolve(),
};

const stopped = new BackupProblem(
	'cancelled',
	'Stopped. The source is unchanged, and nothing can be started on the half copy. Run the same command again: it goes on where it was.',
);

/** So that nobody starts a server on the old data by leaving STORE_URL out. */
function leaveNote(from: StorePlace, to: StorePlace): void {
	if (from.kind === 'sqlite' && to.kind === 'mongodb') writeMovedNote(from.dataDir, shown(to));
	if (to.kind === 'sqlite') removeMovedNote(to.dataDir);
}

function place(option: string, given: string): StorePlace {
	const found = placeOf(given);
	if (typeof found !== 'string') return found;
	// What follows it is said to who sets STORE_URL.
	const [problem = ''] = found.split('; without it');
	throw new WrongUse(`--${option} ${problem}. Usage: parley ${usage}`);
}

function progressText(at: CopyProgress): string {
	switch (at.step) {
		case 'copying':
			return `copying: ${countsText(at.counts)}`;
		case 'comparing':
			return `comparing: ${Math.floor(at.done * 100)} %`;
		case 'indexing':
			return `lists and search: ${say.count(at.rebuilt.timelines, 'conversation')}`;
	}
}

/** Counts and the beginnings of the sums, side by side. */
function table(compared: readonly Compared[]): string[] {
	const width = Math.max(...compared.map(({ name }) => name.length), 10);
	const cell = ({ count, sum }: Compared['source']): string =>
		`${count.toLocaleString('en').padStart(11)}  ${sum.slice(0, 12)}`;
	const head = `  ${'compared'.padEnd(width)}  ${'source'.padStart(11).padEnd(25)}${'target'.padStart(11)}`;
	const lines = compared.map(({ name, source, target }) => {
		const verdict = isSameSum(source, target) ? 'the same' : 'DIFFERENT';
		return `  ${name.padEnd(width)}  ${cell(source)}${cell(target)}  ${verdict}`;
	});
	return [head, ...lines];
}

/** Which files are which: the key of the new place may lie among the old data. */
function whatNext(from: StorePlace, to: StorePlace, key: string | null): string[] {
	return [
		'Next:',
		...(to.kind === 'mongodb'
			? [`  Set STORE_URL to the address that you gave as --to (${shown(to)}).`]
			: [`  Set DATA_DIR=${to.dataDir}, and leave STORE_URL out.`]),
		...keyLines(from, to, key),
		...(from.kind === 'sqlite' ? oldFolder(from.dataDir, to) : oldDatabase(from)),
		'  Start the server with npm start, and look whether all is well: parley doctor.',
	];
}

function oldFolder(dataDir: string, to: StorePlace): string[] {
	const old = `parley.db and blobs/ in it are the old data: keep them until you are sure, then delete these two and nothing else.`;
	return [
		to.kind === 'mongodb'
			? `  Leave DATA_DIR=${dataDir} as it is. ${old}`
			: `  Leave ${dataDir} as it is. ${old}`,
		`  What is written in the old data from now on is not moved. A server without STORE_URL refuses to start there, as ${movedNotePath(dataDir)} tells where the data are.`,
	];
}

const oldDatabase = (from: StorePlace): string[] => [
	`  Keep the database ${shown(from)} until you are sure, then drop it. Start no server on it any more: what is written there is not moved.`,
];

const only = 'secrets of plugins can be read under that key only';

/** Never makes a key, and never shows one. */
function keyLines(from: StorePlace, to: StorePlace, key: string | null): string[] {
	const old = from.kind === 'sqlite' && existsSync(keyPath(from.dataDir)) ? from.dataDir : null;
	const given = key === null ? null : markOf(dirOf(to), key);
	// One that was given to this command was given to the server, too, which then did not use its folder's.
	const isFile = old !== null && (given === null || given === markOf(old, null));
	if (to.kind === 'mongodb') {
		return [
			isFile
				? `  Set PARLEY_KEY_FILE=${keyPath(old)}, and keep a copy of that file elsewhere: ${only}.`
				: `  Keep PARLEY_KEY as the old server had it: ${only}.`,
		];
	}
	const own = keyPath(to.dataDir);
	const which = isFile ? keyPath(old) : 'PARLEY_KEY of the old server';
	if (!existsSync(own)) {
		return [`  Copy the key (${which}) to ${own} with mode 0600, or keep PARLEY_KEY: ${only}.`];
	}
	const mark = isFile ? markOf(old, null) : given;
	const there = markOf(to.dataDir, null);
	if (mark === there) return [`  Leave PARLEY_KEY out, or as it is: its key is in ${own} already.`];
	return [
		mark === null
			? `  See that ${own} holds the key that the old server had as PARLEY_KEY, or set PARLEY_KEY: ${only}.`
			: `  ${own} is the key of other data. Copy the key (${which}) there, or set PARLEY_KEY: ${only}.`,
	];
}

const markOf = (dataDir: string, key: string | null): string =>
	keyMark(loadDataKey(dataDir, key).bytes);
const dirOf = (place: StorePlace): string => (place.kind === 'sqlite' ? place.dataDir : '');
