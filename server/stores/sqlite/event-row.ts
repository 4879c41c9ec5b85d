import type { Actor, ActorKind } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import type { NewEvent, StoredEvent } from '../../ports/store.ts';
import type { Row, SqlValue } from './driver.ts';

/** The columns that an event is written with, after its timeline, seq and v: one order for writing and reading. */
const columns = 'at, type, author_kind, author_id, via, client_id, target, sinks, body';
export const insertEvent = `INSERT INTO events (timeline, seq, v, ${columns}, erased_at)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** For SELECT; `eventOf` reads such a row. */
export const eventColumns = `seq, v, ${columns}, erased_at`;

/** Values of one event in an append: vseq, then `columns`. */
export const eventWidth = 10;

/** Where each sink stands between line ends, so that one can be found whole by its name. */
export const owedTo = `instr(sinks, char(10) || ? || char(10)) > 0`;

/**
 * Pushes the event's values. Checks what the schema would refuse later: a refusal inside a transaction would reject
 * everybody's work in it, and this is the caller's bug alone.
 */
export function pushEvent(values: SqlValue[], event: NewEvent): void {
	const { vseq, at, author, target } = event;
	if ((vseq !== null) !== (event.audience === 'visitor')) {
		throw new TypeError('An event has a vseq if and only if the visitor may see it.');
	}
	whole(at);
	if (vseq !== null) whole(vseq);
	if (target !== null) whole(target);
	values.push(
		vseq,
		at,
		text(event.type),
		text(author.kind),
		text(author.id),
		author.via === undefined ? null : JSON.stringify(author.via),
		event.clientId,
		target,
		sinkList(event.sinks),
		JSON.stringify(event.body),
	);
}

export function whole(value: number): number {
	if (!Number.isSafeInteger(value)) {
		throw new TypeError(`${value} is no whole number.`);
	}
	return value;
}

function text(value: string): string {
	if (typeof value !== 'string') {
		throw new TypeError(`${String(value)} is no text.`);
	}
	return value;
}

function sinkList(sinks: readonly SinkId[]): string | null {
	if (sinks.length === 0) {
		return null;
	}
	const list = `\n${sinks.join('\n')}\n`;
	if (list.split('\n').length !== sinks.length + 2) {
		throw new TypeError('The id of a sink has no line end in it.');
	}
	return list;
}

/** Null: nothing is owed. */
export function sinksOf(list: SqlValue): SinkId[] {
	return list === null ? [] : (String(list).slice(1, -1).split('\n') as SinkId[]);
}

export function committedEvent(timeline: TimelineId, seq: number, event: NewEvent): StoredEvent {
	const { vseq, audience, at, type, author, clientId, target, sinks, body } = event;
	return {
		timeline,
		seq,
		vseq,
		audience,
		at,
		type,
		author,
		clientId,
		target,
		sinks,
		body,
		erasedAt: null,
	};
}

/** An event from a row of `eventColumns`. */
export function eventOf(timeline: TimelineId, row: Row): StoredEvent {
	const [seq, v, at, type, kind, id, via, clientId, target, sinks, body, erasedAt] = row as [
		number,
		number,
		number,
		string,
		ActorKind,
		string,
		string | null,
		ClientId | null,
		number | null,
		string | null,
		string,
		number | null,
	];
	const author: Actor =
		via === null ? { kind, id } : { kind, id, via: JSON.parse(via) as NonNullable<Actor['via']> };
	return {
		timeline,
		seq,
		vseq: v > 0 ? v : null,
		audience: v > 0 ? 'visitor' : 'internal',
		at,
		type,
		author,
		clientId,
		target,
		sinks: sinksOf(sinks),
		body: JSON.parse(body) as StoredEvent['body'],
		erasedAt,
	};
}
