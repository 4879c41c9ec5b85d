import { Busy, DuplicateKey, Unknown } from '../../ports/errors.ts';

/** Duck-typed: mongoose is loaded only where MongoDB is used. */
interface DriverError extends Error {
	readonly code?: number | string;
	readonly writeErrors?: readonly {
		readonly index: number;
		readonly code: number;
		readonly errmsg?: string;
	}[];
	readonly result?: { getWriteConcernError?(): object | undefined };
}

export function isDriverError(error: unknown): error is DriverError {
	// Of the driver and of mongoose about its connection. What a schema or a cast refuses has other names. The last one is told
	// to what is under way when a server has become silent.
	if (!(error instanceof Error)) return false;
	return error.name.startsWith('Mongo') || error.name === 'PoolClearedOnNetworkError';
}

export const isDuplicate = (error: unknown): boolean =>
	isDriverError(error) && error.code === 11000;

/**
 * The name of the index that refused, from the server's text: `... index: email dup key: { ... }`. `_id_` is `id` in the
 * port.
 */
export function duplicateOf(error: Error): DuplicateKey {
	const name = /\bindex: (?:[^\s]*\$)?([^\s]+)/.exec(error.message)?.[1] ?? 'unknown';
	return new DuplicateKey(name === '_id_' ? 'id' : name);
}

/** How many of an ordered insert were stored before the one that a unique index refused; null: that is not what happened. */
export function storedBefore(error: unknown): number | null {
	if (!isDriverError(error) || error.code !== 11000) return null;
	if (error.writeErrors === undefined || error.writeErrors.length === 0) return 0;
	// The majority may not have those before it.
	if (error.result?.getWriteConcernError?.() !== undefined) return null;
	return error.writeErrors[0]?.index ?? null;
}

export interface Refused {
	/** In the list of an unordered insert. */
	readonly index: number;
	readonly error: DuplicateKey;
}

/** What unique indexes refused of an unordered insert, while all else was stored; throws the error if anything else failed. */
export function refusedIn(error: unknown): Refused[] {
	if (!isDriverError(error) || !isDuplicate(error)) throw error;
	const errors = error.writeErrors ?? [];
	const isAllKnown =
		error.result?.getWriteConcernError?.() === undefined &&
		errors.length > 0 &&
		errors.every(({ code }) => code === 11000);
	// Some were stored, or the majority may not have them.
	if (!isAllKnown) throw new Unknown(error);
	return errors.map(({ index, errmsg = '' }) => ({
		index,
		error: duplicateOf(new Error(errmsg)),
	}));
}

/** What the port says of a read that failed. What is no failure of the database is a bug and stays as it is. */
export function readErrorOf(error: unknown, wroteBefore: boolean): unknown {
	if (!isDriverError(error) || isMistake(error)) return error;
	return wroteBefore ? new Unknown(error) : new Busy('unreachable', error);
}

/** The server did not understand, may not or will not do it, or it is too large: nothing was written, and never will be. */
const mistakes = new Set([2, 9, 13, 14, 28, 40, 52, 54, 55, 57, 66, 10334, 17280, 17419]);
/** Of the driver, before it sends anything; the last one says that a file lacks a part. */
const mistakeNames = new Set([
	'MongoInvalidArgumentError',
	'MongoAPIError',
	'MongoParseError',
	'MongoGridFSChunkError',
]);

const isMistake = (error: DriverError): boolean =>
	mistakes.has(Number(error.code)) || mistakeNames.has(error.name);

/**
 * What the port says of a write that failed. Whatever the driver tells of its reasons, a first try of its own may have
 * reached the database before: only a unique index says for certain that nothing was stored.
 */
export function writeErrorOf(error: unknown): unknown {
	if (!isDriverError(error) || isMistake(error)) return error;
	return isDuplicate(error) ? duplicateOf(error) : new Unknown(error);
}
