import type { Doc, Json, Lane, Scalar, StoredEvent } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';

/** An event as a document. */
export interface EventRow extends StoredEvent {
	readonly id: string;
	/**
	 * The sinks that this event is owed to and that have not settled it. Stored with the event in one write, so a committed
	 * event is owed for certain; a lane without which nobody would look is made from it afterwards (D13).
	 */
	readonly owed: readonly SinkId[];
}

/** A lane as a document. While it exists, its cursor says what is delivered, whatever the events' `owed` still say. */
export interface LaneRow extends Lane {
	readonly id: string;
	/** From here on everything is owed again that ever was; set by a replay by hand. */
	readonly replayFrom: number | null;
}

export interface WordsRow {
	readonly id: string;
	readonly timeline: TimelineId;
	readonly seq: number;
	readonly site: string;
	readonly at: number;
	/** Unique, rises with `at`: what search pages by. */
	readonly rank: number;
	readonly words: readonly string[];
}

export type DocRow = Doc & { readonly [key: string]: Json | undefined };

export function eventRowId(timeline: TimelineId, seq: number): string {
	return JSON.stringify([timeline, seq]);
}

export function laneRowId(sink: SinkId, timeline: TimelineId): string {
	return JSON.stringify([sink, timeline]);
}

export function eventOf(row: EventRow): StoredEvent {
	const { id: _id, owed: _owed, ...event } = row;
	return event;
}

export function laneOf(row: LaneRow): Lane {
	const { id: _id, replayFrom: _replayFrom, ...lane } = row;
	return lane;
}

/** Missing is null. Own fields only: a field may be called `constructor`. */
export function scalarOf(row: DocRow, field: string): Scalar {
	const value = Object.hasOwn(row, field) ? row[field] : undefined;
	return value === undefined ? null : (value as Scalar);
}
