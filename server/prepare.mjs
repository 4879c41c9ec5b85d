/**
 * What start.mjs, parley.mjs and the test run do first: right Node, right packages, fresh build.
 * Node's own modules only, because on a fresh clone nothing else is there. When all is in order it
 * costs some 50 ms, which each `npm start` pays.
 */
import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isStale } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs and builds what is missing or out of date. `say` gets short progress lines. Throws an
 * Error whose message is meant for the person.
 */
export async function prepare({ say }) {
	await installIfNeeded({ say, dev: false });
	await buildIfStale({ say });
}

export async function buildIfStale({ say }) {
	if (isStale()) await withProgress(say, 'building', build);
}

/** Runs the built server or command line; its stack traces then name the sources, not the bundle. */
export async function importBuilt(name) {
	process.setSourceMapsEnabled(true);
	// From Node 22 on: the bundle need not be compiled anew at each start.
	nodeModule.enableCompileCache?.();
	return import(`../build/server/${name}.js`);
}

function checkNode(version) {
	const [major, minor] = version.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 19)) {
		throw new Error(
			`Parley needs Node.js 20.19 or newer, and this is ${version}. Install a newer one from https://nodejs.org, then try again.`,
		);
	}
}

/** `dev` asks for the packages of the tests too. */
export async function installIfNeeded({ say, dev }) {
	checkNode(process.versions.node);
	const missing = missingPackages({ dev });
	if (missing.length === 0) return;
	// `npm ci --omit=dev` would remove the developer's tools from an install that has them.
	const all = dev || hasDevPackages();
	const args = ['ci', all ? '--include=dev' : '--omit=dev', '--no-progress'];
	await withProgress(say, `installing packages (npm ${args[0]} ${args[1]})`, () => runNpm(args));
}

/**
 * Names of packages of the lockfile that are not installed in that version. npm keeps a second
 * lockfile in node_modules, of what it installed; comparing the two costs 10 ms and no npm.
 */
function missingPackages({ dev }) {
	const installed = readLock('node_modules/.package-lock.json');
	return Object.entries(readLock('package-lock.json'))
		.filter(([path, entry]) => path.startsWith('node_modules/') && isNeeded(entry, dev))
		.filter(([path, { version }]) => installed[path]?.version !== version || isGone(path))
		.map(([path]) => path);
}

function readLock(file) {
	try {
		return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
	} catch (error) {
		if (error.code === 'ENOENT') return {}; // nothing installed yet
		throw error;
	}
}

function isNeeded({ dev, devOptional, optional, os, cpu, libc }, withDev) {
	if ((dev || devOptional) && !withDev) return false;
	// Optional packages are binaries for one kind of machine each: only this machine's are needed.
	// (libc cannot be told cheaply, so those are left to npm.)
	if (optional) {
		return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch) && !libc);
	}
	return true;
}

/** Whether someone removed the folder by hand. Looks at the top level only, for speed. */
function isGone(path) {
	const nested = path.indexOf('/node_modules/') !== -1;
	return !nested && !existsSync(join(root, path, 'package.json'));
}

function hasDevPackages() {
	return Object.values(readLock('node_modules/.package-lock.json')).some(({ dev }) => dev);
}

/** Runs npm in silence; if it fails, the error holds what it said. */
function runNpm(args) {
	// Under `npm start` the very npm that runs us; else the one on the PATH.
	const path = process.env.npm_execpath;
	const isNpm = path?.endsWith('npm-cli.js');
	const [command, first] = isNpm ? [process.execPath, [path]] : ['npm', []];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...first, ...args], {
			cwd: root,
			shell: !isNpm && process.platform === 'win32', // npm is a .cmd file there
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const output = [];
		child.stdout.on('data', (chunk) => output.push(chunk));
		child.stderr.on('data', (chunk) => output.push(chunk));
		child.on('error', (cause) => reject(new Error(`npm could not be started: ${cause.message}`)));
		child.on('close', (code) => {
			if (code === 0) return resolve();
			// Its first lines say why; after them come pages of usage.
			const said = Buffer.concat(output).toString().trim().split('\n').slice(0, 20).join('\n');
			reject(new Error(`npm ${args.join(' ')} ended with code ${code}:\n${said}`));
		});
	});
}

/** Says what is going on every five seconds, so that a slow network does not look like a hang. */
async function withProgress(say, what, work) {
	const startedAt = performance.now();
	const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
	say(`${what} ...`);
	const ticker = setInterval(() => say(`${what} ... ${seconds()}`), 5000);
	try {
		await work();
	} finally {
		clearInterval(ticker);
	}
	say(`${what}: done in ${seconds()}`);
}
