import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { newFolder } from './arm.ts';
import { root, storedCount } from './setting.ts';

let folder: Promise<string> | null = null;

/** A data folder with as many ended conversations as were asked for; made once in a run, on both cores. */
export const bigStore = (): Promise<string> => (folder ??= make());

async function make(): Promise<string> {
	const dataDir = newFolder('big');
	const startedAt = performance.now();
	console.log(`\nstoring ${storedCount.toLocaleString('en')} conversations ...`);
	const args = [join(root, 'build/e2e/bench/build-store.mjs'), dataDir, String(storedCount)];
	const isLinux = process.platform === 'linux';
	const [command = '', ...rest] = [
		...(isLinux ? ['taskset', '-c', '0,1'] : []),
		process.execPath,
		...args,
	];
	const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], cwd: root });
	const code = await new Promise((resolve) => {
		child.once('exit', resolve);
	});
	if (code !== 0) throw new Error(`Storing ended with ${String(code)}.`);
	console.log(`stored in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
	return dataDir;
}
