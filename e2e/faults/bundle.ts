import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** The built writer thread of the store: build/ is fresh, because the tests' runner makes it so. */
export const writerPath = join(root, 'build/server/writer.js');

/** Bundles a program of the tests that is to be killed, because Node 20 does not run TypeScript; answers its path. */
export async function bundle(entry: string): Promise<string> {
	// Below the root, so that packages that stay outside are found.
	const outfile = join(root, 'build/e2e', `${entry.replace(/\W+/g, '-')}.mjs`);
	await build({
		entryPoints: [join(root, 'e2e', `${entry}.ts`)],
		outfile,
		absWorkingDir: root,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		sourcemap: 'inline',
		logLevel: 'warning',
		external: ['@photostructure/sqlite', 'esbuild'],
		banner: {
			js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
		},
	});
	return outfile;
}
