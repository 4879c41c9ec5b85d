/**
 * `npm run bench`: figures beside their goals. `npm run bench -- cpu growth` runs these parts only, `--quick` shorter rounds and a
 * smaller store, `--stored=100000` a store of that size, `--prof` leaves CPU profiles of the servers in the folder that it names. How
 * it measures: measure.ts.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale, installIfNeeded } from '../../server/prepare.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const say = (line) => console.log(`bench: ${line}`);
const programs = ['main', 'build-store', 'arms/raw', 'arms/sio', 'arms/ws-sqlite', 'arms/parley'];

await installIfNeeded({ say, dev: true });
await buildIfStale({ say });
const { build } = await import('esbuild');
await Promise.all(
	programs.map((program) =>
		build({
			entryPoints: [join(root, 'e2e/bench', `${program}.ts`)],
			outfile: join(root, 'build/e2e/bench', `${program}.mjs`),
			absWorkingDir: root,
			bundle: true,
			platform: 'node',
			format: 'esm',
			target: 'node20',
			logLevel: 'warning',
			external: [
				'@photostructure/sqlite',
				'esbuild',
				'mongoose',
				'playwright-core',
				'sharp',
				'bufferutil',
				'utf-8-validate',
			],
			banner: {
				js:
					"import { createRequire as createRequireForBundle } from 'node:module';\n" +
					'const require = createRequireForBundle(import.meta.url);',
			},
		}),
	),
);
// The harness has one core and the servers the other, so that neither measures its rival.
const canPin = process.platform === 'linux' && availableParallelism() > 1;
const node = [
	process.execPath,
	'--expose-gc',
	join(root, 'build/e2e/bench/main.mjs'),
	...process.argv.slice(2),
];
const [command, ...args] = canPin ? ['taskset', '-c', '1', ...node] : node;
if (!canPin) say('cannot pin: servers and harness share the cores, and the figures are worth less');
const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
process.exitCode = status ?? 1;
