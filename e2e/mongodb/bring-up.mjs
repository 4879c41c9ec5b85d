/**
 * The MongoDB that the tests use. Ways to have one, best first; each says why it does not work.
 * MONGO_TEST_URL names a server of your own, MONGO_TEST_WITH one of the other ways: then nothing
 * else is tried.
 */
import mongoose from 'mongoose';
import { startDownloaded, startFromPypi } from './real-mongod.mjs';
import { startStandIn } from './stand-in.mjs';

const ways = {
	'memory-server': { text: 'mongodb-memory-server', start: startDownloaded },
	pypi: { text: 'PyPI', start: startFromPypi },
	'stand-in': { text: 'mongo-java-server', start: startStandIn },
};

const remedy = `Set MONGO_TEST_URL=mongodb://..., or install python3-pip (Linux on x64), or maven \
and default-jdk-headless.`;

/**
 * Returns `{ url, what, isStandalone, server, stop }`: `what` is for people, `server` where the
 * tests find it by `host` and `port` (the primary's) and its `credentials`; `isOwn` says that it is
 * the developer's and stays. With more than one member it is a set that tests may break. Null if there is no MongoDB to be had, which
 * `say` has explained then. Throws if the one that was asked for does not work.
 */
export async function bringUpMongo({ say, members = 1 }) {
	const { MONGO_TEST_URL: ownUrl, MONGO_TEST_WITH: wanted } = process.env;
	if (wanted && !ways[wanted]) {
		throw new Error(`MONGO_TEST_WITH is one of ${Object.keys(ways).join(', ')}, not ${wanted}`);
	}
	if (ownUrl && !wanted && members === 1) return useOwn({ say, url: ownUrl });
	const reasons = [];
	for (const [name, way] of Object.entries(ways)) {
		if (wanted && name !== wanted) continue;
		try {
			return await startBy(way, { say, members, reasons });
		} catch (error) {
			reasons.push(`${way.text}: ${error.message.split('\n')[0]}`);
		}
	}
	if (wanted) throw new Error(`MONGO_TEST_WITH=${wanted} does not work here: ${reasons[0]}`);
	say(`MongoDB: none, so what needs it does not run. ${reasons.join('; ')}. ${remedy}`);
	return null;
}

async function startBy({ text, start }, { say, members, reasons }) {
	const { url, stop } = await start({ say, members });
	try {
		const { kind, version, ...found } = await lookAt(url);
		const isFake = start === startStandIn;
		const what = isFake ? `stand-in ${text}, ${kind}` : `real mongod ${version} (${text}), ${kind}`;
		say(`MongoDB: ${[what, ...reasons.map((reason) => `not ${reason}`)].join('; ')}`);
		return { url, what, isOwn: false, stop, ...found };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function useOwn({ say, url }) {
	try {
		const { kind, version, ...found } = await lookAt(url);
		const what = `MongoDB ${version} of MONGO_TEST_URL, ${kind}`;
		say(`MongoDB: ${what}`);
		return { url, what, isOwn: true, stop: async () => {}, ...found };
	} catch (error) {
		throw new Error(`the MongoDB of MONGO_TEST_URL: ${error.message}`, { cause: error });
	}
}

/** Whom the tests must talk to, and whether it is a replica set. */
async function lookAt(url) {
	const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: 5000 });
	try {
		const { tls, hosts, credentials } = client.options;
		if (tls) throw new Error('with TLS the tests cannot see the queries: use a server without');
		await client.connect();
		const admin = client.db('admin');
		const { version } = await admin.command({ buildInfo: 1 });
		const hello = await admin.command({ hello: 1 });
		const isStandalone = hello.setName === undefined;
		const count = hello.hosts?.length === 1 ? 'one' : hello.hosts?.length;
		const [host, port] = (isStandalone ? String(hosts[0]) : hello.primary).split(':');
		return {
			version,
			kind: isStandalone ? 'standalone' : `replica set of ${count}`,
			isStandalone,
			server: { host, port: Number(port), credentials },
		};
	} finally {
		await client.close();
	}
}
