import type { ActorKind } from '../../../shared/actor.ts';
import type { ClientId, TimelineId } from '../../../shared/ids.ts';
import type { EventPage, Head, PageQuery, StoredEvent } from '../../ports/store.ts';
import { amendsKeyOf, clientKeyOf, eventOf, type EventRow } from './rows.ts';
import type { Steps } from './session.ts';
import { isNothing, text, whole } from './values.ts';

type Numbers = Pick<EventRow, 'seq' | 'vseq'>;

/**
 * Two reads, unless the visitor may see the last event. The second looks no further than the first: a vseq that is newer
 * than the seq beside it does no harm (an append after it is moved), a vseq that is older would be given out twice.
 */
export async function head(steps: Steps, timeline: TimelineId): Promise<Head> {
	const { events } = steps.models;
	const numbers = { seq: 1, vseq: 1, _id: 0 } as const;
	const last = await steps.read(() =>
		events
			.findOne({ timeline: text(timeline) }, numbers)
			.sort({ seq: -1 })
			.lean<Numbers>(),
	);
	if (last === null) return { seq: 0, vseq: 0 };
	if (last.vseq !== null) return { seq: last.seq, vseq: last.vseq };
	const shown = await steps.read(() =>
		events
			.findOne({ timeline: text(timeline), vseq: { $gt: 0 } }, numbers)
			.sort({ vseq: -1 })
			.lean<Numbers>(),
	);
	// One that came after the first look belongs to a later head.
	if (shown !== null && shown.seq > last.seq) return head(steps, timeline);
	return { seq: last.seq, vseq: shown?.vseq ?? 0 };
}

export async function page(
	steps: Steps,
	timeline: TimelineId,
	{ after, before, newest = false, visitor = false, limit }: PageQuery,
): Promise<EventPage> {
	if (isNothing(limit)) return { events: [], amendments: [] };
	const { events } = steps.models;
	const field = visitor ? 'vseq' : 'seq';
	const range = {
		$gt: whole(Math.max(after ?? 0, 0)),
		...(before === undefined ? {} : { $lt: whole(before) }),
	};
	const rows = await steps.read(() =>
		events
			.find({ timeline: text(timeline), [field]: range })
			.sort({ [field]: newest ? -1 : 1 })
			.limit(whole(limit))
			.lean<EventRow[]>(),
	);
	if (newest) rows.reverse();
	const amendments = await amendmentsOf(steps, timeline, rows, visitor);
	return { events: rows.map(eventOf), amendments: amendments.map(eventOf) };
}

/** The last of each type about each event of the page. */
async function amendmentsOf(
	steps: Steps,
	timeline: TimelineId,
	rows: readonly EventRow[],
	visitor: boolean,
): Promise<EventRow[]> {
	if (rows.length === 0) return [];
	const keys = rows.map(({ seq }) => amendsKeyOf(timeline, seq));
	const { events } = steps.models;
	// Without bodies: a message may have been edited a thousand times, and one of these edits is shown.
	const about = await steps.read(() =>
		events
			.find(
				{ amends: { $in: keys }, ...(visitor ? { vseq: { $gt: 0 } } : {}) },
				{ seq: 1, target: 1, type: 1, _id: 0 },
			)
			.lean<Pick<EventRow, 'seq' | 'target' | 'type'>[]>(),
	);
	if (about.length === 0) return [];
	about.sort((left, right) => left.seq - right.seq);
	const latest = new Map(about.map((row) => [`${row.target} ${row.type}`, row.seq]));
	return steps.read(() =>
		events
			.find({ timeline: text(timeline), seq: { $in: [...latest.values()] } })
			.sort({ seq: 1 })
			.lean<EventRow[]>(),
	);
}

export async function event(
	steps: Steps,
	timeline: TimelineId,
	seq: number,
): Promise<StoredEvent | null> {
	const row = await steps.read(() =>
		steps.models.events.findOne({ timeline: text(timeline), seq: whole(seq) }).lean<EventRow>(),
	);
	return row === null ? null : eventOf(row);
}

export async function byClientId(
	steps: Steps,
	timeline: TimelineId,
	authorKind: ActorKind,
	clientId: ClientId,
): Promise<StoredEvent | null> {
	const row = await steps.read(() =>
		steps.models.events
			.findOne({ clientKey: clientKeyOf(timeline, authorKind, clientId) })
			.lean<EventRow>(),
	);
	return row === null ? null : eventOf(row);
}

/** Each timeline has an event 1, and the index leaps from one to the next. */
export async function timelines(
	steps: Steps,
	after: TimelineId | null,
	limit: number,
): Promise<TimelineId[]> {
	if (isNothing(limit)) return [];
	const rows = await steps.read(() =>
		steps.models.events
			.find(
				{ timeline: { $gt: after === null ? ('' as TimelineId) : text(after) }, seq: 1 },
				{ timeline: 1, _id: 0 },
			)
			.sort({ timeline: 1 })
			.limit(whole(limit))
			.lean<Pick<EventRow, 'timeline'>[]>(),
	);
	return rows.map(({ timeline }) => timeline);
}
