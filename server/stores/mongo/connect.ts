import type { Connection, ConnectOptions, Mongoose } from 'mongoose';
import { databaseOf, optionsOf, shownUrl } from '../../system/store-url.ts';
import { StoreStartError } from '../start-error.ts';
import { neverInitiated, runtimeAdapters, startErrorOf, wrongSet } from './start-errors.ts';

export interface LinkOptions {
	/** mongodb:// or mongodb+srv://; without a database in its path it is `parley`. */
	readonly url: string;
	/** Tests only: takes a MongoDB that is no replica set. */
	readonly allowStandalone: boolean;
}

/** The connection, and whether writes can reach the database. */
export interface Link {
	readonly mongoose: Mongoose;
	readonly connection: Connection;
	readonly isStandalone: boolean;
	/** Of the server: '6.0.5'. */
	readonly version: string;
	isUp(): boolean;
	/** Down for longer than an election takes: nobody need wait for it. */
	isGone(): boolean;
	/** Changes with every election that this process hears of. */
	term(): string;
	/** Why it is not up. */
	reason(): string;
	close(): Promise<void>;
}

const oldestMajor = 6;
/** Of the driver: a first look at the topology, then every change of it. */
const writable = new Set(['RSPrimary', 'Standalone']);

/** Reads wait so long for a new primary. */
const electionMs = 3_000;

/** Acknowledged is what a majority has in its journal, and nothing else is read (D4, D11). No address changes that. */
const durable = {
	writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
	readConcern: { level: 'majority' },
	// A secondary may be behind: it would answer a resend as new, and a reader would miss what it was told of.
	readPreference: 'primary',
	retryWrites: true,
	retryReads: true,
	// Indexes and collections are made by the start-up migration, and nothing waits for a connection that is away.
	autoIndex: false,
	autoCreate: false,
	bufferCommands: false,
	runtimeAdapters,
} as const;

/** An address may say otherwise: mongodb://.../parley?maxPoolSize=50. Times in milliseconds. */
const tunable = {
	// A message needs a connection for a few milliseconds; more would only queue in the database instead of here.
	maxPoolSize: 24,
	waitQueueTimeoutMS: 5_000,
	serverSelectionTimeoutMS: 5_000,
	connectTimeoutMS: 5_000,
	socketTimeoutMS: 30_000,
	appName: 'parley',
} as const;

/** What is given to the driver would win over the address. */
function settingsFor(url: string): ConnectOptions {
	const given = new Set(optionsOf(url));
	const open = Object.entries(tunable).filter(([name]) => !given.has(name.toLowerCase()));
	return { ...Object.fromEntries(open), ...durable, dbName: databaseOf(url) };
}

/** Rejects with StoreStartError when this MongoDB cannot be reached or cannot keep what Parley promises. */
export async function connect(options: LinkOptions): Promise<Link> {
	// Not before it is needed: it would cost a server on SQLite a third of its start.
	const { default: mongoose } = await import('mongoose');
	const connection = mongoose.createConnection();
	try {
		await connection.openUri(options.url, settingsFor(options.url));
		const { version, isStandalone } = await look(connection, options);
		return { mongoose, connection, version, isStandalone, ...watch(connection) };
	} catch (error) {
		await connection.close(true).catch(() => undefined);
		throw (await wrongSet(mongoose, error, options.url)) ?? startErrorOf(error, options.url);
	}
}

async function look(
	connection: Connection,
	{ url, allowStandalone }: LinkOptions,
): Promise<{ version: string; isStandalone: boolean }> {
	const database = connection.getClient().db(databaseOf(url));
	const { writeConcern, readConcern } = database;
	if (
		writeConcern?.w !== 'majority' ||
		writeConcern.journal !== true ||
		readConcern?.level !== 'majority'
	) {
		throw new StoreStartError(
			'unsuitable',
			`The address of MongoDB at ${shownUrl(url)} says how writes are acknowledged or what is read (w, journal, readConcernLevel). Leave that out: Parley waits for the journals of a majority, and reads what a majority has.`,
		);
	}
	const hello = await database.command({ hello: 1 });
	const { version } = (await database.command({ buildInfo: 1 })) as unknown as { version: string };
	const isStandalone = hello['setName'] === undefined;
	if (Number.parseInt(version, 10) < oldestMajor) {
		throw new StoreStartError(
			'unsuitable',
			`MongoDB at ${shownUrl(url)} is version ${version}, and Parley needs ${oldestMajor}.0 or later. Upgrade it, or leave STORE_URL out to use the embedded store.`,
		);
	}
	if (hello['msg'] === 'isdbgrid') {
		throw new StoreStartError(
			'unsuitable',
			`MongoDB at ${shownUrl(url)} is a sharded cluster, on which Parley was never proven. Name a replica set in STORE_URL; one is enough for many million messages.`,
		);
	}
	if (hello['isreplicaset'] === true) throw neverInitiated(url);
	if (isStandalone && !allowStandalone) {
		throw new StoreStartError(
			'unsuitable',
			`MongoDB at ${shownUrl(url)} is no replica set, so it can lose what it acknowledged. Make it one (a set of one member is enough): start mongod with --replSet rs0 and run rs.initiate() once in mongosh.`,
		);
	}
	return { version, isStandalone };
}

/** Follows the driver's own watch over the servers, so that readiness costs no query. */
function watch(
	connection: Connection,
): Pick<Link, 'isUp' | 'isGone' | 'term' | 'reason' | 'close'> {
	const client = connection.getClient();
	// A connection was just used.
	let up = true;
	let downAt = 0;
	let term = 'first';
	client.on('topologyDescriptionChanged', ({ newDescription }) => {
		const primary = [...newDescription.servers.values()].find(({ type }) => writable.has(type));
		if (up && primary === undefined) downAt = Date.now();
		up = primary !== undefined;
		if (primary === undefined) return;
		term = `${primary.address} ${primary.electionId?.toHexString() ?? ''}`;
	});
	return {
		isUp: () => up,
		isGone: () => !up && Date.now() - downAt > electionMs,
		term: () => term,
		reason: () => 'MongoDB cannot be reached, or has no primary now',
		close: () => connection.close(true),
	};
}
