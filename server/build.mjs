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
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
	'build/widget/panel.js': 'plugins/widget/panel.ts',
	'build/console/main.js': 'plugins/console/main.tsx',
};

/** Pages and pictures that are served as they are: from the top of each folder, if there are any. */
const staticFolders = { 'build/widget': 'plugins/widget', 'build/console': 'plugins/console' };
const isStatic = (name) => /\.(html|svg|png|ico|webmanifest|mp3|ogg)$/.test(name);

/**
 * Packages stay outside the server bundles only where they must: native code, esbuild, which finds
 * its binary by its own path, and mongoose, which only a server on MongoDB loads. All others go in,
 * because one file loads in a third of the time of five hundred.
 */
const external = ['@photostructure/sqlite', 'esbuild', 'mongoose'];

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
		target: 'es2020',
		jsx: 'automatic',
		minify: true,
		define: { 'process.env.NODE_ENV': '"production"' },
	};
	await Promise.all([
		...Object.entries(serverEntries).map(([outfile, entry]) =>
			esbuild.build({ ...server, entryPoints: [entry], outfile }),
		),
		...Object.entries(browserEntries).map(([outfile, entry]) =>
			esbuild.build({ ...browser, entryPoints: [entry], outfile }),
		),
	]);
	await esbuild.stop(); // else its process stays as long as the server that this one becomes
	for (const [target, folder] of Object.entries(staticFolders)) {
		for (const name of readdirSync(join(root, folder)).filter(isStatic)) {
			cpSync(join(root, folder, name), join(root, target, name));
		}
	}
	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, inputs);
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
