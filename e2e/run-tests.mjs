/**
 * What `npm test` runs: installs and builds what is missing, then build, types, lint, format and
 * all tests, each with its duration. The last line is `N passed, N failed`, counting each test of
 * jest and each of the four checks as one. The tests get a MongoDB (mongodb/bring-up.mjs says
 * which); without any, those that need it are skipped, or with CI set that counts as a failure.
 *
 *   --fast     only the suites outside e2e/
 *   --faults   only e2e/faults, at full length (FAULTS=full)
 *   --long     only what is left out otherwise because it takes long: each screen in many sizes, kills of
 *              whole copies, and the second pass on MongoDB. .ci/run runs both
 *   All other arguments go to jest.
 */
import { buildIfStale, installIfNeeded } from '../server/prepare.mjs';
import { runJest } from './run-jest.mjs';
import { run } from './run-program.mjs';

/** Suites that run a second time, on MongoDB instead of the embedded store. */
const mongoSuites = [
	'server/main.test.ts',
	'server/protocol-page.test.ts',
	'server/gateway/',
	'server/http/',
	'e2e/browser/thin-whole',
	'e2e/faults/server-kill',
];
/** Asks MongoDB how it would answer each query that the suites before it have sent. */
const queriesSuite = 'server/stores/mongo/queries.test.ts';

/** Each screen in sizes, themes and directions; copies that are killed again and again; days of routing by the hundred. */
const longSuites = [
	'e2e/browser/looks',
	'e2e/browser/loader-looks',
	'e2e/browser/loader-failures',
	'e2e/browser/loader-storage',
	'e2e/browser/hostile-texts',
	'e2e/browser/visitor-modes',
	'e2e/browser/greeting',
	'e2e/browser/report-screens',
	'e2e/browser/site-settings',
	'e2e/browser/server-settings',
	'e2e/browser/people',
	'e2e/browser/archive-tickets',
	'e2e/browser/visitor-asked',
	'e2e/browser/console-axe',
	'e2e/browser/main-job-keys',
	'e2e/browser/details',
	'e2e/browser/notices',
	'e2e/browser/inbox',
	'e2e/browser/writing',
	'e2e/cli/restore-kill',
	'e2e/cli/migrate-kill',
	'server/backup/copy-store',
	'server/backup/meanwhile',
	'server/backup/migrate',
	'e2e/cli/migrate.test',
	'e2e/cli/verbs',
	'e2e/browser/visitor-screens',
	'e2e/browser/visitor-features',
	'server/routing/dispatch/simulation',
];

const isLong = process.argv.includes('--long');
const isFast = process.argv.includes('--fast');
const isFaults = process.argv.includes('--faults');
const jestArgs = process.argv
	.slice(2)
	.filter((arg) => !['--fast', '--faults', '--long'].includes(arg));
/** Whoever names suites gets these and no others. */
const hasPattern = jestArgs.some((arg) => !arg.startsWith('-') || arg.startsWith('--testPath'));
const say = (line) => console.log(`run-tests: ${line}`);

const total = { passed: 0, failed: 0, skipped: 0 };
const durations = [];
/** Null without any. */
let mongo = null;
let mongoLine = '';

await part('install', () => installIfNeeded({ say, dev: true }), { isCounted: false });
if (total.failed === 0) {
	await part('build', () => buildIfStale({ say }));
	if (!isFaults && !isLong) {
		await part('types', () => npmScript('types'));
		await part('lint', () => npmScript('lint'));
		await part('format', () => npmScript('format', '--check'));
	}
	await part('mongodb', bringUpMongo, { isCounted: false });
	await part('tests', runTests, { isCounted: false });
	if (mongo && !isFaults && !hasPattern) {
		if (isLong) await part('tests on MongoDB', runMongoTests, { isCounted: false });
		await part('queries', runQueries, { isCounted: false });
	}
	if (mongo) await part('end of mongodb', mongo.stop, { isCounted: false });
}
console.log(`\n${durations.join(', ')}`);
if (mongoLine) console.log(mongoLine);
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

async function bringUpMongo() {
	// Only now: on a fresh clone its packages were not installed before.
	const { mongoForTests } = await import('./mongodb/for-tests.mjs');
	try {
		mongo = await mongoForTests({
			say: (line) => {
				mongoLine = line;
				say(line);
			},
		});
	} catch (error) {
		mongoLine = `MongoDB: none. ${error.message}`;
		throw error;
	}
	if (mongo) return;
	if (process.env.CI) throw new Error('with CI set there must be a MongoDB');
	total.skipped += 1;
}

function jestWith({ args = [], projects = ['node', ...(isFast ? [] : ['e2e'])], env = {} }) {
	// Jest must not find the caller's MONGO_TEST_URL where we found no MongoDB behind it.
	const mongoEnv = mongo?.env ?? { MONGO_TEST_URL: undefined };
	// Last, because --selectProjects takes every word that follows it.
	const selection = projects.length > 0 ? ['--selectProjects', ...projects] : [];
	return runJest({ args: [...args, ...selection], env: { ...mongoEnv, ...env }, total });
}

async function runTests() {
	if (isFaults) {
		const args = [...jestArgs, '--testPathPatterns', 'e2e/faults'];
		return jestWith({ args, projects: ['e2e'], env: { FAULTS: 'full' } });
	}
	if (isLong) {
		const args = [...jestArgs, '--testPathPatterns', ...longSuites];
		return jestWith({ args, projects: ['node', 'e2e'] });
	}
	const apart = [queriesSuite, ...longSuites].join('|');
	const all = ['--testPathPatterns', `^(?!.*(${apart}))`];
	const args = [...jestArgs, ...(hasPattern ? [] : all)];
	return jestWith({ args, projects: isFast ? ['node', 'jsdom'] : [] });
}

async function runMongoTests() {
	const args = [...jestArgs, '--testPathPatterns', ...mongoSuites];
	return jestWith({ args, env: { TEST_STORE: 'mongodb' } });
}

async function runQueries() {
	const args = [...jestArgs, '--testPathPatterns', queriesSuite];
	const of = isLong ? { MONGO_SHAPES_OF: 'server' } : {};
	return jestWith({ args, env: { MONGO_SHAPES: mongo.writeShapes(), ...of } });
}
