import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { mongo } from 'mongoose';
import { databaseOf } from '../../server/system/store-url.ts';
import { root } from './setting.ts';

/** What the server sent, as MongoDB itself counts it. */
export interface Commands {
	/** By their names, of everybody on this MongoDB: `findAndModify` 12. */
	readonly byKind: ReadonlyMap<string, number>;
	/** In one database: `insert events` 7. Here each statement of a bulk counts. */
	readonly byCollection: ReadonlyMap<string, number>;
}

/** A replica set that this run may use. */
export interface BenchMongo {
	/** For people. */
	readonly what: string;
	/** Of a database that nobody has used yet. */
	newUrl(): string;
	commands(url: string): Promise<Commands>;
	/** Leaves nothing behind on a MongoDB that is somebody's own. */
	stop(): Promise<void>;
}

interface BroughtUp {
	readonly url: string;
	readonly what: string;
	readonly isStandalone: boolean;
	stop(): Promise<void>;
}
type BringUp = (options: { say: (line: string) => void }) => Promise<BroughtUp | null>;

/** Commands of our stores; all else is the drivers' talk among themselves and this bench's own questions. */
const kinds = ['find', 'insert', 'update', 'findAndModify', 'delete', 'aggregate', 'getMore'];
const databasePrefix = `parley_bench_${process.pid}_`;

/** Null: there is none that a figure could be had from, and why was said in a line. */
export async function bringUpForBench(say: (line: string) => void): Promise<BenchMongo | null> {
	// By their real paths: the one finds its downloads by its own, and only this part needs the other.
	const { href } = pathToFileURL(join(root, 'e2e/mongodb/bring-up.mjs'));
	const { bringUpMongo } = (await import(href)) as { bringUpMongo: BringUp };
	const found = await bringUpMongo({ say: () => {} });
	if (found === null) {
		say('left out: there is no MongoDB here. MONGO_TEST_URL=mongodb://... names one.');
		return null;
	}
	// One that keeps nothing, or acknowledges what it may lose, has less to do: no figures of that.
	if (found.what.startsWith('stand-in') || found.isStandalone) {
		await found.stop();
		say(`left out: needs a replica set, and here is only the ${found.what}.`);
		return null;
	}
	const { default: mongoose } = await import('mongoose');
	const client = new mongoose.mongo.MongoClient(found.url);
	await client.connect();
	return benchMongo(found, client);
}

function benchMongo({ url, what, stop }: BroughtUp, client: mongo.MongoClient): BenchMongo {
	const admin = client.db('admin');
	const [, server = '', options = ''] = /^([^/]+\/\/[^/?]+)[^?]*(\?.*)?$/.exec(url) ?? [];
	const databases: string[] = [];
	return {
		what,
		newUrl() {
			const name = `${databasePrefix}${databases.length}`;
			databases.push(name);
			return `${server}/${name}${options}`;
		},
		async commands(ofUrl) {
			const { metrics } = (await admin.command({ serverStatus: 1 })) as Status;
			const { totals } = (await admin.command({ top: 1 })) as Top;
			return {
				byKind: new Map(kinds.map((kind) => [kind, Number(metrics.commands[kind]?.total)])),
				byCollection: new Map(countsOf(totals, `${databaseOf(ofUrl)}.`)),
			};
		},
		async stop() {
			for (const name of databases) await client.db(name).dropDatabase();
			await client.close();
			await stop();
		},
	};
}

interface Status {
	readonly metrics: { readonly commands: Readonly<Record<string, { readonly total: unknown }>> };
}
interface Top {
	readonly totals: Readonly<Record<string, Readonly<Record<string, { readonly count: number }>>>>;
}
/** How `top` calls what our stores send; an aggregate counts among the last, but is none of a message's. */
const named = {
	queries: 'find',
	insert: 'insert',
	update: 'update',
	remove: 'delete',
	commands: 'findAndModify',
};

function countsOf(totals: Top['totals'], prefix: string): [string, number][] {
	return Object.entries(totals)
		.filter(([namespace]) => namespace.startsWith(prefix))
		.flatMap(([namespace, counts]) =>
			Object.entries(named).map(([key, kind]): [string, number] => [
				`${kind} ${namespace.slice(prefix.length)}`,
				counts[key]?.count ?? 0,
			]),
		);
}
