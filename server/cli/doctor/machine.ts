import { access, constants, readFile, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { keyPath } from '../../system/data-key.ts';
import { say } from '../say.ts';
import { fault, ok, warning, type Finding } from './finding.ts';

/** Ends of life of Node's long-term lines, as its release schedule has them. */
const endsOfLife: Readonly<Record<number, string>> = {
	20: '2026-04-30',
	22: '2027-04-30',
	24: '2028-04-30',
	26: '2029-04-30',
};
const oldest = { major: 20, minor: 19 };
const day = 24 * 3_600_000;

export function nodeFindings(version: string, now: number): Finding[] {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
		return [
			fault(
				`Node ${version} is too old: Parley needs ${oldest.major}.${oldest.minor} or newer.`,
				'Install the current LTS version of Node.',
			),
		];
	}
	const end = endsOfLife[major];
	const cure =
		'Install the current LTS version of Node, then npm start. The data stay as they are.';
	if (end === undefined) {
		const isOdd = major % 2 === 1;
		return [
			isOdd ? warning(`Node ${version} is no long-term version.`, cure) : ok(`Node ${version}.`),
		];
	}
	const left = Date.parse(end) - now;
	if (left < 0) {
		return [warning(`Node ${version} gets no security updates any more (since ${end}).`, cure)];
	}
	if (left < 60 * day) {
		return [warning(`Node ${version} gets no security updates after ${end}.`, cure)];
	}
	return [ok(`Node ${version}, supported until ${end}.`)];
}

/** Who may read the data and the key. */
export async function folderFindings({ dataDir, key }: Config): Promise<Finding[]> {
	const folder = await stat(dataDir).catch(() => null);
	if (folder === null) return [];
	if (!folder.isDirectory()) {
		return [fault(`${dataDir} is no folder.`, 'Move it away, or name another folder in DATA_DIR.')];
	}
	const found: Finding[] = [];
	const isWritable = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).then(
		() => true,
		() => false,
	);
	const me = process.getuid?.();
	if (!isWritable) {
		const cure = `Run Parley as the user who owns the folder, or give it to the user who runs Parley: chown -R <user> ${dataDir}`;
		found.push(fault(`This user (${me ?? 'unknown'}) may not write in ${dataDir}.`, cure));
	} else if (me !== undefined && folder.uid !== me) {
		found.push(
			warning(
				`${dataDir} belongs to another user (${folder.uid}, this is ${me}).`,
				'Run the command line as the user who runs the server; else files are made that the server cannot use.',
			),
		);
	}
	if ((folder.mode & 0o077) !== 0 && process.platform !== 'win32') {
		found.push(
			warning(
				`Others on this machine may look into ${dataDir} (mode ${octal(folder.mode)}).`,
				`chmod 700 ${dataDir}`,
			),
		);
	}
	found.push(...(await keyFindings(dataDir, key)));
	return found.length > 0 ? found : [ok(`The data folder ${dataDir} is closed to others.`)];
}

async function keyFindings(dataDir: string, given: string | null): Promise<Finding[]> {
	const path = keyPath(dataDir);
	const file = await stat(path).catch(() => null);
	if (file === null) return [];
	if ((file.mode & 0o077) !== 0 && process.platform !== 'win32') {
		return [
			fault(
				`Others on this machine may read the key ${path} (mode ${octal(file.mode)}).`,
				`chmod 600 ${path}`,
			),
		];
	}
	if (given === null || (await isKeyIn(path, given))) return [];
	return [
		warning(
			`PARLEY_KEY is set, so the key in ${path}, which is another one, is not used.`,
			'If PARLEY_KEY is the right one, keep the file in a safe place and remove it here.',
		),
	];
}

/** After a migration PARLEY_KEY_FILE names this very file. What cannot be read is said of the folder already. */
async function isKeyIn(path: string, given: string): Promise<boolean> {
	const stored = await readFile(path, 'utf8').catch(() => given);
	return Buffer.from(stored.trim(), 'base64').equals(Buffer.from(given, 'base64'));
}

const octal = (mode: number): string => (mode & 0o777).toString(8);

/** Of a disk, in bytes. */
export interface Space {
	readonly free: number;
	readonly size: number;
}

export async function diskFinding({ dataDir, storeUrl }: Config): Promise<Finding[]> {
	const space = await spaceOf(dataDir);
	if (space === null) return [];
	return [storeUrl === null ? judgeSpace(space, dataDir) : judgeSpaceBeside(space, dataDir)];
}

export function judgeSpace({ free, size }: Space, dataDir: string): Finding {
	const said = sayFree({ free, size }, dataDir);
	const cure =
		'Make room: old backups and before-restore folders first. A full disk loses nothing that was acknowledged, but takes no more messages until there is room.';
	if (free < 100 * 2 ** 20) return fault(`Only ${said}.`, cure);
	if (free < 2 ** 30 || free < size / 10) return warning(`Only ${said}.`, cure);
	return ok(`${said}.`);
}

/** Of a server on MongoDB: its messages do not come here. */
export function judgeSpaceBeside(space: Space, dataDir: string): Finding {
	const said = sayFree(space, dataDir);
	return space.free < 100 * 2 ** 20
		? warning(
				`Only ${said}: a backup needs room there.`,
				'Make room, or write backups elsewhere: parley backup <file>. Messages are in MongoDB and go on.',
			)
		: ok(`${said}. Messages are in MongoDB, backups here.`);
}

function sayFree({ free, size }: Space, dataDir: string): string {
	const percent = size === 0 ? 100 : Math.floor((free / size) * 100);
	return `${say.bytes(free)} (${percent} %) of the disk under ${dataDir} are free`;
}

async function spaceOf(path: string): Promise<Space | null> {
	for (let folder = path; ; folder = dirname(folder)) {
		const found = await statfs(folder).catch(() => null);
		if (found !== null)
			return { free: found.bavail * found.bsize, size: found.blocks * found.bsize };
		if (folder === dirname(folder)) return null;
	}
}
