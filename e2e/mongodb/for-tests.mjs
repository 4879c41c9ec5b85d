import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { bringUpMongo } from './bring-up.mjs';
import { startProxy } from './proxy.mjs';

/**
 * The MongoDB of a test run, behind the proxy that notes its queries: `env` tells the tests where
 * it is, `writeShapes` writes what was noted so far and returns the file. Null if there is none.
 */
export async function mongoForTests({ say }) {
	const mongo = await bringUpMongo({ say });
	if (!mongo) return null;
	const proxy = await startProxy(mongo.server);
	let folder = null;
	// Names of the databases that the tests make begin with it.
	const prefix = `parley_test_${process.pid}_`;
	return {
		env: {
			MONGO_TEST_URL: urlOf(proxy.port, mongo.server.credentials),
			MONGO_TEST_STANDALONE: mongo.isStandalone ? '1' : undefined,
			MONGO_TEST_WHAT: mongo.what,
			MONGO_TEST_PREFIX: prefix,
		},
		writeShapes: () => {
			folder ??= mkdtempSync(join(tmpdir(), 'parley-shapes-'));
			const file = join(folder, 'shapes.jsonl');
			proxy.writeShapes(file);
			return file;
		},
		stop: async () => {
			if (folder) rmSync(folder, { recursive: true });
			await proxy.stop();
			if (mongo.isOwn) await dropDatabases(mongo.url, prefix);
			await mongo.stop();
		},
	};
}

/** Direct, or the driver would learn the address of the server behind the proxy and go there. */
function urlOf(port, credentials) {
	const address = `127.0.0.1:${port}/?directConnection=true`;
	if (!credentials) return `mongodb://${address}`;
	const { username, password, source } = credentials;
	const [user, secret] = [username, password].map(encodeURIComponent);
	return `mongodb://${user}:${secret}@${address}&authSource=${encodeURIComponent(source)}`;
}

/** On a developer's own server nothing of ours stays, not even of a test that crashed. */
async function dropDatabases(url, prefix) {
	const client = new mongoose.mongo.MongoClient(url);
	try {
		const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
		for (const { name } of databases) {
			if (name.startsWith(prefix)) await client.db(name).dropDatabase();
		}
	} finally {
		await client.close();
	}
}
