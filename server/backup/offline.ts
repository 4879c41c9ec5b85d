import { hostname } from 'node:os';
import type { OtherServer, OwnedStore } from '../open-store.ts';
import { Busy, Unknown } from '../ports/errors.ts';
import { StoreStartError } from '../stores/start-error.ts';
import { errorCode } from '../system/error-code.ts';
import type { Pair } from './compare.ts';
import { BackupProblem } from './format.ts';
import { rowsOf } from './copied-rows.ts';

const copyPrefix = `${hostname()}:copy:`;

/** Of its own for each process that copies, so that a server on the same database is seen as another one. */
export const copyNode = (): string => copyPrefix + process.pid;

/** One that was killed need not be waited for, where it can be known: it was on this machine, and was no server. */
function isDeadCopy({ node, pid }: OtherServer): boolean {
	if (!node.startsWith(copyPrefix)) return false;
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return errorCode(error) === 'ESRCH';
	}
}

/** Data must stand still while they are copied. A folder has its lock; on a shared database the servers say that they live. */
export async function refuseOthers(store: OwnedStore, where: string): Promise<void> {
	const others = ((await store.others?.()) ?? []).filter((other) => !isDeadCopy(other));
	if (others.length === 0) return;
	const who = others.map(({ host, pid }) => `process ${pid} on ${host}`).join(', ');
	throw new BackupProblem(
		'locked',
		`Parley is running on ${where} (${who}). Stop it, wait 30 seconds (one that was killed counts as running for that long), then try again: its data must not change meanwhile.`,
	);
}

/** Nothing of a house: not even the site that a first start makes. */
export async function isEmpty({ store, blobs }: Pair): Promise<boolean> {
	for await (const _row of rowsOf(store)) return false;
	for await (const _blob of blobs.list()) return false;
	return true;
}

/** Failures of a store on the way, as sentences; what is a bug stays as it is. */
export function problemOf(error: unknown, target: string, what: 'migration' | 'restore'): unknown {
	const code = errorCode(error) ?? '';
	const isFull =
		(error instanceof Busy && error.reason === 'disk_full') ||
		(error instanceof StoreStartError && error.code === 'no_space') ||
		code === 'ENOSPC' ||
		code === 'EDQUOT';
	if (isFull) {
		return new BackupProblem(
			'no_space',
			`The disk that holds ${target} is full. Make room and run the ${what} again: it goes on where it was.`,
			error,
		);
	}
	if (!(error instanceof Busy || error instanceof Unknown)) return error;
	return new BackupProblem(
		'interrupted',
		`The ${what} was interrupted, because a database could not be reached (${(error.cause instanceof Error ? error.cause : error).message}). Run it again: it goes on where it was.`,
		error,
	);
}
