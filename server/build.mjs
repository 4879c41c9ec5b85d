/**
 * Bundles the server and the two browser programs into build/.
 * `npm run build` runs it; prepare.mjs runs it when isStale() says that a source has changed.
 */
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, dirname, join, parse, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { slim } from './slim.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'build/.stamp');

/** Server bundles: what starts the server, its writer thread, and the command line. */
const serverEntries = {
	'build/server/main.js': 'server/run.ts',
	'build/server/writer.js': 'server/stores/sqlite/writer.ts',
	'build/server/cli.js': 'server/cli/main.ts',
};

/** Browser bundles. A stylesheet that an entry imports is written beside it with the same name. */
const browserEntries = {
	'build/widget/loader.js': 'plugins/widget/loader.ts',
	'build/widget/greeting.js': 'plugins/widget/greeting.ts',
	'build/widget/panel.js': 'plugins/widget/panel.ts',
	'build/widget/preview.js': 'plugins/widget/preview.ts',
	'build/console/main.js': 'plugins/console/main.tsx',
	'build/console/worker.js': 'plugins/console/worker.ts',
};

/** Where they differ from the others. In the loader each byte counts, so no "use strict"; greeting.js is imported by it. */
const browserOptions = {
	'build/widget/loader.js': { charset: 'utf8', tsconfigRaw: '{}' },
	'build/widget/greeting.js': { charset: 'utf8', format: 'esm' },
};

/** Pages and pictures that are served as they are: from the top of each folder, if there are any. */
const staticFolders = { 'build/widget': 'plugins/widget', 'build/console': 'plugins/console' };
const isStatic = (name) => /\.(html|svg|png|ico|webmanifest|mp3|ogg)$/.test(name);
const languages = 'widget/languages';

/** Compressed here, once and as small as it gets, so that the server only chooses. */
const isText = (name) => /\.(js|css|html|svg|json|webmanifest)$/.test(name);
const worthwhileBytes = 500;

/**
 * Packages stay outside the server bundles only where they must: native code, esbuild, which finds
 * its binary by its own path, and mongoose, which only a server on MongoDB loads. All others go in,
 * because one file loads in a third of the time of five hundred.
 */
const external = ['@photostructure/sqlite', 'esbuild', 'mongoose', 'sharp'];

/** Bundled CommonJS packages call `require` for Node's own modules; ES modules have none. */
const requireBanner =
	"import { createRequire as createRequireForBundle } from 'node:module';\n" +
	'const require = createRequireForBundle(import.meta.url);';

/** Bundles everything; throws with a sentence for a missing entry, or with esbuild's own messages. */
export async function build() {
	const entries = { ...serverEntries, ...browserEntries };
	const missing = Object.values(entries).filter((entry) => !existsSync(join(root, entry)));
	if (missing.length > 0) {
		throw new Error(`The build needs these files, which are missing: ${missing.join(', ')}.`);
	}
	const inputs = hashInputs(); // before reading them, so that a change during the build shows
	const esbuild = await import('esbuild');
	rmSync(stampFile, { force: true }); // a build that stops half-way must not look complete
	Object.keys(staticFolders).forEach((folder) => dropCompressed(join(root, folder)));

	const common = { bundle: true, absWorkingDir: root, logLevel: 'warning', legalComments: 'none' };
	const server = {
		...common,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		// Not the identifiers: errors and stack traces name them.
		minifyWhitespace: true,
		minifySyntax: true,
		sourcemap: 'linked',
		// Places only: Node reads the map at each start.
		sourcesContent: false,
		external,
		plugins: slim,
		banner: { js: requireBanner },
	};
	const browser = {
		...common,
		platform: 'browser',
		format: 'iife',
		target: 'es2022',
		jsx: 'automatic',
		minify: true,
		metafile: true,
		define: { 'process.env.NODE_ENV': '"production"' },
	};
	const browserBuilds = Object.entries(browserEntries).map(([outfile, entry]) =>
		buildWithUses(
			(options) => esbuild.build({ ...browser, ...browserOptions[outfile], ...options }),
			outfile,
			entry,
		),
	);
	await Promise.all([
		...browserBuilds,
		...Object.entries(serverEntries).map(([outfile, entry]) =>
			esbuild.build({ ...server, entryPoints: [entry], outfile }),
		),
	]);
	await esbuild.stop(); // else its process stays as long as the server that this one becomes
	for (const [target, folder] of Object.entries(staticFolders)) {
		for (const name of readdirSync(join(root, folder)).filter(isStatic)) {
			cpSync(join(root, folder, name), join(root, target, name));
		}
	}
	slimTokens();
	copyLanguages();
	splitWords(await browserBuilds[Object.keys(browserEntries).indexOf('build/widget/panel.js')]);
	await Promise.all(Object.keys(staticFolders).map((folder) => compressTexts(join(root, folder))));
	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, inputs);
}

/** Before anything else is written: none may stand beside a text that it is not made of. */
function dropCompressed(folder) {
	if (!existsSync(folder)) return;
	for (const name of readdirSync(folder).filter((file) => /\.(br|gz)$/.test(file))) {
		rmSync(join(folder, name), { force: true });
	}
}

/** Every file is a language that the server offers, so what was removed must go here too. */
function copyLanguages() {
	const [from, to] = [join(root, 'plugins', languages), join(root, 'build', languages)];
	cpSync(from, to, { recursive: true });
	for (const name of readdirSync(to).filter((file) => !existsSync(join(from, file)))) {
		rmSync(join(to, name));
	}
}

/**
 * The tokens are one file for all programs: what the panel does not use goes, and what esbuild leaves in values. What only its
 * second part uses comes with that.
 */
function slimTokens() {
	const folder = join(root, 'build/widget');
	const read = (name) => readFileSync(join(folder, name), 'utf8');
	const usedIn = (text) => new Set(text.match(/(?<=var\()--[\w-]+/g));
	const first = read('panel.css');
	const names = readdirSync(folder).filter((name) => /\.(css|js)$/.test(name));
	const [now, ever] = [first, names.map(read).join()].map(usedIn);
	// The owner's colours stand after the first sheet and before the second.
	const isFirst = (name) => now.has(name) || (ever.has(name) && name.includes('accent'));
	const keep = (css, isKept) =>
		css.replaceAll(/(--[\w-]+): ?([^;}]*)(?:;|(?=\}))/g, (_token, name, value) =>
			isKept(name) ? `${name}:${value.replaceAll(/\b0\./g, '.').replaceAll(/, /g, ',')};` : '',
		);
	const blocks = first.match(/(?:@media\(prefers-color-scheme:dark\)\{)?[^{}]+\{--[^}]*\}+/g) ?? [];
	const later = blocks
		.map((block) =>
			keep(block.replace(/color-scheme:\w+(?=\})/, ''), (name) => ever.has(name) && !isFirst(name)),
		)
		.filter((block) => block.includes('--'));
	writeFileSync(join(folder, 'panel.css'), keep(first, isFirst));
	writeFileSync(join(folder, 'late.css'), later.join('') + read('late.css'));
}

/** Only a module can import on use. The loader must be a script: pages name it as one. */
const formatOf = (entry) => (entry === 'plugins/widget/panel.ts' ? { format: 'esm' } : {});

/**
 * A page brings the words that its first script names; all words together are a file of their own, for what is loaded after
 * that.
 */
function splitWords({ metafile }) {
	const sources = Object.keys(metafile.inputs)
		.filter((path) => path.startsWith('plugins/widget/') && path.endsWith('.ts'))
		.map((path) => readFileSync(join(root, path), 'utf8'))
		.join('');
	const named = new Set(sources.match(/(?<=strings\.|')\w+\b/g));
	const folder = join(root, 'build/widget');
	const read = (name) => JSON.parse(readFileSync(join(root, 'build', languages, name), 'utf8'));
	const first = Object.keys(read('en.json')).filter((word) => named.has(word));
	writeFileSync(join(folder, 'first-words.json'), JSON.stringify(first));
	for (const name of readdirSync(join(root, 'build', languages))) {
		writeFileSync(join(folder, `words-${name}`), JSON.stringify(read(name)));
	}
}

/**
 * Builds a browser program and what it imports on use: each of these is a whole bundle of its own beside the program, so that
 * nothing has to be waited for that both have in common.
 */
async function buildWithUses(bundle, outfile, entry) {
	const uses = new Map();
	const onUse = {
		name: 'on-use',
		setup({ onResolve }) {
			onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
				if (kind !== 'dynamic-import') return undefined;
				const name = `${parse(path).name}.js`;
				uses.set(join(root, dirname(outfile), name), join(resolveDir, path));
				return { path: `./${name}`, external: true };
			});
		},
	};
	const plugins = [onUse];
	const built = await bundle({ entryPoints: [entry], outfile, plugins, ...formatOf(entry) });
	for (const [file, source] of uses) {
		await bundle({ entryPoints: [source], outfile: file, plugins, format: 'esm' });
	}
	return built;
}

/** Writes `panel.js.br` and `panel.js.gz` beside `panel.js`. */
async function compressTexts(folder) {
	const brotli = promisify(brotliCompress);
	const toGzip = promisify(gzip);
	const write = async (name, bytes) => writeFileSync(join(folder, name), await bytes);
	const texts = readdirSync(folder).filter(isText);
	await Promise.all(
		texts.flatMap((name) => {
			const content = readFileSync(join(folder, name));
			if (content.length <= worthwhileBytes) return [];
			const params = {
				[constants.BROTLI_PARAM_QUALITY]: 11,
				[constants.BROTLI_PARAM_SIZE_HINT]: content.length,
			};
			return [
				write(`${name}.br`, brotli(content, { params })),
				write(`${name}.gz`, toGzip(content, { level: 9 })),
			];
		}),
	);
}

/** Whether build/ is absent, incomplete or older than its sources. Reads files only: some 20 ms. */
export function isStale() {
	const outputs = Object.keys({ ...serverEntries, ...browserEntries });
	if (![stampFile, ...outputs.map((file) => join(root, file))].every(existsSync)) return true;
	return readFileSync(stampFile, 'utf8') !== hashInputs();
}

/** One hash over all that can change the bundles: contents, not times, which a git checkout changes. */
function hashInputs() {
	const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}\n`);
	const folders = ['server', 'shared', 'plugins'].map((folder) => join(root, folder));
	const files = [join(root, 'package.json'), join(root, 'package-lock.json')];
	for (const file of [...files, ...folders.flatMap(sourcesIn)]) {
		const content = readFileSync(file);
		hash.update(`${relative(root, file).split(sep).join('/')} ${content.length}\n`).update(content);
	}
	return hash.digest('hex');
}

function sourcesIn(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			// The WordPress plugin has its own install and build.
			if (entry.isDirectory()) {
				const skip = entry.name === 'node_modules' || path === join(root, 'plugins/wordpress');
				return skip ? [] : sourcesIn(path);
			}
			return /\.test\.tsx?$|\.md$/.test(entry.name) ? [] : [path];
		});
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const startedAt = performance.now();
	try {
		await build();
		console.log(`built in ${Math.round(performance.now() - startedAt)} ms`);
	} catch (error) {
		// esbuild has printed its own messages with the place in the source.
		console.error(`${basename(import.meta.url)}: ${error.message}`);
		process.exitCode = 1;
	}
}
