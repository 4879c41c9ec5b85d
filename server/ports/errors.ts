/** The errors of the store and blob ports. Anything else that a store throws is a bug. */

/** A unique index refused the document; nothing was stored. */
export class DuplicateKey extends Error {
	override readonly name = 'DuplicateKey';
	readonly index: string;
	/** @param index the declared name of the index, `id` for the document's id */
	constructor(index: string) {
		super(`A document with the same key exists already (index ${index}).`);
		this.index = index;
	}
}

export type BusyReason =
	| 'queue_full'
	| 'disk_full'
	| 'locked'
	| 'closed'
	| 'read_only'
	| 'unreachable';

/** Refused before anything was written. Trying again later is safe. */
export class Busy extends Error {
	override readonly name = 'Busy';
	readonly reason: BusyReason;
	constructor(reason: BusyReason, cause?: unknown) {
		super(`The store cannot write now (${reason}).`, { cause });
		this.reason = reason;
	}
}

/** The outcome is not known: it may be stored or not. Only the same command with the same id may be tried again. */
export class Unknown extends Error {
	override readonly name = 'Unknown';
	constructor(cause?: unknown) {
		super('The store did not say whether it wrote.', { cause });
	}
}

/** The stream was longer than allowed; nothing was stored. */
export class BlobTooLarge extends Error {
	override readonly name = 'BlobTooLarge';
	readonly maxBytes: number;
	constructor(maxBytes: number) {
		super(`The file is larger than ${maxBytes} bytes.`);
		this.maxBytes = maxBytes;
	}
}
