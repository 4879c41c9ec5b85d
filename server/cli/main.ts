import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig, type Config } from '../config.ts';
import { openHouse } from '../house.ts';
import { Busy } from '../ports/errors.ts';
import { exitCodes, explainStart } from '../start-failure.ts';
import { askControl } from '../system/control.ts';
import { errorCode } from '../system/error-code.ts';
import { cliExitCodes } from './exit-codes.ts';
import { configFindings } from './doctor.ts';
import { parseVerbArgs, WrongUse, type Args, type Verb } from './verb.ts';
import { runVerb, verbs } from './verbs.ts';

const print = (line: string): void => console.log(line);

/** Carries the verb out in the running server, or on the data folder when no server runs. Answers the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
	const [name, ...words] = argv;
	if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
		const asked = name === 'help' ? verbs.get(words[0] ?? '') : undefined;
		print(asked === undefined ? helpOfAll() : helpOf(asked));
		return name === undefined ? cliExitCodes.wrongUse : 0;
	}
	const verb = verbs.get(name);
	if (verb === undefined) {
		console.error(`There is no verb "${name}".\n\n${helpOfAll()}`);
		return cliExitCodes.wrongUse;
	}
	if (words.includes('--help') || words.includes('-h')) {
		print(helpOf(verb));
		return 0;
	}
	try {
		const args = parseVerbArgs(verb, words);
		return await carryOut(name, verb, args, words);
	} catch (error) {
		return explain(error, name);
	}
}

async function carryOut(
	name: string,
	verb: Verb,
	args: Args,
	words: readonly string[],
): Promise<number> {
	const config = loadConfig();
	const prepared = verb.prepare?.(args, config, new Date()) ?? words;
	const signal = listenToCtrlC(verb, parseVerbArgs(verb, prepared));
	if (verb.run !== undefined) {
		// Who may not look for a server may not use the data either: opening them says that in a sentence.
		const answer = await askControl(config.dataDir, name, prepared, print).catch(noneIfDenied);
		if (answer !== null) return answer;
	}
	const buildDir = dirname(dirname(fileURLToPath(import.meta.url)));
	if (verb.onFolder !== undefined) {
		return verb.onFolder({ config, buildDir, print, signal }, args);
	}
	return runAlone(config, buildDir, name, prepared);
}

function noneIfDenied(error: unknown): null {
	if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
	return null;
}

async function runAlone(
	config: Config,
	buildDir: string,
	name: string,
	words: readonly string[],
): Promise<number> {
	const house = await openHouse(config, buildDir);
	try {
		const url = config.publicUrl ?? `http://${config.host}:${config.port}`;
		return await runVerb(name, words, { house, url, print, running: false });
	} finally {
		await house.close();
	}
}

/** The first Ctrl-C lets the verb tidy up; the second ends the command line at once. */
function listenToCtrlC(verb: Verb, args: Args): AbortSignal {
	const controller = new AbortController();
	if (verb.cancel === undefined) return controller.signal;
	process.on('SIGINT', () => {
		if (controller.signal.aborted) process.exit(cliExitCodes.cancelled);
		controller.abort();
		verb.cancel?.(args).catch((error: unknown) => console.error(String(error)));
	});
	return controller.signal;
}

function explain(error: unknown, name: string): number {
	if (error instanceof WrongUse) {
		console.error(`${error.message}\nMore: parley ${name} --help`);
		return cliExitCodes.wrongUse;
	}
	if (error instanceof ConfigError) {
		if (name === 'doctor') return configFindings(error, print);
		console.error(error.message);
		return exitCodes.config;
	}
	if (error instanceof Busy && error.reason === 'unreachable') {
		console.error(
			`parley ${name} failed: MongoDB cannot be reached any more, or has no primary. Run it again when it is back.`,
		);
		return exitCodes.unreachable;
	}
	console.error(explainStart(error).replace('Parley did not start', `parley ${name} failed`));
	return exitCodes.of(error);
}

function helpOfAll(): string {
	const lines = [...verbs].map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
	return `parley <verb>

${lines.join('\n')}

parley <verb> --help says more. Uses the same environment as npm start (DATA_DIR and so on). Verbs work while the server
runs and while it does not, but for restore and migrate.`;
}

function helpOf({ usage, summary, help }: Verb): string {
	return `parley ${usage}\n\n${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n${help}`;
}
