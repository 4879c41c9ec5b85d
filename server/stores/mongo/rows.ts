import type { Actor, ActorKind } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Lane, NewEvent, StoredEvent } from '../../ports/store.ts';
import { text, whole } from './values.ts';

/** An event as a document. */
export interface EventRow {
	readonly timeline: TimelineId;
	readonly seq: number;
	readonly vseq: number | null;
	readonly audience: 'visitor' | 'internal';
	readonly at: number;
	readonly type: string;
	readonly author: Actor;
	readonly clientId: ClientId | null;
	/** Only where there is a clientId: what must not be there twice. */
	readonly clientKey?: string;
	readonly target: number | null;
	/** Only where there is a target: by what an event's amendments are found. */
	readonly amends?: string;
	readonly sinks: readonly SinkId[];
	/**
	 * The lanes (their ids) of the sinks that have not settled this event. Stored with the event in one write, so a committed
	 * event is owed for certain; a lane without which nobody would look is made from it afterwards (D13).
	 */
	readonly owes?: readonly string[];
	/** JSON, because names in it may be anything. */
	readonly body: string;
	readonly erasedAt: number | null;
}

/** A lane as a document. While it exists, its cursor says what is delivered, whatever the events still say. */
export interface LaneRow extends Lane {
	readonly _id: string;
	/** From here on everything is owed again that ever was; set by a replay by hand. */
	readonly replayFrom?: number;
	/** The server that took the lease. */
	readonly holder?: string;
}

/** The words of one event. */
export interface WordsRow {
	readonly _id: string;
	readonly timeline: TimelineId;
	readonly seq: number;
	readonly site: string;
	readonly at: number;
	/** Unique in its site, rises with `at`: what search pages by. */
	readonly rank: number;
	/** Each word, and the beginnings by which it is found while somebody types. */
	readonly tokens: readonly string[];
}

/** Of ids that together name one thing; no two lists give the same. */
export const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

export const laneId = (sink: SinkId, timeline: TimelineId): string =>
	keyOf(text(sink), text(timeline));
export const clientKeyOf = (timeline: TimelineId, kind: ActorKind, clientId: ClientId): string =>
	keyOf(text(timeline), text(kind), text(clientId));
export const amendsKeyOf = (timeline: TimelineId, target: number): string =>
	keyOf(text(timeline), whole(target));

export function eventRow(timeline: TimelineId, seq: number, event: NewEvent): EventRow {
	const { vseq, audience, at, type, author, clientId, target, sinks, body } = event;
	return {
		timeline: text(timeline),
		seq: whole(seq),
		vseq: vseq === null ? null : whole(vseq),
		audience: text(audience),
		at: whole(at),
		type: text(type),
		author: authorOf(author),
		clientId: clientId === null ? null : text(clientId),
		...(clientId === null ? {} : { clientKey: clientKeyOf(timeline, author.kind, clientId) }),
		target: target === null ? null : whole(target),
		...(target === null ? {} : { amends: amendsKeyOf(timeline, target) }),
		sinks: sinks.map(text),
		...(sinks.length === 0 ? {} : { owes: sinks.map((sink) => laneId(sink, timeline)) }),
		body: JSON.stringify(body),
		erasedAt: null,
	};
}

export function eventOf(row: EventRow): StoredEvent {
	const { timeline, seq, vseq, audience, at, type, author, clientId, target, sinks } = row;
	return {
		timeline,
		seq,
		vseq,
		audience,
		at,
		type,
		author: authorOf(author),
		clientId,
		target,
		sinks,
		body: JSON.parse(row.body) as StoredEvent['body'],
		erasedAt: row.erasedAt,
	};
}

function authorOf({ kind, id, via }: Actor): Actor {
	const author = { kind: text(kind), id: text(id) };
	return via === undefined
		? author
		: { ...author, via: { sink: text(via.sink), externalId: text(via.externalId) } };
}

export function laneOf(row: LaneRow): Lane {
	const { sink, timeline, cursor, owed, dueAt, tries, fence, problem } = row;
	return { sink, timeline, cursor, owed, dueAt, tries, fence, problem };
}
