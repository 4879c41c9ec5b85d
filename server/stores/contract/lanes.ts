import type { Lane, Settle } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { append, decidedAt, later, message, newSink, newTimeline, note } from './samples.ts';

/** Lanes by one worker: what is owed, due, leased, settled and owed again. */
export function lanesContract({ store }: Topic): void {
	const delivered = (cursor: number, dueAt = later): Settle => ({
		cursor,
		dueAt,
		tries: 0,
		problem: null,
	});

	async function lanesOf(sink: SinkId): Promise<Lane[]> {
		return store().dueLanes(sink, Number.MAX_SAFE_INTEGER, 100);
	}
	async function owed(sink: SinkId, timeline: TimelineId, after = 0): Promise<number[]> {
		const events = await store().owedEvents(sink, timeline, after, 100);
		return events.map((event) => event.seq);
	}
	async function leased(sink: SinkId, timeline: TimelineId, now = later): Promise<Lane> {
		const lane = await store().lease(sink, timeline, now, now + 60_000);
		expect(lane).not.toBeNull();
		return lane!;
	}

	it('owes a committed event at once, to each of its sinks', async () => {
		const timeline = newTimeline();
		const [one, two, none] = [newSink(), newSink(), newSink()];
		await append(store(), timeline, message(1));
		const events = await append(
			store(),
			timeline,
			message(2, { sinks: [one, two] }),
			note({ sinks: [one] }),
			note(),
		);
		const [lane, ...others] = await lanesOf(one);
		expect(others).toEqual([]);
		expect(lane).toMatchObject({ sink: one, timeline, cursor: 1, owed: 3, tries: 0 });
		expect(lane!.problem).toBeNull();
		expect(await lanesOf(two)).toMatchObject([{ cursor: 1, owed: 2 }]);
		expect(await lanesOf(none)).toEqual([]);
		expect(await store().nextDue(one)).toBe(lane!.dueAt);
		expect(await store().nextDue(none)).toBeNull();
		expect(await store().owedEvents(one, timeline, 1, 100)).toEqual([events[0], events[1]]);
		expect(await owed(two, timeline, 1)).toEqual([2]);
		expect(await store().dueLanes(one, decidedAt, 10)).toHaveLength(1);
	});

	it('gives the owed events in pages', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		const events = Array.from({ length: 9 }, (_, index) =>
			note({ sinks: index % 2 === 0 ? [sink] : [] }),
		);
		await append(store(), timeline, ...events);
		const first = await store().owedEvents(sink, timeline, 0, 2);
		expect(first.map((event) => event.seq)).toEqual([1, 3]);
		expect(await owed(sink, timeline, 3)).toEqual([5, 7, 9]);
		expect(await owed(sink, timeline, 9)).toEqual([]);
	});

	it('takes a sink for another when one name begins with the other', async () => {
		const timeline = newTimeline();
		const sink = newSink();
		const [longer, shorter] = [`${sink}1` as SinkId, sink.slice(0, -1) as SinkId];
		await append(store(), timeline, note({ sinks: [longer] }), note({ sinks: [sink] }));
		expect(await owed(sink, timeline)).toEqual([2]);
		expect(await owed(longer, timeline)).toEqual([1]);
		expect(await lanesOf(shorter)).toEqual([]);
	});

	it('leases a lane once, until the end of the lease, with a higher fence each time', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }));
		const [before] = await lanesOf(sink);
		const first = await store().lease(sink, timeline, later, later + 100);
		expect(first).toMatchObject({ sink, timeline, cursor: 0, owed: 1, dueAt: later + 100 });
		expect(first!.fence).toBeGreaterThan(before!.fence);
		expect(await store().lease(sink, timeline, later + 99, later + 200)).toBeNull();
		expect(await store().dueLanes(sink, later + 99, 10)).toEqual([]);
		expect(await store().nextDue(sink)).toBe(later + 100);
		const second = await store().lease(sink, timeline, later + 100, later + 200);
		expect(second!.fence).toBeGreaterThan(first!.fence);
	});

	it('leases nothing where nothing is owed', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note());
		expect(await store().lease(sink, timeline, later, later + 100)).toBeNull();
		expect(await store().lease(sink, newTimeline(), later, later + 100)).toBeNull();
	});

	it('settles by parts and removes the lane when it is drained', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		const events = [note({ sinks: [sink] }), note(), note({ sinks: [sink] }), note()];
		await append(store(), timeline, ...events);
		const lane = await leased(sink, timeline);
		expect(await store().settle(lane, delivered(1))).toBe(true);
		const [rest] = await lanesOf(sink);
		expect(rest).toMatchObject({ cursor: 1, owed: 3, dueAt: later, fence: lane.fence });
		expect(await owed(sink, timeline, rest!.cursor)).toEqual([3]);
		expect(await store().settle(lane, delivered(3))).toBe(true);
		expect(await lanesOf(sink)).toEqual([]);
		expect(await store().nextDue(sink)).toBeNull();
		expect(await store().settle(lane, delivered(3))).toBe(false);
		expect(await store().lease(sink, timeline, later, later + 100)).toBeNull();
		expect(await store().mendLanes()).toBe(0);
	});

	it('owes nothing of the past when a drained lane comes back', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }), note());
		await store().settle(await leased(sink, timeline), delivered(1));
		await append(store(), timeline, note({ sinks: [sink] }));
		const [lane] = await lanesOf(sink);
		expect(lane).toMatchObject({ cursor: 2, owed: 3, tries: 0, problem: null });
		expect(await owed(sink, timeline, lane!.cursor)).toEqual([3]);
	});

	it('refuses a settle of a lease that somebody else took over, and changes nothing', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
		const slow = await leased(sink, timeline, later);
		const other = await leased(sink, timeline, later + 60_000);
		const [before] = await lanesOf(sink);
		expect(await store().settle(slow, delivered(2))).toBe(false);
		expect(await lanesOf(sink)).toEqual([before]);
		expect(await owed(sink, timeline, 0)).toEqual([1, 2]);
		expect(await store().settle(other, delivered(2))).toBe(true);
	});

	it('refuses a settle of a lease of a lane that was removed and made anew', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }));
		const slow = await leased(sink, timeline, later);
		const other = await leased(sink, timeline, later + 60_000);
		await store().settle(other, delivered(1));
		const fences = new Set([slow.fence, other.fence]);
		for (let round = 2; round < 7; round += 1) {
			await append(store(), timeline, note({ sinks: [sink] }));
			const mine = await leased(sink, timeline);
			expect(fences).not.toContain(mine.fence);
			fences.add(mine.fence);
			expect(await store().settle(slow, delivered(round))).toBe(false);
			expect(await store().settle(mine, delivered(round))).toBe(true);
		}
	});

	it('keeps a failure for people until it is over', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
		expect(await store().troubledLanes(sink, 10)).toEqual([]);
		const lane = await leased(sink, timeline);
		const failed = { cursor: 0, dueAt: later + 5_000, tries: 3, problem: 'channel_not_found' };
		expect(await store().settle(lane, failed)).toBe(true);
		const [troubled] = await store().troubledLanes(sink, 10);
		expect(troubled).toMatchObject({ timeline, ...failed });
		expect(await store().dueLanes(sink, later + 4_999, 10)).toEqual([]);
		expect(await store().nextDue(sink)).toBe(later + 5_000);

		// What comes meanwhile waits behind it.
		await append(store(), timeline, note({ sinks: [sink] }));
		expect(await lanesOf(sink)).toMatchObject([{ ...failed, owed: 3 }]);
		const again = await leased(sink, timeline, later + 5_000);
		expect(await store().settle(again, delivered(1))).toBe(true);
		expect(await store().troubledLanes(sink, 10)).toEqual([]);
		expect(await lanesOf(sink)).toMatchObject([{ cursor: 1, tries: 0, problem: null }]);
	});

	it('lists due lanes of one sink, earliest first, no more than asked for', async () => {
		const [sink, other] = [newSink(), newSink()];
		const timelines = [5, 3, 9, 1, 7].map((minutes) => ({ minutes, timeline: newTimeline() }));
		for (const { minutes, timeline } of timelines) {
			await append(store(), timeline, note({ sinks: [sink, other] }));
			const lane = await leased(sink, timeline, later);
			await store().settle(lane, delivered(0, later + minutes));
		}
		const due = await store().dueLanes(sink, later + 7, 10);
		expect(due.map((lane) => lane.dueAt - later)).toEqual([1, 3, 5, 7]);
		expect(await store().dueLanes(sink, later + 7, 2)).toEqual(due.slice(0, 2));
		expect(await store().dueLanes(sink, later, 10)).toEqual([]);
		expect(await store().nextDue(sink)).toBe(later + 1);
		expect(await store().dueLanes(other, later, 10)).toHaveLength(5);
		expect(await store().troubledLanes(sink, 10)).toEqual([]);
	});

	it('tells who owes, and in how many timelines', async () => {
		const [one, two] = [newSink(), newSink()];
		const [first, second] = [newTimeline(), newTimeline()];
		await append(store(), first, note({ sinks: [one, two] }));
		await append(store(), second, note({ sinks: [one] }));
		const mine = (await store().owingSinks()).filter(({ sink }) => [one, two].includes(sink));
		expect(mine).toHaveLength(2);
		expect(mine).toContainEqual({ sink: one, lanes: 2 });
		expect(mine).toContainEqual({ sink: two, lanes: 1 });
		await store().settle(await leased(two, first), delivered(1));
		expect((await store().owingSinks()).map(({ sink }) => sink)).not.toContain(two);
	});

	describe('rewind', () => {
		it('owes a drained sink again what it ever was from there on', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const sinks = [sink];
			await append(store(), timeline, note({ sinks }), note(), note({ sinks }), note({ sinks }));
			await append(store(), timeline, note());
			await store().settle(await leased(sink, timeline), delivered(4));
			await store().rewind(sink, timeline, 2);
			const lane = await leased(sink, timeline);
			expect(lane.owed).toBe(4);
			expect(await owed(sink, timeline, lane.cursor)).toEqual([3, 4]);
			expect(await store().settle(lane, delivered(3))).toBe(true);
			expect(await owed(sink, timeline, 3)).toEqual([4]);
			expect(await store().settle(lane, delivered(4))).toBe(true);
			expect(await lanesOf(sink)).toEqual([]);
			await store().rewind(sink, timeline, 1);
			expect(await owed(sink, timeline, 0)).toEqual([1, 3, 4]);
		});

		it('takes the lane from who has it, so that its settle does not undo the replay', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const sinks = [sink];
			await append(store(), timeline, note({ sinks }), note({ sinks }), note({ sinks }));
			const lane = await leased(sink, timeline);
			expect(await store().settle(lane, delivered(2, later + 60_000))).toBe(true);
			await store().rewind(sink, timeline, 1);
			expect(await store().settle(lane, delivered(3))).toBe(false);
			const again = await leased(sink, timeline, later + 60_000);
			expect(again.fence).toBeGreaterThan(lane.fence);
			expect(await owed(sink, timeline, again.cursor)).toEqual([1, 2, 3]);
		});

		it('never moves a cursor forwards', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			const sinks = [sink];
			await append(store(), timeline, note({ sinks }), note({ sinks }), note({ sinks }));
			await store().rewind(sink, timeline, 3);
			const lane = await leased(sink, timeline);
			expect(await owed(sink, timeline, lane.cursor)).toEqual([1, 2, 3]);
		});

		it('owes nothing to a sink that was owed nothing from there on', async () => {
			const [timeline, sink, stranger] = [newTimeline(), newSink(), newSink()];
			await append(store(), timeline, note({ sinks: [sink] }), note());
			await store().settle(await leased(sink, timeline), delivered(1));
			await store().rewind(sink, timeline, 2);
			await store().rewind(stranger, timeline, 1);
			await store().rewind(sink, newTimeline(), 1);
			expect(await lanesOf(sink)).toEqual([]);
			expect(await lanesOf(stranger)).toEqual([]);
		});

		it('goes on with what is appended during the replay', async () => {
			const [timeline, sink] = [newTimeline(), newSink()];
			await append(store(), timeline, note({ sinks: [sink] }));
			await store().settle(await leased(sink, timeline), delivered(1));
			await store().rewind(sink, timeline, 1);
			await append(store(), timeline, note(), note({ sinks: [sink] }));
			const lane = await leased(sink, timeline);
			expect(await owed(sink, timeline, lane.cursor)).toEqual([1, 3]);
			expect(await store().settle(lane, delivered(3))).toBe(true);
			expect(await lanesOf(sink)).toEqual([]);
		});
	});
}
