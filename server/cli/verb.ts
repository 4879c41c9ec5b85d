import { parseArgs } from 'node:util';
import type { Finding } from '../../shared/plugin/plugin.ts';
import type { Config } from '../config.ts';
import type { House } from '../house.ts';

export interface VerbContext {
	readonly house: House;
	/** Where browsers reach the server. */
	readonly url: string;
	readonly print: (line: string) => void;
	/** True: carried out inside the running server. */
	readonly running: boolean;
	/** What others know of trouble, for doctor: the checks of plugins. */
	readonly findings?: () => Promise<readonly Finding[]>;
}

/** For what must not, or need not, open the data. */
export interface FolderContext {
	readonly config: Config;
	readonly buildDir: string;
	readonly print: (line: string) => void;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

export interface Args {
	readonly operands: readonly string[];
	readonly options: ReadonlySet<string>;
	/** Of the options that take one. */
	readonly values?: Readonly<Record<string, string>>;
}

/** One word of the command line. */
export interface Verb {
	/** After `parley `: the verb and what may follow. */
	readonly usage: string;
	/** One line for the list. */
	readonly summary: string;
	readonly help: string;
	/** Names of its options, without dashes; each is given or not. */
	readonly options?: readonly string[];
	/** Names of its options that take a value, without dashes; each must be given. */
	readonly values?: readonly string[];
	readonly operands?: { readonly least: number; readonly most: number };
	/** In the command line, before a server is asked: what depends on where the person stands. */
	prepare?(args: Args, config: Config, now: Date): readonly string[];
	/** In the running server, else on a house that the command line opens. The answer is the exit code. */
	run?(context: VerbContext, args: Args): Promise<number>;
	/** Without a house. With `run` too, only while no server runs. */
	onFolder?(context: FolderContext, args: Args): Promise<number>;
	/** At Ctrl-C; the verb then ends by itself. Without it Ctrl-C leaves it to go on, if it runs in the server. */
	cancel?(args: Args): Promise<void>;
}

/** The words after the verb cannot be understood. */
export class WrongUse extends Error {
	override readonly name = 'WrongUse';
}

export function parseVerbArgs(verb: Verb, words: readonly string[]): Args {
	const options: Record<string, { type: 'boolean' | 'string' }> = {};
	for (const name of verb.options ?? []) options[name] = { type: 'boolean' };
	for (const name of verb.values ?? []) options[name] = { type: 'string' };
	const { least, most } = verb.operands ?? { least: 0, most: 0 };
	let parsed: { values: Readonly<Record<string, unknown>>; positionals: string[] };
	try {
		parsed = parseArgs({ args: [...words], options, allowPositionals: true });
	} catch (error) {
		// Its first sentence says what is wrong; what follows it is about writing programs.
		const [said = ''] = String(error instanceof Error ? error.message : error).split('. ');
		throw new WrongUse(`${said.replace(/\.$/, '')}. Usage: parley ${verb.usage}`);
	}
	const { values, positionals } = parsed;
	if (positionals.length < least || positionals.length > most) {
		const what =
			positionals.length > most ? `"${positionals[most]}" is too much` : 'Something is missing';
		throw new WrongUse(`${what}. Usage: parley ${verb.usage}`);
	}
	const given = Object.entries(values).filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string',
	);
	const missing = verb.values?.find((name) => !given.some(([found]) => found === name));
	if (missing !== undefined) {
		throw new WrongUse(`--${missing} is missing. Usage: parley ${verb.usage}`);
	}
	return {
		operands: positionals,
		options: new Set(Object.keys(values)),
		...(given.length === 0 ? {} : { values: Object.fromEntries(given) }),
	};
}
