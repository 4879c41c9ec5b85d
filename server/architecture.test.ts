/**
 * The import rules of docs/architecture.md that a linter cannot express, because they depend on
 * where an import leads. Reads the sources as text. Which packages and globals each layer may use
 * is in .oxlintrc.json. Tests are free to import what they need for their set-up.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '..');
const names = (text: string): Set<string> => new Set(text.split(' '));
const domain = names(
	'conversations files privacy routing sites tickets transcripts visitors replies reports push',
);
const adapters = names('gateway http lanes timers stores bus plugin-host');
/** All that needs no network is joined in house.ts, so that the command line can share it. */
const compositionRoots = names(
	'server/main.ts server/house.ts server/front.ts server/limits.ts server/run.ts',
);
const maxLines = 400;

type Sources = Map<string, string>;
interface Import {
	/** The imported file, or the package's name as it is written. */
	to: string;
	isType: boolean;
}

test('no file imports what its layer must not know', () => {
	expect(violations(readSources())).toEqual([]);
});

test('the patterns of the linter use no look-around, which it ignores without a word', () => {
	expect(readFileSync(join(root, '.oxlintrc.json'), 'utf8')).not.toContain('(?');
});

describe('what the rules refuse', () => {
	test.each([
		['server/routing/index.ts', "import { a } from '../gateway/session.ts';", 'adapter'],
		['server/routing/a.ts', "import type { A } from '../tickets/life.ts';", 'index.ts of tickets'],
		['server/routing/a.ts', 'const now = new Date();', 'wall clock'],
		['server/ports/store.ts', "export type { A } from '../routing/index.ts';", 'server/ports'],
		['server/http/a.ts', "import { a } from '../gateway/a.ts';", 'never one another'],
		['server/http/deep/a.ts', "import { a } from '../../bus/local.ts';", 'never one another'],
		['server/http/a.ts', "import { a } from '../main.ts';", 'composition'],
		['server/config.ts', "const cli = await import('./cli/main.ts');", 'composition'],
		['server/main.ts', "import { a } from '../plugins/slack/index.ts';", 'names plugins'],
		['plugins/slack/a.ts', "import { a } from '../../server/http/a.ts';", 'shared/ only'],
		['plugins/slack/a.ts', "import { a } from '../email/a.ts';", 'shared/ only'],
		['shared/views/a.ts', "import { a } from '../../server/ports/ids.ts';", 'schema library'],
		['shared/client/a.ts', "import { a } from '../protocol/a.ts';", 'reaches zod'],
		['server/http/a.ts', '\n'.repeat(400), '401 lines'],
	])('%s with %j: %s', (file, text, reason) => {
		const zod: [string, string] = ['shared/protocol/a.ts', "import * as z from 'zod';"];
		const [first, ...others] = violations(new Map([zod, [file, text]]));
		expect(first).toContain(file);
		expect(first).toContain(reason);
		expect(others).toEqual([]);
	});

	test.each([
		['server/routing/a.ts', "import { a } from '../visitors/index.ts';\nnew Date(0);"],
		['server/gateway/a.ts', "import { a } from '../routing/index.ts';"],
		['server/stores/sqlite/a.ts', "import { a } from '../contract.ts';"],
		['server/plugins.ts', "import { a } from '../plugins/slack/index.ts';"],
		['server/cli/repair.ts', "import { a } from '../stores/sqlite/open.ts';"],
		['shared/client/a.ts', "import type { A } from '../protocol/a.ts';"],
		['shared/protocol/b.ts', "// import { a } from '../../server/main.ts';"],
		['server/http/a.test.ts', "import { a } from '../gateway/a.ts';"],
	])('but not %s with %j', (file, text) => {
		const zod: [string, string] = ['shared/protocol/a.ts', "import * as z from 'zod';"];
		expect(violations(new Map([zod, [file, text]]))).toEqual([]);
	});
});

/** One sentence for each violation. */
function violations(sources: Sources): string[] {
	const found: string[] = [];
	for (const [file, text] of sources) {
		if (/\.test\.tsx?$|\/testing\//.test(file)) continue;
		for (const { to } of importsOf(file, text)) {
			const reason = refuse(file, to);
			if (reason) found.push(`${file} imports ${to}: ${reason}`);
		}
		if (file.startsWith('shared/client/') && reachesZod(file, sources)) {
			found.push(`${file} reaches zod through an import: the visitor's page must not load it.`);
		}
		if (domain.has(folderOf(file)) && /\bnew Date\(\s*\)/.test(withoutComments(text))) {
			found.push(`${file} reads the wall clock by new Date(): time comes from the Clock port.`);
		}
		const lines = text.split('\n').length;
		if (lines > maxLines) {
			found.push(`${file} has ${lines} lines: above ${maxLines} a file has two jobs.`);
		}
	}
	return found;
}

/** Why `file` must not import `to`, or null where it may. Packages are the linter's business. */
function refuse(file: string, to: string): string | null {
	const isPackage = !to.includes('/') || !/^(server|shared|plugins|e2e)\//.test(to);
	if (isPackage || to.startsWith('shared/')) return null;
	const [from, target] = [folderOf(file), folderOf(to)];
	if (file.startsWith('shared/')) {
		return 'shared/ imports the schema library and itself only.';
	}
	if (file.startsWith('plugins/')) {
		const own = posix.join('plugins', file.split('/')[1] ?? '', '/');
		return to.startsWith(own) ? null : 'a plugin imports shared/ only, no server, no other plugin.';
	}
	if (to.startsWith('plugins/')) {
		return file === 'server/plugins.ts' ? null : 'server/plugins.ts alone names plugins.';
	}
	if (to.startsWith('e2e/')) return 'the product does not know its tests.';
	if (domain.has(from)) {
		if (target === from || target === 'ports') return null;
		if (!domain.has(target)) return 'the domain knows no adapter: what it needs is a port.';
		const index = `server/${target}/index.ts`;
		return to === index ? null : `other domain folders see the index.ts of ${target} only.`;
	}
	if (from === 'ports') return target === 'ports' ? null : 'server/ports knows shared/ only.';
	if (from === 'cli' || compositionRoots.has(file)) return null;
	if (target === 'cli' || to === 'server/main.ts' || to === 'server/plugins.ts') {
		return 'only server/main.ts, server/house.ts and server/cli are composition roots.';
	}
	if (adapters.has(from) && adapters.has(target) && from !== target) {
		return 'adapters import the domain and the ports, never one another.';
	}
	return null;
}

/** Whether running `file` loads zod; a type import leaves nothing behind, so it does not count. */
function reachesZod(file: string, sources: Sources, seen = new Set<string>()): boolean {
	if (seen.has(file)) return false;
	seen.add(file);
	return importsOf(file, sources.get(file) ?? '').some(
		({ to, isType }) => !isType && (/^zod(\/|$)/.test(to) || reachesZod(to, sources, seen)),
	);
}

function importsOf(file: string, text: string): Import[] {
	const statement =
		/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
	return [...withoutComments(text).matchAll(statement)].map((match) => {
		const specifier = match[2] ?? match[3] ?? match[4] ?? '';
		const to = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
		return { to, isType: match[1] !== undefined };
	});
}

/** Line comments go only where they start the line: `//` within a line may be part of an address. */
function withoutComments(text: string): string {
	return text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** `routing` for server/routing/deep/file.ts; empty for files of server/ itself and elsewhere. */
function folderOf(file: string): string {
	return /^server\/([^/]+)\//.exec(file)?.[1] ?? '';
}

function readSources(): Sources {
	const files = ['server', 'shared', 'plugins'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.map((name) => posix.join(folder, name.replaceAll('\\', '/')))
			.filter((file) => /\.tsx?$/.test(file) && !file.startsWith('plugins/wordpress/')),
	);
	return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}
