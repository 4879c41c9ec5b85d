import { op, type Answer, type Failure, type FromWriter, type Op, type Refused } from './ops.ts';
import { refusedIndex, sqliteCode } from './sqlite-code.ts';
import { append, erase } from './write-events.ts';
import { insert, put, remove, removeRange, update } from './write-docs.ts';
import { dropLeases, lease, rewind, settle } from './write-lanes.ts';
import { index } from './write-search.ts';
import { beginEpoch, load, probe } from './write-whole.ts';
import type { Perform, WriteState } from './write-state.ts';

const performs: Readonly<Record<number, Perform>> = {
	[op.append]: append,
	[op.erase]: erase,
	[op.insert]: insert,
	[op.put]: put,
	[op.update]: update,
	[op.remove]: remove,
	[op.removeRange]: removeRange,
	[op.lease]: lease,
	[op.settle]: settle,
	[op.rewind]: rewind,
	[op.index]: index,
	[op.load]: load,
	[op.beginEpoch]: beginEpoch,
	[op.probe]: probe,
	[op.dropLeases]: dropLeases,
	[op.cutLog]: () => null, // done after the commit, by housekeeping
};

/**
 * Carries out a message's operations in one transaction (D5): one fsync for all, and either all are stored or none. A
 * unique key rejects its own operation. After any other error nothing more may run: SQLITE_FULL rolls back by itself,
 * and whatever followed would commit alone and leave a hole in a timeline.
 */
export function commitTogether(state: WriteState, operations: readonly Op[]): FromWriter {
	const { db } = state;
	let phase: 'begin' | 'work' | 'commit' = 'begin';
	try {
		db.run('BEGIN IMMEDIATE');
		phase = 'work';
		const answers: Answer[] = [];
		for (const operation of operations) {
			answers.push(performOne(state, operation));
		}
		phase = 'commit';
		db.run('COMMIT');
		return { answers };
	} catch (error) {
		state.forget();
		const isRolledBack = rollBack(state);
		return {
			failure: failureOf(error, phase, isRolledBack),
			message: String(error),
			fatal: !isRolledBack || isFatal(error),
		};
	}
}

function performOne(state: WriteState, operation: Op): Answer {
	const perform = performs[operation[0]];
	if (perform === undefined) {
		throw new TypeError(`There is no operation ${operation[0]}.`);
	}
	// The only one of several statements of which a later one can meet a unique key.
	const isLong = operation[0] === op.load;
	try {
		if (isLong) state.db.run('SAVEPOINT operation');
		const answer = perform(state, operation);
		if (isLong) state.db.run('RELEASE operation');
		return answer;
	} catch (error) {
		if (sqliteCode(error) !== 'duplicate' || !state.db.isTransaction) {
			throw error;
		}
		if (isLong) {
			state.db.exec('ROLLBACK TO operation; RELEASE operation');
			state.forget();
		}
		return { duplicate: refusedIndex(error) } satisfies Refused;
	}
}

/** True: it is certain that no transaction is open. */
function rollBack({ db }: WriteState): boolean {
	try {
		if (db.isTransaction) {
			db.exec('ROLLBACK');
		}
		return !db.isTransaction;
	} catch {
		return false; // the caller stops the store
	}
}

/** Says `full` and the like only where nothing can have been stored; what an I/O error left behind nobody knows. */
function failureOf(
	error: unknown,
	phase: 'begin' | 'work' | 'commit',
	isRolledBack: boolean,
): Failure {
	if (!isRolledBack) {
		return 'unknown';
	}
	switch (sqliteCode(error)) {
		case 'full':
			return 'full';
		case 'readonly':
			return 'readonly';
		case 'busy':
			return phase === 'begin' ? 'locked' : 'unknown';
		default:
			return 'unknown';
	}
}

/** After a failed fsync the system may have dropped what it could not write: going on would acknowledge what is not there. */
function isFatal(error: unknown): boolean {
	return ['ioerr', 'corrupt', 'notadb'].includes(sqliteCode(error) ?? '');
}
