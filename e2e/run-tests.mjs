/**
 * What `npm test` runs: installs and builds what is missing, then build, types, lint, format and
 * all tests, each with its duration. The last line is `N passed, N failed`, counting each test of
 * jest and each of the four checks as one.
 *
 *   --fast     only the suites outside e2e/
 *   --faults   only e2e/faults, at full length (FAULTS=full)
 *   All other arguments go to jest.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale, installIfNeeded } from '../server/prepare.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isFast = process.argv.includes('--fast');
const isFaults = process.argv.includes('--faults');
const jestArgs = process.argv.slice(2).filter((arg) => arg !== '--fast' && arg !== '--faults');
const say = (line) => console.log(`run-tests: ${line}`);

/** After jest has written its result, how long it may take to end. */
const exitGraceMs = 20_000;

const total = { passed: 0, failed: 0, skipped: 0 };
const durations = [];

await part('install', () => installIfNeeded({ say, dev: true }), { isCounted: false });
if (total.failed === 0) {
	await part('build', () => buildIfStale({ say }));
	if (!isFaults) {
		await part('types', () => npmScript('types'));
		await part('lint', () => npmScript('lint'));
		await part('format', () => npmScript('format', '--check'));
	}
	await part('tests', runJest, { isCounted: false });
}
console.log(`\n${durations.join(', ')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Runs one part. Its failure is counted and printed, and the next part still runs. */
async function part(name, work, { isCounted = true } = {}) {
	const startedAt = performance.now();
	say(name);
	try {
		await work();
		if (isCounted) total.passed += 1;
	} catch (error) {
		total.failed += 1;
		console.error(`run-tests: ${name} failed: ${error.message}`);
	}
	durations.push(`${name} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function npmScript(name, ...args) {
	const { code, signal } = await run('npm', ['run', '--silent', name, '--', ...args]).ended;
	if (code !== 0) throw new Error(`npm run ${name} ended with ${signal ?? `code ${code}`}`);
}

/** Counts from jest's own result file, and distrusts it where jest ended otherwise than it says. */
async function runJest() {
	const folder = mkdtempSync(join(tmpdir(), 'parley-tests-'));
	const resultFile = join(folder, 'result.json');
	const readResult = () => {
		try {
			return JSON.parse(readFileSync(resultFile, 'utf8'));
		} catch {
			return null; // not there yet, half written, or jest crashed before it
		}
	};
	const selection = isFast
		? ['--selectProjects', 'node', 'jsdom']
		: isFaults
			? ['--testPathPatterns', 'e2e/faults', '--selectProjects', 'e2e']
			: [];
	const jest = run(
		process.execPath,
		['node_modules/jest/bin/jest.js', '--maxWorkers=2', '--json', '--outputFile', resultFile]
			// After the caller's arguments: --selectProjects takes every word that follows it.
			.concat(jestArgs, selection),
		isFaults ? { FAULTS: 'full' } : {},
	);
	// A test that leaves a socket or a process open keeps jest alive for ever. That is a bug of the
	// test, so it counts as one; --forceExit would hide it.
	let isKilled = false;
	let writtenAt = null;
	const watch = setInterval(() => {
		if (writtenAt === null && readResult()) writtenAt = Date.now();
		if (writtenAt !== null && Date.now() - writtenAt > exitGraceMs) {
			isKilled = true;
			jest.kill('SIGKILL');
		}
	}, 1000);
	const { code, signal } = await jest.ended;
	clearInterval(watch);
	const result = readResult();
	rmSync(folder, { recursive: true });

	if (!result) throw new Error(`jest ended with ${signal ?? `code ${code}`} and no result`);
	const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
	total.passed += result.numPassedTests;
	total.failed += failed;
	total.skipped += result.numPendingTests + result.numTodoTests;
	if (isKilled) {
		throw new Error('the tests were done but jest did not end: run with --detectOpenHandles');
	}
	if (code !== 0 && failed === 0) {
		throw new Error(`no test failed, yet jest ended with ${signal ?? `code ${code}`}`);
	}
}

/** Starts a program in a process group of its own, so that all it started can be ended with it. */
function run(command, args, env = {}) {
	const child = spawn(command, args, {
		cwd: root,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit'],
		detached: true,
	});
	const kill = (signal) => {
		try {
			process.kill(-child.pid, signal);
		} catch {
			// Best effort: it has ended by itself.
		}
	};
	const stop = (signal) => {
		kill(signal);
		process.exit(1);
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
	const ended = new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => resolve({ code, signal }));
	}).finally(() => process.off('SIGINT', stop).off('SIGTERM', stop));
	return { ended, kill };
}
