import fc from 'fast-check';
import { saidNow } from './said.ts';
import { isBehind, reducerBy } from './timeline.ts';

type Event =
	| {
			readonly type: 'message';
			readonly n: number;
			readonly text: string;
			readonly deleted: boolean;
			readonly createdAt: string;
	  }
	| {
			readonly type: 'edit';
			readonly n: number;
			readonly target: number;
			readonly text: string;
			readonly deleted: boolean;
			readonly createdAt: string;
	  }
	| {
			readonly type: 'redaction';
			readonly n: number;
			readonly target: number;
			readonly createdAt: string;
	  };

const reducer = reducerBy<Event>(({ n }) => n);
const createdAt = '2026-01-01T00:00:00.000Z';
const message = (n: number): Event => ({
	type: 'message',
	n,
	text: `text ${n}`,
	deleted: false,
	createdAt,
});

/** A conversation of messages, edits and deletions, numbered from 1. */
const conversation = fc
	.array(fc.tuple(fc.constantFrom('message', 'message', 'edit', 'redaction'), fc.nat()), {
		maxLength: 40,
	})
	.map((kinds) => {
		const events: Event[] = [];
		for (const [index, [type, pick]] of kinds.entries()) {
			const n = index + 1;
			const targets = events.filter((event) => event.type === 'message');
			const target = targets[pick % Math.max(1, targets.length)]?.n;
			if (type === 'message' || target === undefined) events.push(message(n));
			else if (type === 'edit')
				events.push({ type, n, target, text: `edit ${n}`, deleted: false, createdAt });
			else events.push({ type: 'redaction', n, target, createdAt });
		}
		return events;
	});

const readable = (timeline: ReturnType<typeof reducer.empty>) =>
	timeline.events.flatMap((event) =>
		event.type === 'message' ? [saidNow(timeline, event.n, event)] : [],
	);

test('any order, with anything twice and in any batches, gives what the right order gives', () => {
	fc.assert(
		fc.property(conversation, fc.infiniteStream(fc.nat()), fc.nat(), (events, stream, seed) => {
			const draw = (): number => Number(stream.next().value ?? 0);
			const expected = reducer.apply(reducer.empty(), events);
			const arrivals = [
				...events,
				...events.filter((_, index) => (seed >> (index % 20)) % 2 === 0),
			];
			const shuffled = arrivals
				.map((event) => ({ event, key: draw() }))
				.sort((a, b) => a.key - b.key)
				.map(({ event }) => event);
			let timeline = reducer.empty();
			for (let at = 0; at < shuffled.length;) {
				const size = 1 + (draw() % 5);
				timeline = reducer.apply(timeline, shuffled.slice(at, at + size));
				at += size;
			}
			expect(timeline.events).toEqual(expected.events);
			expect(timeline.last).toBe(events.length);
			expect(timeline.ahead).toEqual([]);
			expect(readable(timeline)).toEqual(readable(expected));
		}),
		{ numRuns: 500 },
	);
});

test('pages with the amendments that stand further on read as the whole does', () => {
	fc.assert(
		fc.property(conversation, fc.integer({ min: 1, max: 10 }), (events, size) => {
			const whole = reducer.apply(reducer.empty(), events);
			const newest = events.slice(-size);
			let timeline = reducer.empty((newest[0]?.n ?? 1) - 1);
			timeline = reducer.apply(timeline, newest);
			while (timeline.base > 0) {
				const page = events.slice(Math.max(0, timeline.base - size), timeline.base);
				timeline = reducer.prepend(timeline, page);
			}
			expect(timeline.events).toEqual(whole.events);
			expect(readable(timeline)).toEqual(readable(whole));

			const page = events.slice(0, size);
			const amendments = events
				.slice(size)
				.filter((event) => event.type !== 'message' && event.target <= size);
			const first = reducer.amend(reducer.apply(reducer.empty(), page), amendments);
			const shown = page.flatMap((event) =>
				event.type === 'message' ? [saidNow(first, event.n, event)] : [],
			);
			const inWhole = page.flatMap((event) =>
				event.type === 'message' ? [saidNow(whole, event.n, event)] : [],
			);
			expect(shown).toEqual(inWhole);
		}),
	);
});

test('what comes after a gap waits, and the gap is known', () => {
	let timeline = reducer.apply(reducer.empty(), [message(1)]);
	timeline = reducer.apply(timeline, [message(4), message(3)]);
	expect(timeline.events).toHaveLength(1);
	expect(isBehind(timeline)).toBe(true);
	timeline = reducer.apply(timeline, [message(2)]);
	expect(timeline.events.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
	expect(isBehind(timeline)).toBe(false);
});

test('a head from a heartbeat alone shows that something is missing', () => {
	const timeline = reducer.hearOf(reducer.apply(reducer.empty(), [message(1)]), 3);
	expect(isBehind(timeline)).toBe(true);
	expect(reducer.hearOf(timeline, 2)).toBe(timeline);
});

test('early events are kept up to a limit, and never change what was applied', () => {
	const many = Array.from({ length: 800 }, (_, index) => message(index + 10));
	const timeline = reducer.apply(reducer.empty(), many);
	expect(timeline.ahead).toHaveLength(500);
	expect(timeline.last).toBe(0);
	expect(timeline.head).toBe(809);
});

test('nothing new gives the very same object, so that nothing is drawn again', () => {
	const timeline = reducer.apply(reducer.empty(), [message(1), message(2)]);
	expect(reducer.apply(timeline, [message(1), message(2)])).toBe(timeline);
});

test('a deletion is final, also when an edit comes later', () => {
	let timeline = reducer.apply(reducer.empty(), [
		message(1),
		{ type: 'redaction', n: 2, target: 1, createdAt },
	]);
	timeline = reducer.apply(timeline, [
		{ type: 'edit', n: 3, target: 1, text: 'back', deleted: false, createdAt },
	]);
	expect(readable(timeline)).toEqual([{ text: '', isDeleted: true, editedAt: null }]);
});

test('an older page that does not meet what is held is dropped', () => {
	const timeline = reducer.apply(reducer.empty(9), [message(10)]);
	expect(reducer.prepend(timeline, [message(5), message(6)])).toBe(timeline);
});
