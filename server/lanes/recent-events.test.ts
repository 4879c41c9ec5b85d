import type { TimelineId } from '../../shared/ids.ts';
import type { StoredEvent } from '../ports/store.ts';
import { createRecentEvents } from './recent-events.ts';

const [one, two] = ['v1.1', 'v2.1'] as TimelineId[] as [TimelineId, TimelineId];
const event = (timeline: TimelineId, seq: number): StoredEvent =>
	({ timeline, seq }) as StoredEvent;
function holding(...seqs: number[]) {
	const recent = createRecentEvents();
	for (const seq of seqs) recent.add(event(one, seq));
	return recent;
}
const seqsOf = (events: StoredEvent[] | null) => events?.map(({ seq }) => seq) ?? null;

test('gives what is owed above the cursor, once', () => {
	const recent = holding(1, 2, 3, 4);
	recent.add(event(two, 1));
	expect(seqsOf(recent.take(one, 2, 4, 10))).toEqual([3, 4]);
	expect(recent.take(one, 2, 4, 10)).toBeNull();
	expect(seqsOf(recent.take(two, 0, 1, 10))).toEqual([1]);
});

test('gives what came after the lane was read as well', () => {
	expect(seqsOf(holding(1, 2, 3).take(one, 0, 2, 10))).toEqual([1, 2, 3]);
});

test('keeps what is above the limit for the next time', () => {
	const recent = holding(1, 2, 3, 4, 5);
	expect(seqsOf(recent.take(one, 0, 5, 2))).toEqual([1, 2]);
	expect(seqsOf(recent.take(one, 2, 5, 2))).toEqual([3, 4]);
	recent.add(event(one, 6));
	expect(seqsOf(recent.take(one, 4, 6, 2))).toEqual([5, 6]);
});

test.each([
	['the first is missing', [3, 4], 1, 4],
	['one in between is missing', [2, 4], 1, 4],
	['the last is missing', [2, 3], 1, 4],
	['they came twice', [2, 2, 3], 1, 3],
	['nothing is new', [1, 2], 2, 2],
	['it holds nothing', [], 0, 1],
])('leaves it to the store when %s', (_name, seqs, cursor, owed) => {
	expect(holding(...seqs).take(one, cursor, owed, 10)).toBeNull();
});

test('forgets all instead of growing without end, and is right afterwards', () => {
	const recent = createRecentEvents();
	for (let seq = 1; seq <= 20_001; seq += 1) recent.add(event(one, seq));
	expect(recent.take(one, 0, 20_001, 30_000)).toBeNull();
	// What was taken does not count any more.
	for (let n = 0; n < 10; n += 1) {
		for (let seq = 1; seq <= 15_000; seq += 1) recent.add(event(two, seq));
		expect(recent.take(two, 0, 15_000, 20_000)).toHaveLength(15_000);
	}
});
