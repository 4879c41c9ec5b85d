import type { EventPage, Head, PageQuery, StoredEvent } from '../../ports/store.ts';
import type { ClientId, TimelineId } from '../../../shared/ids.ts';
import type { ActorKind } from '../../../shared/actor.ts';
import { copy } from './copy.ts';
import { clientKey } from './disk.ts';
import { compareText } from '../compare-text.ts';
import { below } from './random.ts';
import { eventOf, eventRowId, type EventRow } from './rows.ts';
import type { Session } from './session.ts';

/**
 * Two reads, as no document holds both numbers. The second looks no further than the first: a vseq that is newer than
 * the seq beside it does no harm (an append after it is moved), a vseq that is older would be given out twice.
 */
export async function head(session: Session, timeline: TimelineId): Promise<Head> {
	const seq = (await rowsOf(session, timeline)).at(-1)?.seq ?? 0;
	const { events } = session.steps.disk;
	const vseqs = await session.steps.read((concern) =>
		[...events.view(concern).of(timeline)].flatMap((row) =>
			row.seq <= seq ? (row.vseq ?? []) : [],
		),
	);
	return { seq, vseq: Math.max(0, ...vseqs) };
}

export async function page(
	session: Session,
	timeline: TimelineId,
	{ after, before, newest = false, visitor = false, limit }: PageQuery,
): Promise<EventPage> {
	const number = (row: EventRow): number | null => (visitor ? row.vseq : row.seq);
	const fitting = (await rowsOf(session, timeline)).filter((row) => {
		const at = number(row);
		return at !== null && at > (after ?? -Infinity) && at < (before ?? Infinity);
	});
	const events = newest
		? fitting.slice(Math.max(0, fitting.length - limit))
		: fitting.slice(0, limit);
	const targets = new Set(events.map((row) => row.seq));
	const about = (await rowsOf(session, timeline)).filter(
		(row) => row.target !== null && targets.has(row.target) && (!visitor || row.vseq !== null),
	);
	// The last of each type about each target: rows ascend, so the later one takes the place.
	const latest = new Map(about.map((row) => [`${row.target} ${row.type}`, row]));
	const amendments = [...latest.values()].sort((left, right) => left.seq - right.seq);
	return copy({ events: events.map(eventOf), amendments: amendments.map(eventOf) });
}

export async function event(
	session: Session,
	timeline: TimelineId,
	seq: number,
): Promise<StoredEvent | null> {
	const { events } = session.steps.disk;
	const row = await session.steps.read((concern) =>
		events.view(concern).all.get(eventRowId(timeline, seq)),
	);
	return row === undefined ? null : copy(eventOf(row));
}

export async function byClientId(
	session: Session,
	timeline: TimelineId,
	authorKind: ActorKind,
	clientId: ClientId,
): Promise<StoredEvent | null> {
	const { events } = session.steps.disk;
	const wanted = JSON.stringify([timeline, authorKind, clientId]);
	const row = await session.steps.read((concern) =>
		[...events.view(concern).of(timeline)].find((other) => clientKey(other) === wanted),
	);
	return row === undefined ? null : copy(eventOf(row));
}

export async function timelines(
	session: Session,
	after: TimelineId | null,
	limit: number,
): Promise<TimelineId[]> {
	const { events } = session.steps.disk;
	const names = await session.steps.read((concern) => events.view(concern).groupNames());
	return names
		.filter((name) => after === null || compareText(name, after) > 0)
		.sort(compareText)
		.slice(0, limit) as TimelineId[];
}

/** The timeline's events, ascending; with `staleTop` sometimes without the last few. */
async function rowsOf(session: Session, timeline: TimelineId): Promise<EventRow[]> {
	const { events } = session.steps.disk;
	const rows = await session.steps.read((concern) => [...events.view(concern).of(timeline)]);
	rows.sort((left, right) => left.seq - right.seq);
	if (!session.steps.chance(session.steps.faults.staleTop)) {
		return rows;
	}
	return rows.slice(0, Math.max(0, rows.length - 1 - below(session.steps.random, 3)));
}
