import os from 'node:os';
import { createConnection } from 'mongoose';

/** What the database did for one command, by its own profiler. */
export interface Executed {
	/** `find events`. */
	readonly what: string;
	/** `IXSCAN { timeline: 1, seq: 1 }`; several are separated by commas. */
	readonly plan: string;
	readonly keys: number;
	readonly docs: number;
	/** Documents that were found, changed or removed. */
	readonly found: number;
	/** Nothing comes out before everything was read. */
	readonly isSorted: boolean;
}

export interface Profiler {
	/** All commands of the database that this work gave rise to, by whichever connection. */
	record(work: () => Promise<unknown>): Promise<Executed[]>;
	close(): Promise<void>;
}

interface ProfileRow {
	readonly op: string;
	readonly ns: string;
	readonly command?: Readonly<Record<string, unknown>>;
	readonly planSummary?: string;
	readonly keysExamined?: number;
	readonly docsExamined?: number;
	readonly nreturned?: number;
	readonly nModified?: number;
	readonly ndeleted?: number;
	readonly hasSortStage?: boolean;
}

/** Records what `record` is given, one at a time, in the database of this URL. */
export async function profilerOf(url: string): Promise<Profiler> {
	const connection = await createConnection(url, { runtimeAdapters: { os } }).asPromise();
	const database = connection.getClient().db(connection.name);
	const rows = database.collection<ProfileRow>('system.profile');
	return {
		async record(work) {
			await database.command({ profile: 0 });
			await rows.drop().catch(() => undefined); // there is none at first
			await database.command({ profile: 2 });
			await work();
			await database.command({ profile: 0 });
			const all = await rows.find({}, { sort: { $natural: 1 } }).toArray();
			return all
				.filter(({ ns, planSummary }) => !/\.system\./.test(ns) && planSummary)
				.map(executedOf);
		},
		close: () => connection.close(),
	};
}

function executedOf(row: ProfileRow): Executed {
	const [command = row.op] = row.op === 'command' ? Object.keys(row.command ?? {}) : [];
	return {
		what: `${row.op === 'query' ? 'find' : command} ${row.ns.slice(row.ns.indexOf('.') + 1)}`,
		plan: row.planSummary ?? '',
		keys: row.keysExamined ?? 0,
		docs: row.docsExamined ?? 0,
		found: row.nreturned ?? row.nModified ?? row.ndeleted ?? 0,
		isSorted: row.hasSortStage === true,
	};
}
