import { readFileSync } from 'node:fs';
import type { Json } from '../ports/store.ts';
import type { PluginId } from '../../shared/ids.ts';
import { cliExitCodes } from './exit-codes.ts';
import { WrongUse, type Verb, type VerbContext } from './verb.ts';

/** What is connected, and switching it on and off, for scripts and for what only the server's own operator may set. */
export const plugin: Verb = {
	usage: 'plugin [<name> <settings.json> | <name> --off]',
	summary: 'lists the plugins, or switches one on with its settings, or off',
	help: `Without a name it lists the plugins, whether each is on, and its settings (never a secret).

  parley plugin example-file settings.json   stores the settings of that file and switches the plugin on
  parley plugin example-file --off           switches it off; what it is owed waits

The server need not be restarted.`,
	options: ['off'],
	operands: { least: 0, most: 2 },
	/** The file is read where the person stands; the server gets its text. */
	prepare({ operands: [name, file], options }) {
		if (name === undefined) return [];
		if (options.has('off')) return [name, '--off'];
		if (file === undefined) throw new WrongUse('Say which file holds the settings, or --off.');
		return [name, readJson(file)];
	},
	async run(context, { operands: [name, values], options }) {
		if (name === undefined) return list(context);
		const { plugins } = context.house;
		const known = (await plugins.settings()).find((view) => view.plugin === name);
		if (known === undefined) {
			context.print(`There is no plugin "${name}". parley plugin lists them.`);
			return cliExitCodes.refused;
		}
		const off = options.has('off');
		const change = {
			rev: known.rev,
			enabled: !off,
			values: off ? known.values : (JSON.parse(values ?? '{}') as Json),
		};
		await plugins.saveSettings(name as PluginId, change);
		context.print(`${known.title} is ${off ? 'off' : 'on'}.`);
		return 0;
	},
};

async function list({ house, print }: VerbContext): Promise<number> {
	for (const view of await house.plugins.settings()) {
		const state = view.rev === 0 ? 'not set up' : view.enabled ? 'on' : 'off';
		print(`${view.plugin.padEnd(18)} ${state.padEnd(11)} ${view.title}`);
		if (view.rev > 0) print(`${' '.repeat(30)} ${JSON.stringify(view.values)}`);
	}
	return 0;
}

function readJson(file: string): string {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new WrongUse(`The file ${file} cannot be read.`);
	}
	try {
		JSON.parse(text);
	} catch {
		throw new WrongUse(`The file ${file} is not JSON.`);
	}
	return text;
}
