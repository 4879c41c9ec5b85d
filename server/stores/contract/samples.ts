import type { NewEvent, Store, StoredEvent } from '../../ports/store.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';

let count = 0;

/** A timeline, sink or client id that no other test has. */
export function newTimeline(): TimelineId {
	return `v${(count += 1)}.1` as TimelineId;
}
export function newSink(): SinkId {
	return `slack:T${(count += 1)}` as SinkId;
}
export function newClientId(): ClientId {
	return `client-${(count += 1)}` as ClientId;
}

/** When all sample events were decided, and a time at which everything is due. */
export const decidedAt = 1_700_000_000_000;
export const later = decidedAt + 3_600_000;

type Parts = Partial<NewEvent>;

export function note(parts: Parts = {}): NewEvent {
	return {
		vseq: null,
		audience: 'internal',
		at: decidedAt,
		type: 'note',
		author: { kind: 'agent', id: 'a1' },
		clientId: newClientId(),
		target: null,
		sinks: [],
		body: { text: 'among us' },
		...parts,
	};
}

export function message(vseq: number, parts: Parts = {}): NewEvent {
	return note({
		vseq,
		audience: 'visitor',
		type: 'message',
		author: { kind: 'visitor', id: 'v1' },
		body: { text: `number ${vseq}` },
		...parts,
	});
}

/** What an append of this event stores. */
export function stored(timeline: TimelineId, seq: number, event: NewEvent): StoredEvent {
	return { ...event, timeline, seq, erasedAt: null };
}

/** Appends where the timeline ends, alone; every event must be committed. */
export async function append(
	store: Store,
	timeline: TimelineId,
	...events: NewEvent[]
): Promise<StoredEvent[]> {
	const { seq } = await store.head(timeline);
	const answers = await store.append(timeline, seq, events);
	expect(answers.map((answer) => answer.kind)).toEqual(events.map(() => 'committed'));
	return answers.flatMap((answer) => (answer.kind === 'committed' ? answer.event : []));
}

/** Appends among others: reads on after each `moved`, as the domain does. Visitor's events get the next vseq. */
export async function appendAmongOthers(
	store: Store,
	timeline: TimelineId,
	events: readonly NewEvent[],
): Promise<StoredEvent[]> {
	const answered: StoredEvent[] = [];
	while (answered.length < events.length) {
		const { seq, vseq } = await store.head(timeline);
		let shown = vseq;
		const batch = events.slice(answered.length).map((event) => ({
			...event,
			vseq: event.audience === 'visitor' ? (shown += 1) : null,
		}));
		for (const answer of await store.append(timeline, seq, batch)) {
			if (answer.kind === 'moved') {
				break;
			}
			answered.push(answer.event);
		}
	}
	return answered;
}

/** The whole timeline, page by page. */
export async function readAll(store: Store, timeline: TimelineId): Promise<StoredEvent[]> {
	const all: StoredEvent[] = [];
	for (;;) {
		const { events } = await store.page(timeline, { after: all.at(-1)?.seq ?? 0, limit: 50 });
		if (events.length === 0) {
			return all;
		}
		all.push(...events);
	}
}

export function numbersFrom1(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index + 1);
}

/** Both numbers without a hole, and nothing twice. */
export function expectDense(events: readonly StoredEvent[]): void {
	expect(events.map((event) => event.seq)).toEqual(numbersFrom1(events.length));
	const shown = events.flatMap((event) => event.vseq ?? []);
	expect(shown).toEqual(numbersFrom1(shown.length));
	const ids = events.flatMap((event) =>
		event.clientId === null ? [] : `${event.author.kind} ${event.clientId}`,
	);
	expect(new Set(ids).size).toBe(ids.length);
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const item of source) {
		all.push(item);
	}
	return all;
}
