/**
 * mongo-java-server: speaks MongoDB's protocol and knows most of its commands, in memory. It proves
 * that our commands do what we think, but neither durability nor sessions nor query plans.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cache } from './cache.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const jars = join(cache, 'stand-in-1.47.0');
const mavenLimitMs = 240_000;
const startLimitMs = 60_000;

/** Needs Java 17 with its compiler, and Maven for the first time. Throws an Error that says so. */
export async function startStandIn({ say, members }) {
	if (members > 1) throw new Error('it knows no replica sets');
	if (!existsSync(jars)) {
		say('MongoDB: downloading the stand-in by Maven once');
		await download();
	}
	// It needs 200 MB, and Java would take a quarter of the machine.
	const options = ['-Xmx512m', '-cp', join(jars, '*'), join(here, 'FakeMongo.java')];
	const child = spawn('java', options, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
	child.stdin.on('error', () => {}); // it has ended already
	const ended = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
	const stop = async () => {
		child.stdin.end();
		await ended;
	};
	try {
		const port = await readyPort(child);
		return { url: `mongodb://127.0.0.1:${port}/`, stop };
	} catch (error) {
		child.kill('SIGKILL');
		throw error;
	}
}

function readyPort(child) {
	const errors = [];
	child.stderr.on('data', (chunk) => errors.push(chunk));
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('it took a minute to start')), startLimitMs);
		createInterface(child.stdout).on('line', (line) => {
			if (!line.startsWith('ready ')) return;
			clearTimeout(late);
			resolve(Number(line.slice('ready '.length)));
		});
		child.on('error', ({ code }) => {
			clearTimeout(late);
			reject(new Error(code === 'ENOENT' ? 'java is not installed' : `java: ${code}`));
		});
		child.on('close', (code) => {
			clearTimeout(late);
			reject(new Error(`java ended with code ${code}: ${Buffer.concat(errors)}`.trim()));
		});
	});
}

/** The folder appears when all jars are in it. */
async function download() {
	mkdirSync(cache, { recursive: true });
	const work = mkdtempSync(join(cache, 'download-'));
	const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${work}`];
	try {
		const options = { timeout: mavenLimitMs };
		await promisify(execFile)('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), ...goal], options);
		renameSync(work, jars);
	} catch (error) {
		rmSync(work, { recursive: true, force: true });
		if (error.code === 'ENOENT') throw new Error('mvn (Maven) is not installed');
		const said = String(error.stdout).split('\n')[0];
		throw new Error(`mvn failed: ${error.killed ? 'it took too long' : said}`);
	}
}
