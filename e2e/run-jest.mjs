import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run-program.mjs';

/** After jest has written its result, how long it may take to end. */
const exitGraceMs = 20_000;

/**
 * Runs jest and adds to `total` (`passed`, `failed`, `skipped`) from its own result file. Throws
 * where jest ended otherwise than that file says.
 */
export async function runJest({ args, env, total }) {
	const folder = mkdtempSync(join(tmpdir(), 'parley-tests-'));
	const resultFile = join(folder, 'result.json');
	const readResult = () => {
		try {
			return JSON.parse(readFileSync(resultFile, 'utf8'));
		} catch {
			return null; // not there yet, half written, or jest crashed before it
		}
	};
	const own = ['--maxWorkers=2', '--json', '--outputFile', resultFile];
	const jest = run(process.execPath, ['node_modules/jest/bin/jest.js', ...own, ...args], env);
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
