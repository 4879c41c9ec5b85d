import type { Store } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import {
	append,
	appendAmongOthers,
	later,
	newSink,
	newTimeline,
	note,
	readAll,
} from './samples.ts';
import { drain, workLanes, workUntil } from './work-lanes.ts';

/** Lanes while others append, lease and settle. */
export function lanesRaceContract({ store, opened }: Topic): void {
	async function owedSeqs(timeline: TimelineId, sink: SinkId): Promise<number[]> {
		const events = await readAll(store(), timeline);
		return events.filter((event) => event.sinks.includes(sink)).map((event) => event.seq);
	}

	/** Four writers on two timelines while workers deliver; each event exactly once and in order, as leases last. */
	async function deliverAll(stores: readonly Store[]): Promise<void> {
		const sinks = [newSink(), newSink()];
		const timelines = [newTimeline(), newTimeline()];
		const deliveries = new Map<string, number[]>();
		let writing = true;
		const writers = timelines.flatMap((timeline, first) =>
			[0, 1].map(async (writer) => {
				for (let round = 0; round < 8; round += 1) {
					const one = stores[(writer + round) % stores.length]!;
					const owed = sinks.filter((_, index) => (round + index + first) % 3 !== 0);
					const batch = [note({ sinks: owed }), ...(round % 3 ? [] : [note({ sinks })])];
					await appendAmongOthers(one, timeline, batch);
				}
			}),
		);
		const workers = sinks.flatMap((sink) =>
			stores.flatMap((one) =>
				[0, 1].map(() =>
					workUntil(
						one,
						sink,
						(timeline, seq) => {
							const key = `${sink} ${timeline}`;
							deliveries.set(key, [...(deliveries.get(key) ?? []), seq]);
						},
						() => !writing,
					),
				),
			),
		);
		await Promise.all(writers);
		writing = false;
		await Promise.all(workers);
		for (const timeline of timelines) {
			for (const sink of sinks) {
				expect(deliveries.get(`${sink} ${timeline}`)).toEqual(await owedSeqs(timeline, sink));
			}
		}
		expect(await store().mendLanes()).toBe(0);
	}

	it('delivers everything once and in order while it is being written', async () => {
		await deliverAll([store()]);
	});

	it('does so with two processes, where two may be', async () => {
		const another = await opened().another?.();
		if (another !== undefined) {
			await deliverAll([store(), another]);
		}
	});

	it('loses nothing to workers whose leases run out at once', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		const seen = new Set<number>();
		// Workers that take the lease from one another for ever may never get round to removing the lane.
		const worker = async () => {
			while (seen.size < 12) {
				await workLanes(store(), sink, (_, seq) => seen.add(seq), { leaseMs: 0 });
			}
		};
		const workers = [worker(), worker(), worker()];
		for (let round = 0; round < 12; round += 1) {
			await append(store(), timeline, note({ sinks: [sink] }), note());
		}
		await Promise.all(workers);
		expect([...seen].sort((a, b) => a - b)).toEqual(await owedSeqs(timeline, sink));
		await drain(store(), sink);
		expect(await store().dueLanes(sink, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
	});

	it('never loses an event that is appended while the lane is settled', async () => {
		for (let round = 0; round < 30; round += 1) {
			const [timeline, sink] = [newTimeline(), newSink()];
			await append(store(), timeline, note({ sinks: [sink] }));
			const lane = await store().lease(sink, timeline, later, later + 100);
			const done = { cursor: 1, dueAt: later, tries: 0, problem: null };
			const [settled, answers] = await Promise.all([
				store().settle(lane!, done),
				store().append(timeline, 1, [note({ sinks: [sink] })]),
			]);
			expect(settled).toBe(true);
			expect(answers.map((answer) => answer.kind)).toEqual(['committed']);
			const again = await store().lease(sink, timeline, later, later + 100);
			expect(again).toMatchObject({ owed: 2 });
			const owed = await store().owedEvents(sink, timeline, again!.cursor, 10);
			expect(owed.map((event) => event.seq)).toEqual([2]);
		}
	});

	it('never skips the earlier of two events that are appended together', async () => {
		for (let round = 0; round < 20; round += 1) {
			const [timeline, sink] = [newTimeline(), newSink()];
			const one = () => appendAmongOthers(store(), timeline, [note({ sinks: [sink] })]);
			const seen: number[] = [];
			const worker = workLanes(store(), sink, (_, seq) => seen.push(seq));
			await Promise.all([one(), one(), one(), worker]);
			seen.push(...(await drain(store(), sink)).map((event) => event.seq));
			expect(seen).toEqual([1, 2, 3]);
		}
	});

	it('gives one of many workers the lease', async () => {
		const [timeline, sink] = [newTimeline(), newSink()];
		await append(store(), timeline, note({ sinks: [sink] }));
		const leases = await Promise.all(
			Array.from({ length: 20 }, () => store().lease(sink, timeline, later, later + 100)),
		);
		expect(leases.filter((lane) => lane !== null)).toHaveLength(1);
	});

	it('settles many lanes at the same time, each by its own outcome', async () => {
		const sink = newSink();
		const sinks = [sink];
		const timelines = Array.from({ length: 24 }, newTimeline);
		for (const timeline of timelines) {
			await append(store(), timeline, note({ sinks }), note({ sinks }));
		}
		const leased = await Promise.all(
			timelines.map((timeline) => store().lease(sink, timeline, later, later + 50)),
		);
		// One in four owes more afterwards, one was taken by somebody else, one gets another event meanwhile.
		const kindOf = (index: number) => ['drained', 'more', 'lost', 'appended'][index % 4]!;
		for (const [index, timeline] of timelines.entries()) {
			if (kindOf(index) === 'lost') await store().lease(sink, timeline, later + 50, later + 90);
		}
		const answers = await Promise.all(
			leased.flatMap((lane, index) => [
				store().settle(lane!, {
					cursor: kindOf(index) === 'more' ? 1 : 2,
					dueAt: later + 60,
					tries: 0,
					problem: null,
				}),
				...(kindOf(index) === 'appended'
					? [
							store()
								.append(timelines[index]!, 2, [note({ sinks })])
								.then(() => true),
						]
					: []),
			]),
		);
		const kinds = timelines.flatMap((_, index) =>
			kindOf(index) === 'appended' ? ['appended', 'appended'] : [kindOf(index)],
		);
		expect(answers).toEqual(kinds.map((kind) => kind !== 'lost'));
		const seen = await drain(store(), sink);
		for (const [index, timeline] of timelines.entries()) {
			const rest = seen.filter((event) => event.timeline === timeline).map(({ seq }) => seq);
			const expected = { drained: [], more: [2], lost: [1, 2], appended: [3] };
			expect([timeline, rest]).toEqual([
				timeline,
				expected[kindOf(index) as keyof typeof expected],
			]);
		}
		expect((await store().owingSinks()).map((one) => one.sink)).not.toContain(sink);
	});

	it('settles lanes at the same time, and what was appended since they were leased stays owed', async () => {
		const sink = newSink();
		const timelines = [newTimeline(), newTimeline()];
		const event = note({ sinks: [sink] });
		for (const timeline of timelines) await append(store(), timeline, event);
		const leased = await Promise.all(
			timelines.map((timeline) => store().lease(sink, timeline, later, later + 50)),
		);
		for (const timeline of timelines) await store().append(timeline, 1, [note({ sinks: [sink] })]);
		const outcome = { cursor: 1, dueAt: later + 60, tries: 0, problem: null };
		const answers = await Promise.all(leased.map((lane) => store().settle(lane!, outcome)));
		expect(answers).toEqual([true, true]);
		expect((await drain(store(), sink)).map(({ seq }) => seq)).toEqual([2, 2]);
	});

	it('does not lose a rewind to the settle that it meets', async () => {
		for (let round = 0; round < 20; round += 1) {
			const [timeline, sink] = [newTimeline(), newSink()];
			await append(store(), timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
			const lane = await store().lease(sink, timeline, later, later);
			const done = { cursor: 2, dueAt: later, tries: 0, problem: null };
			await Promise.all([store().settle(lane!, done), store().rewind(sink, timeline, 1)]);
			const seen = await drain(store(), sink);
			expect(seen.map((event) => event.seq)).toEqual([1, 2]);
		}
	});
}
