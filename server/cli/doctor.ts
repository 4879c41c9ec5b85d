import { hasDatabase } from '../backup/data-folder.ts';
import type { Config, ConfigError } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { holdsParley } from '../stores/mongo/look.ts';
import { shownUrl } from '../system/store-url.ts';
import { cliExitCodes } from './exit-codes.ts';
import { backupFindings } from './doctor/backups.ts';
import { ok, warning, type Finding } from './doctor/finding.ts';
import { diskFinding, folderFindings, nodeFindings } from './doctor/machine.ts';
import {
	awayFault,
	dataFindings,
	deliveryFindings,
	ownFindings,
	storeFindings,
} from './doctor/store.ts';
import { settingsFindings } from './doctor/settings.ts';
import { isStoreAway } from './store-away.ts';
import type { Args, Verb } from './verb.ts';

/** Names what is wrong and what cures it. Changes nothing. */
export const doctor: Verb = {
	usage: 'doctor [--full] [--json]',
	summary: 'names what is wrong with the machine, the settings or the data, and the cure',
	help: `Looks at Node, the data folder, the disk, the settings, the store, what is owed to destinations, and backups.
Each finding is ok, a warning or a fault, with its cure. Exits with 1 when there is a fault.

  --full   also reads every page of the database and every event; takes a minute for each few gigabytes
  --json   prints the findings as JSON: [{level, message, cure}]`,
	options: ['full', 'json'],
	async run({ house, print, running, findings }, args) {
		const found = [
			...(await aroundFindings(house.config)),
			ok(running ? 'The server is running.' : 'No server is running on this data folder.'),
			...(await insideFindings(house, args, running)),
			...((await findings?.()) ?? []),
		];
		return report(found, args, print);
	},
	async onFolder({ config, buildDir, print }, args) {
		const found = await aroundFindings(config);
		let house: House;
		try {
			// Opening makes what is missing, and a look must not make anything.
			if (!(await isThere(config))) {
				found.push(nothingYet(config));
				return report(found, args, print);
			}
			house = await openHouse(config, buildDir);
		} catch (error) {
			found.push({ level: 'fault', ...startFault(error) });
			return report(found, args, print);
		}
		try {
			found.push(ok('No server is running on this data folder.'));
			found.push(...(await insideFindings(house, args, false)));
		} finally {
			await house.close();
		}
		return report(found, args, print);
	},
};

/** True also where this user may not look: opening says why, and makes nothing there. */
const isThere = ({ storeUrl: url, allowStandalone, dataDir }: Config): Promise<boolean> =>
	url === null ? hasDatabase(dataDir).catch(() => true) : holdsParley({ url, allowStandalone });

const nothingYet = ({ storeUrl, dataDir }: Config): Finding =>
	storeUrl === null
		? warning(
				`There are no data in ${dataDir} yet.`,
				'npm start makes them. DATA_DIR names another folder.',
			)
		: warning(
				`There are no data in ${shownUrl(storeUrl)} yet.`,
				'npm start makes them. STORE_URL names another database.',
			);

/** What can be said without the data. */
async function aroundFindings(config: Config): Promise<Finding[]> {
	const now = Date.now();
	return [
		...nodeFindings(process.versions.node, now),
		...(await folderFindings(config)),
		...(await diskFinding(config)),
		...settingsFindings(config),
		...(await backupFindings(config, now)),
	];
}

async function insideFindings(
	house: House,
	{ options }: Args,
	running: boolean,
): Promise<Finding[]> {
	const { storeUrl } = house.config;
	const found = ownFindings(house);
	const looks = [
		() => storeFindings(house, options.has('full')),
		() => dataFindings(house, Date.now()),
		() => deliveryFindings(house, running),
	];
	for (const look of looks) {
		try {
			found.push(...(await look()));
			if (storeUrl === null || (await house.store.health()).ok) continue;
			break;
		} catch (error) {
			if (storeUrl === null || !isStoreAway(error)) throw error;
			// Away since a moment ago, or it answers to nothing.
			found.push(awayFault(storeUrl));
			break;
		}
	}
	return found;
}

function startFault(error: unknown): { message: string; cure: string } {
	const said = error instanceof Error ? error.message : String(error);
	const [first = said, ...rest] = said.split(/(?<=[.)]) (?=[A-Z])/);
	if (error instanceof Error && 'code' in error && error.code === 'locked') {
		return {
			message: `${first} It does not answer the command line.`,
			cure: 'It may be starting or stopping: try again in a minute. If it hangs, stop its process, then npm start.',
		};
	}
	return { message: first, cure: rest.join(' ') };
}

/** Settings that cannot be used are findings too: doctor is who is asked about them. */
export function configFindings(error: ConfigError, print: (line: string) => void): number {
	const cure = 'Set it otherwise or leave it out. What each one means: docs/operations.md.';
	const found = error.problems.map((message): Finding => ({ level: 'fault', message, cure }));
	return report(found, { operands: [], options: new Set() }, print);
}

function report(
	found: readonly Finding[],
	{ options }: Args,
	print: (line: string) => void,
): number {
	const count = (level: Finding['level']): number =>
		found.filter((finding) => finding.level === level).length;
	if (options.has('json')) {
		print(JSON.stringify(found, null, '\t'));
	} else {
		for (const { level, message, cure } of found) {
			print(`${level.padEnd(8)} ${message}`);
			if (cure !== '') print(`${''.padEnd(8)} -> ${cure}`);
		}
		const [faults, warnings] = [count('fault'), count('warning')];
		print('');
		print(
			faults + warnings === 0
				? 'All is well.'
				: `${faults} ${faults === 1 ? 'fault' : 'faults'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
		);
	}
	return count('fault') > 0 ? cliExitCodes.failed : 0;
}
