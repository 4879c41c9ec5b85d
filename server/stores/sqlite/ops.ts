import type { Row, SqlValue } from './driver.ts';

/*
 * What the main thread and the writer thread say to one another. A message is an array of operations, an operation a
 * flat array of scalars that begins with its number; documents travel as JSON text, made once. The writer answers a
 * whole message with one reply, whose answers stand in the order of the operations.
 */

export const op = {
	/** timeline, after, then eventWidth values for each event */
	append: 1,
	/** timeline, at, then seq and what remains of the body for each event; answers as cutLog */
	erase: 2,
	/** table, id, doc */
	insert: 3,
	/** table, id, doc, forward field or null */
	put: 4,
	/** table, id, rev or null, conditions or null, patch */
	update: 5,
	/** table, id, rev or null */
	remove: 6,
	/** SQL made by doc-query.ts, then its values */
	removeRange: 7,
	/** sink, timeline, now, until */
	lease: 8,
	/** sink, timeline, fence, cursor, dueAt, tries, problem */
	settle: 9,
	/** sink, timeline, fromSeq */
	rewind: 10,
	/** timeline, seq, site, at, text for each row */
	index: 11,
	/** the rows of a dump */
	load: 12,
	/** epoch */
	beginEpoch: 13,
	/** nothing: does the disk take a write? */
	probe: 14,
	/** nothing; 1 when no old byte is left in the log */
	cutLog: 15,
	/** nothing */
	dropLeases: 16,
} as const;

/** Everything before this is one message's work; `null` asks the writer to finish and end. */
export type ToWriter = readonly Op[] | null;
export type Op = readonly [number, ...SqlValue[]];

/** Rejects its own operation only; nothing of it is stored. */
export interface Refused {
	readonly duplicate: string;
}
export type Answer = SqlValue | Row | readonly (number | Row)[] | Refused;

/** Why nothing of a message was stored (`full`, `readonly`, `locked`), or that nobody knows (`unknown`). */
export type Failure = 'full' | 'readonly' | 'locked' | 'unknown';

export type FromWriter =
	| { readonly answers: readonly Answer[] }
	/** `fatal`: the store must not be used any more, such as after an error of fsync. */
	| { readonly failure: Failure; readonly message: string; readonly fatal: boolean };

/** How an append's event fared: one of these, or the stored event's row when its clientId is there already. */
export const committed = 0;
export const moved = 1;
