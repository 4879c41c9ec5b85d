import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Lane } from '../../ports/store.ts';
import type { Connection, Row } from './driver.ts';
import { laneColumns } from './write-lanes.ts';

const select = `SELECT ${laneColumns}, t.id FROM lanes JOIN timelines t ON t.n = lanes.timeline`;

/** A lane from a row of `laneColumns`. */
export function laneOf(sink: SinkId, timeline: TimelineId, row: Row): Lane {
	const [cursor, owed, dueAt, tries, fence, problem] = row as readonly [
		number,
		number,
		number,
		number,
		number,
		string | null,
	];
	return { sink, timeline, cursor, owed, dueAt, tries, fence, problem };
}

/** A row of `select` carries the timeline's id after the lane's columns. */
const laneOfRow = (sink: SinkId, row: Row): Lane => laneOf(sink, row[6] as TimelineId, row);

export function dueLanes(db: Connection, sink: SinkId, now: number, limit: number): Lane[] {
	return db
		.rows(
			`${select} WHERE sink = ? AND due_at <= ? ORDER BY due_at, lanes.timeline LIMIT ?`,
			sink,
			now,
			limit,
		)
		.map((row) => laneOfRow(sink, row));
}

export function nextDue(db: Connection, sink: SinkId): number | null {
	return db.value('SELECT min(due_at) FROM lanes WHERE sink = ?', sink) as number | null;
}

export function troubledLanes(db: Connection, sink: SinkId, limit: number): Lane[] {
	return db
		.rows(`${select} WHERE sink = ? AND tries > 0 ORDER BY lanes.timeline LIMIT ?`, sink, limit)
		.map((row) => laneOfRow(sink, row));
}

export function owingSinks(db: Connection): { sink: SinkId; lanes: number }[] {
	return db
		.rows('SELECT sink, count(*) FROM lanes GROUP BY sink ORDER BY sink')
		.map(([sink, lanes]) => ({ sink: sink as SinkId, lanes: Number(lanes) }));
}

/** All lanes after a place, for a dump. */
export function lanesAfter(db: Connection, last: Lane | null, limit: number): Lane[] {
	return db
		.rows(
			`SELECT ${laneColumns}, t.id, sink FROM lanes JOIN timelines t ON t.n = lanes.timeline
			WHERE (sink, lanes.timeline) > (?, ifnull((SELECT n FROM timelines WHERE id = ?), 0))
			ORDER BY sink, lanes.timeline LIMIT ?`,
			last?.sink ?? '',
			last?.timeline ?? '',
			limit,
		)
		.map((row) => laneOfRow(row[7] as SinkId, row));
}
