import type { ActorKind } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import type { EventPage, Head, PageQuery, StoredEvent } from '../../ports/store.ts';
import type { Connection, Row } from './driver.ts';
import { eventColumns, eventOf, owedTo } from './event-row.ts';
import { nextTurn } from './next-turn.ts';
import { visitorRows } from './visitor-page.ts';

/** How many events are looked through in one turn of the event loop. */
const turnWidth = 1000;

/** Null: there is no such timeline. */
export function numberOf(db: Connection, timeline: TimelineId): number | null {
	return db.value('SELECT n FROM timelines WHERE id = ?', timeline) as number | null;
}

export function head(db: Connection, timeline: TimelineId): Head {
	const [seq, v] = db.row(
		`SELECT seq, v FROM events WHERE timeline = (SELECT n FROM timelines WHERE id = ?)
		ORDER BY seq DESC LIMIT 1`,
		timeline,
	) ?? [0, 0];
	return { seq: Number(seq), vseq: Math.abs(Number(v)) };
}

export function page(db: Connection, timeline: TimelineId, query: PageQuery): EventPage {
	const n = numberOf(db, timeline);
	if (n === null || query.limit < 1) {
		return { events: [], amendments: [] };
	}
	const rows = query.visitor ? visitorRows(db, n, query) : staffRows(db, n, query);
	const amendments = amendmentRows(db, n, rows, query.visitor ?? false);
	return {
		events: rows.map((row) => eventOf(timeline, row)),
		amendments: amendments.map((row) => eventOf(timeline, row)),
	};
}

function staffRows(db: Connection, timeline: number, query: PageQuery): Row[] {
	const { after = 0, before = Number.MAX_SAFE_INTEGER, newest = false, limit } = query;
	const rows = db.rows(
		`SELECT ${eventColumns} FROM events WHERE timeline = ? AND seq > ? AND seq < ?
		ORDER BY seq ${newest ? 'DESC' : 'ASC'} LIMIT ?`,
		timeline,
		after,
		before,
		limit,
	);
	return newest ? rows.reverse() : rows;
}

/** The last event of each type about each event of the page. */
function amendmentRows(
	db: Connection,
	timeline: number,
	rows: readonly Row[],
	isVisitor: boolean,
): Row[] {
	if (rows.length === 0) {
		return [];
	}
	const found = db.rows(
		// max() alone makes SQLite take the other columns from the row that has it.
		`SELECT ${eventColumns}, max(seq) FROM events INDEXED BY events_target
		WHERE timeline = ? AND target BETWEEN ? AND ?
		${isVisitor ? 'AND v > 0' : ''} GROUP BY target, type`,
		timeline,
		rows[0]![0]!,
		rows.at(-1)![0]!,
	);
	const onPage = new Set(rows.map(([seq]) => seq));
	return found
		.filter((row) => onPage.has(row[8] ?? null))
		.sort((left, right) => Number(left[0]) - Number(right[0]));
}

export function event(db: Connection, timeline: TimelineId, seq: number): StoredEvent | null {
	const row = db.row(
		`SELECT ${eventColumns} FROM events
		WHERE timeline = (SELECT n FROM timelines WHERE id = ?) AND seq = ?`,
		timeline,
		seq,
	);
	return row === undefined ? null : eventOf(timeline, row);
}

export function byClientId(
	db: Connection,
	timeline: TimelineId,
	authorKind: ActorKind,
	clientId: ClientId,
): StoredEvent | null {
	const row = db.row(
		`SELECT ${eventColumns} FROM events
		WHERE timeline = (SELECT n FROM timelines WHERE id = ?) AND author_kind = ? AND client_id = ?`,
		timeline,
		authorKind,
		clientId,
	);
	return row === undefined ? null : eventOf(timeline, row);
}

/** Looks through a long timeline in several turns, so that nobody else waits for it. */
export async function owedEvents(
	db: Connection,
	sink: SinkId,
	timeline: TimelineId,
	after: number,
	limit: number,
): Promise<StoredEvent[]> {
	const n = numberOf(db, timeline);
	const rows: Row[] = [];
	const last = head(db, timeline).seq;
	for (let from = after; n !== null && from < last && rows.length < limit; from += turnWidth) {
		if (from > after) await nextTurn();
		rows.push(
			...db.rows(
				`SELECT ${eventColumns} FROM events
				WHERE timeline = ? AND seq > ? AND seq <= ? AND ${owedTo} ORDER BY seq LIMIT ?`,
				n,
				from,
				from + turnWidth,
				sink,
				limit - rows.length,
			),
		);
	}
	return rows.map((row) => eventOf(timeline, row));
}

export function timelines(db: Connection, after: TimelineId | null, limit: number): TimelineId[] {
	return db
		.rows('SELECT id FROM timelines WHERE id > ? ORDER BY id LIMIT ?', after ?? '', limit)
		.map(([id]) => id as TimelineId);
}
