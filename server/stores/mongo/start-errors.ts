import os from 'node:os';
import type { Mongoose } from 'mongoose';
import { databaseOf, hostsOf, shownUrl } from '../../system/store-url.ts';
import { StoreStartError } from '../start-error.ts';
import { isDriverError } from './mongo-errors.ts';

/** The driver would load it by a dynamic import, which not every runtime of tests can do. */
export const runtimeAdapters = { os } as const;

/** What the driver knew of the servers when it gave up looking for one that takes writes. */
interface Topology {
	readonly type: string;
	readonly setName: string | null;
	readonly servers: ReadonlyMap<string, { readonly type: string }>;
}

/** The start error that a failure of the driver amounts to; other errors are bugs and stay as they are. */
export function startErrorOf(error: unknown, url: string): unknown {
	if (error instanceof StoreStartError || !(error instanceof Error)) return error;
	const { code } = error as { code?: unknown };
	const where = `MongoDB at ${shownUrl(url)}`;
	const unreachable = (message: string): StoreStartError =>
		new StoreStartError('unreachable', message, error);
	if (code === 13297) {
		const other = /already have: \[([^\]]*)\]/.exec(error.message)?.[1] ?? 'one';
		return new StoreStartError(
			'unsuitable',
			`${where} has the database ${other} already, whose name differs from ${databaseOf(url)} only in capital letters, and it takes no second one like that. Write the name in STORE_URL as it is there, or choose another.`,
			error,
		);
	}
	if (code === 18 || code === 13 || /auth/i.test(error.message)) {
		const rights = `The user needs the role readWrite on the database ${databaseOf(url)}; the database that knows the user may have to be named by ?authSource=admin.`;
		return hasUser(url)
			? unreachable(
					`${where} refuses the user of STORE_URL (${firstWords(error.message)}). ${rights}`,
				)
			: unreachable(
					`${where} wants a user and a password, and STORE_URL has none. Write them before the host: mongodb://user:password@host/database. ${rights}`,
				);
	}
	const topology = topologyOf(error);
	if (topology !== null && isNeverInitiated(topology)) return neverInitiated(url, error);
	if (topology !== null && hasNoPrimary(topology)) {
		return unreachable(
			`${where} is reached, but the replica set${topology.setName === null ? '' : ` ${topology.setName}`} has no primary now. Wait until it has elected one; if it does not, see rs.status() in mongosh: more than half of its members must run and reach one another.`,
		);
	}
	const unknown = topology === null ? [] : strangersOf(topology, url);
	if (unknown.length > 0) {
		return unreachable(
			`${where} answers, but the members of its replica set call themselves ${unknown.join(', ')}, and that cannot be reached from this machine (${firstWords(error.message)}). Let this machine know these names, or change them with rs.reconfig() in mongosh.`,
		);
	}
	// A host of mongodb+srv:// that is not found is an error of the system's resolver.
	if (isDriverError(error) || topology !== null || 'syscall' in error) {
		return unreachable(
			`${where} cannot be used (${firstWords(error.message)}). Check that it runs, that STORE_URL names its host, port and replica set rightly, and that this machine may connect to it.`,
		);
	}
	return error;
}

export const neverInitiated = (url: string, cause?: unknown): StoreStartError =>
	new StoreStartError(
		'unsuitable',
		`MongoDB at ${shownUrl(url)} runs with --replSet, but the replica set was never initiated: run rs.initiate() once in mongosh, then start again.`,
		cause,
	);

/** Asks the servers of the address what their set is called, if that may be what is wrong. Null: it is not, or nobody says. */
export async function wrongSet(
	mongoose: Mongoose,
	error: unknown,
	url: string,
): Promise<StoreStartError | null> {
	const topology = topologyOf(error);
	// The driver drops a server of another set without a word; one that it was told to take, it keeps as unknown.
	const wanted = topology?.setName ?? null;
	const isSilent = [...(topology?.servers.values() ?? [])].every(({ type }) => type === 'Unknown');
	if (wanted === null || !isSilent || !url.startsWith('mongodb://')) return null;
	for (const host of hostsOf(url)) {
		const found = await setNameAt(mongoose, host, url);
		if (found === null || found === wanted) continue;
		return new StoreStartError(
			'unsuitable',
			`MongoDB at ${shownUrl(url)} belongs to another replica set: the set is called ${found}, STORE_URL says ${wanted}. Write ?replicaSet=${found}, or leave that out.`,
			error,
		);
	}
	return null;
}

async function setNameAt(mongoose: Mongoose, host: string, url: string): Promise<string | null> {
	const given = new URLSearchParams(url.split('?')[1] ?? '');
	// How to connect, and nothing else: a server says its name to anybody.
	const options = [...given].filter(([name]) => /^(tls|ssl)/i.test(name));
	const query = new URLSearchParams([...options, ['directConnection', 'true']]);
	const client = new mongoose.mongo.MongoClient(`mongodb://${host}/?${query.toString()}`, {
		serverSelectionTimeoutMS: 2_000,
		connectTimeoutMS: 2_000,
		runtimeAdapters,
	});
	try {
		const hello = await client.db('admin').command({ hello: 1 });
		return typeof hello['setName'] === 'string' ? hello['setName'] : null;
	} catch {
		return null;
	} finally {
		await client.close().catch(() => undefined);
	}
}

function topologyOf(error: unknown): Topology | null {
	const { reason } = error as { reason?: Partial<Topology> };
	return reason?.servers instanceof Map ? (reason as Topology) : null;
}

/** One that was is in no set: not even in one that has no primary. */
function isNeverInitiated({ servers }: Topology): boolean {
	const types = [...servers.values()].map(({ type }) => type);
	return (
		types.includes('RSGhost') && types.every((type) => type === 'RSGhost' || type === 'Unknown')
	);
}

const hasNoPrimary = ({ servers }: Topology): boolean =>
	[...servers.values()].some(({ type }) => type === 'RSSecondary' || type === 'RSOther');

/** Members that the set itself named, when none that the address names is among them. */
function strangersOf({ setName, servers }: Topology, url: string): string[] {
	const named = new Set(hostsOf(url));
	const members = [...servers.keys()];
	const isOther = setName !== null && url.startsWith('mongodb://');
	return isOther && !members.some((member) => named.has(member.toLowerCase())) ? members : [];
}

const hasUser = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/?]*@/.test(url);

/** A server repeats the whole command that it refuses, with what no log should hold. */
const firstWords = (message: string): string =>
	(message.split(/ to execute command |[{\n]/)[0] ?? '').trim().slice(0, 300).replace(/\.$/, '');
