import { readFileSync } from 'node:fs';
import { DomainError } from '../../shared/errors.ts';
import type { SiteChange } from '../../shared/site/site-change.ts';
import type { Site } from '../sites/index.ts';
import { cliExitCodes } from './exit-codes.ts';
import { differences } from './differences.ts';
import { WrongUse, type Verb, type VerbContext } from './verb.ts';

const usage =
	'site [set <file.json|-> | set-name <name> | origins <origin>... | identity-key | drop-identity-key <kid>]';

/** What the owner of the site chooses, for scripts and where there is no browser. */
export const site: Verb = {
	usage,
	summary: 'shows the settings of the site, or changes them',
	help: `Without more it shows the site's name, its key, where it may be embedded, and its settings as JSON.

  parley site set settings.json        merges the sections of that file (or of -, the input) into the settings
  parley site set-name "Lamp Shop"     gives it a name that visitors read
  parley site origins https://shop.example.com https://www.shop.example.com
                                       lets these websites show the chat and no others; "any" lets all
  parley site identity-key             makes a key by which your server signs who a visitor is, and shows it once; two
                                       are valid at a time, a third one drops the oldest
  parley site drop-identity-key <kid>  what was signed with that key is not believed any more

docs/site-settings.md tells of every field. The server need not be restarted.`,
	operands: { least: 0, most: 51 },
	/** The file is read where the person stands; the server gets its text. */
	prepare({ operands: [action, ...words] }) {
		if (action === undefined) return [];
		checkWords(action, words);
		// After two dashes, because a name may begin with one.
		return ['--', action, ...(action === 'set' ? [readJson(words[0] ?? '')] : words)];
	},
	async run(context, { operands: [action, ...words] }) {
		const current = await context.house.sites.first();
		if (action === undefined) return show(current, context);
		try {
			return await act(context, current, action, words);
		} catch (error) {
			if (!(error instanceof DomainError)) throw error;
			context.print(`Nothing was changed. ${error.message}`);
			return cliExitCodes.refused;
		}
	},
};

/** How many words may follow each action. */
const actions: Readonly<Record<string, readonly [least: number, most: number]>> = {
	set: [1, 1],
	'set-name': [1, 1],
	origins: [1, 50],
	'identity-key': [0, 0],
	'drop-identity-key': [1, 1],
};

function checkWords(action: string, words: readonly string[]): void {
	const allowed = Object.hasOwn(actions, action) ? actions[action] : undefined;
	if (allowed === undefined) throw new WrongUse(`"${action}" is not known. Usage: parley ${usage}`);
	const [least, most] = allowed;
	if (words.length < least) throw new WrongUse(`Something is missing. Usage: parley ${usage}`);
	if (words.length > most) {
		throw new WrongUse(`"${words[most]}" is too much. Usage: parley ${usage}`);
	}
}

function show(current: Site, { print }: VerbContext): number {
	const { name, key, origins, identityKeys, settings } = current;
	print(`name           ${name}`);
	print(`key            ${key}`);
	print(`origins        ${origins.join(' ') || 'any'}`);
	print(`identity keys  ${identityKeys.map(({ kid }) => kid).join(' ') || 'none'}`);
	print(JSON.stringify(settings, null, 2));
	return 0;
}

async function act(
	context: VerbContext,
	current: Site,
	action: string,
	words: readonly string[],
): Promise<number> {
	const { house, print } = context;
	const [first = ''] = words;
	switch (action) {
		case 'set':
			return change(context, current, { settings: JSON.parse(first) as unknown });
		case 'set-name':
			return change(context, current, { name: first });
		case 'origins':
			return change(context, current, { origins: first === 'any' ? [] : words });
		case 'identity-key': {
			const { kid, secret } = await house.sites.newIdentityKey(current.id);
			print(`key id  ${kid}`);
			print(`secret  ${secret}`);
			print('Keep it on your server only. It is not shown again.');
			return 0;
		}
		case 'drop-identity-key':
			await house.sites.dropIdentityKey(current.id, first);
			print(`The key ${first} is not valid any more.`);
			return 0;
		default:
			throw new WrongUse(`"${action}" is not known. Usage: parley ${usage}`);
	}
}

async function change(
	{ house, print }: VerbContext,
	current: Site,
	given: SiteChange,
): Promise<number> {
	const changed = await house.sites.change(current.id, current.rev, given);
	const lines = [
		...differences(current.name, changed.name, 'name'),
		...differences(current.origins, changed.origins, 'origins'),
		...differences(current.settings, changed.settings, ''),
	];
	for (const line of lines) print(line);
	if (lines.length === 0) print('Nothing is different from before.');
	return 0;
}

function readJson(file: string): string {
	const name = file === '-' ? 'The input' : `The file ${file}`;
	let text: string;
	try {
		text = readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch {
		throw new WrongUse(`${name} cannot be read.`);
	}
	try {
		JSON.parse(text);
	} catch {
		throw new WrongUse(`${name} is not JSON.`);
	}
	return text;
}
