import type { NewEvent, Store } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { contractCollections } from './collections.ts';
import type { Topic } from './harness.ts';
import {
	append,
	collect,
	expectDense,
	later,
	message,
	newSink,
	newTimeline,
	note,
	readAll,
} from './samples.ts';
import { drain } from './work-lanes.ts';

/** More steps than any of these scenes takes. */
const MOST_STEPS = 400;

/** Dies at every step of a scene in turn. Only for stores that have a place to die in. */
export function killContract({ harness }: Topic): void {
	/**
	 * Plays the scene on a new store again and again, killed one step later each time until it gets through, and looks
	 * each time at what a restart finds.
	 */
	async function killEverywhere<Stage>(
		setUp: (store: Store) => Promise<Stage>,
		scene: (store: Store, stage: Stage) => Promise<void>,
		after: (store: Store, stage: Stage) => Promise<void>,
		{ mend = true } = {},
	): Promise<void> {
		for (let step = 0; step < MOST_STEPS; step += 1) {
			const opened = await harness.open(contractCollections);
			if (opened.killBefore === undefined) {
				await opened.close();
				return;
			}
			const stage = await setUp(opened.store);
			opened.killBefore(step);
			const through = await scene(opened.store, stage).then(
				() => true,
				() => false,
			);
			const survivor = await opened.reopen();
			if (mend) {
				await survivor.store.mendLanes();
			}
			await after(survivor.store, stage);
			expect(await survivor.store.check()).toEqual([]);
			await survivor.close();
			if (through) {
				return;
			}
		}
		throw new Error(`The scene did not get through in ${MOST_STEPS} steps.`);
	}

	/**
	 * Delivers all that is owed. What is stored with the sink must come, but for what a settle was asked to count as
	 * delivered; what a settle answered for must not come again.
	 */
	async function expectOwed(
		store: Store,
		sink: SinkId,
		timeline: TimelineId,
		{ asked = 0, answered = 0 } = {},
	): Promise<void> {
		const stored = (await readAll(store, timeline)).filter((event) => event.sinks.includes(sink));
		const seen = (await drain(store, sink)).map((event) => event.seq);
		expect(seen.filter((seq) => seq > asked)).toEqual(
			stored.map((event) => event.seq).filter((seq) => seq > asked),
		);
		expect(seen.filter((seq) => seq <= answered)).toEqual([]);
		expect(await store.dueLanes(sink, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
	}

	it('owes every committed event, killed anywhere in an append', async () => {
		const sinks = [newSink(), newSink()];
		const acknowledged: string[] = [];
		await killEverywhere(
			async (store) => {
				const timeline = newTimeline();
				await append(store, timeline, message(1, { sinks: [sinks[0]!] }), note());
				acknowledged.length = 0;
				const batch: NewEvent[] = [
					message(2, { sinks }),
					note({ sinks: [sinks[1]!] }),
					message(3),
					note({ sinks }),
				];
				return { timeline, batch };
			},
			async (store, { timeline, batch }) => {
				for (const answer of await store.append(timeline, 2, batch)) {
					acknowledged.push(answer.kind);
				}
			},
			async (store, { timeline, batch }) => {
				const everything = await readAll(store, timeline);
				expectDense(everything);
				// A prefix of the batch, whole if it was acknowledged.
				const kept = everything.slice(2).map((event) => event.clientId);
				expect(kept).toEqual(batch.slice(0, kept.length).map((event) => event.clientId));
				expect(acknowledged).toEqual(acknowledged.map(() => 'committed'));
				expect(kept.length).toBeGreaterThanOrEqual(acknowledged.length);
				for (const sink of sinks) {
					await expectOwed(store, sink, timeline);
				}
			},
		);
	});

	it('owes in a copy what it owes, killed anywhere in an append and dumped as it is', async () => {
		const sink = newSink();
		await killEverywhere(
			async () => ({ timeline: newTimeline() }),
			(store, { timeline }) =>
				append(store, timeline, note({ sinks: [sink] }), note({ sinks: [sink] })).then(
					() => undefined,
				),
			async (store, { timeline }) => {
				const rows = await collect(store.dump());
				const copy = await harness.open(contractCollections);
				await copy.store.load(rows);
				await expectOwed(copy.store, sink, timeline);
				await copy.close();
			},
			{ mend: false },
		);
	});

	it('stores a resend after the restart once', async () => {
		const sink = newSink();
		await killEverywhere(
			(store) => {
				const timeline = newTimeline();
				const events = [note({ sinks: [sink] }), note({ sinks: [sink] })];
				return append(store, timeline, note()).then(() => ({ timeline, events }));
			},
			(store, { timeline, events }) => store.append(timeline, 1, events).then(() => undefined),
			async (store, { timeline, events }) => {
				for (const event of events) {
					const { seq } = await store.head(timeline);
					const [answer] = await store.append(timeline, seq, [event]);
					expect(['committed', 'replay']).toContain(answer!.kind);
				}
				const everything = await readAll(store, timeline);
				expect(everything.map((event) => event.clientId).slice(1)).toEqual(
					events.map((event) => event.clientId),
				);
				expectDense(everything);
				await expectOwed(store, sink, timeline);
			},
		);
	});

	it('owes what was not settled, killed anywhere in a settle', async () => {
		const sink = newSink();
		await killEverywhere(
			async (store) => {
				const timeline = newTimeline();
				const sinks = [sink];
				await append(store, timeline, note({ sinks }), note({ sinks }), note({ sinks }));
				const lane = await store.lease(sink, timeline, later, later);
				return { timeline, lane: lane!, settled: { asked: 0, answered: 0 } };
			},
			async (store, { lane, settled }) => {
				for (const cursor of [2, 3]) {
					settled.asked = cursor;
					await store.settle(lane, { cursor, dueAt: later, tries: 0, problem: null });
					settled.answered = cursor;
				}
			},
			async (store, { timeline, settled }) => {
				await expectOwed(store, sink, timeline, settled);
				await append(store, timeline, note({ sinks: [sink] }));
				await expectOwed(store, sink, timeline, { asked: 3, answered: 3 });
			},
		);
	});

	it('owes what was not settled of several lanes at once, killed anywhere', async () => {
		const sink = newSink();
		const sinks = [sink];
		await killEverywhere(
			async (store) => {
				const timelines = [newTimeline(), newTimeline(), newTimeline()];
				for (const timeline of timelines) {
					await append(store, timeline, note({ sinks }), note({ sinks }));
				}
				const lanes = await Promise.all(
					timelines.map((timeline) => store.lease(sink, timeline, later, later)),
				);
				return { timelines, lanes, settled: { asked: 0, answered: 0 } };
			},
			async (store, { lanes, settled }) => {
				settled.asked = 2;
				await Promise.all(
					lanes.map((lane) =>
						store.settle(lane!, { cursor: 2, dueAt: later, tries: 0, problem: null }),
					),
				);
				settled.answered = 2;
			},
			async (store, { timelines, settled }) => {
				for (const timeline of timelines) {
					await append(store, timeline, note({ sinks }));
				}
				const seen = await drain(store, sink);
				for (const timeline of timelines) {
					const seqs = seen.filter((event) => event.timeline === timeline).map(({ seq }) => seq);
					expect(seqs.filter((seq) => seq > settled.asked)).toEqual([3]);
					expect(seqs.filter((seq) => seq <= settled.answered)).toEqual([]);
				}
			},
		);
	});

	it('owes what is appended while a lane is drained, killed anywhere in both', async () => {
		const sink = newSink();
		await killEverywhere(
			async (store) => {
				const timeline = newTimeline();
				await append(store, timeline, note({ sinks: [sink] }));
				const lane = await store.lease(sink, timeline, later, later);
				return { timeline, lane: lane! };
			},
			async (store, { timeline, lane }) => {
				await Promise.all([
					store.settle(lane, { cursor: 1, dueAt: later, tries: 0, problem: null }),
					store.append(timeline, 1, [note({ sinks: [sink] }), note({ sinks: [sink] })]),
				]);
			},
			(store, { timeline }) => expectOwed(store, sink, timeline, { asked: 1 }),
		);
	});

	it('keeps a replay by hand or knows nothing of it, killed anywhere', async () => {
		const sink = newSink();
		await killEverywhere(
			async (store) => {
				const timeline = newTimeline();
				await append(store, timeline, note({ sinks: [sink] }), note({ sinks: [sink] }));
				const lane = await store.lease(sink, timeline, later, later);
				await store.settle(lane!, { cursor: 2, dueAt: later, tries: 0, problem: null });
				return { timeline, done: { rewound: false } };
			},
			async (store, { timeline, done }) => {
				await store.rewind(sink, timeline, 2);
				done.rewound = true;
			},
			async (store, { timeline, done }) => {
				const seen = (await drain(store, sink)).map((event) => event.seq);
				expect(done.rewound || seen.length > 0 ? seen : [2]).toEqual([2]);
				expect((await readAll(store, timeline)).length).toBe(2);
			},
		);
	});

	it('erases what it said it erased, killed anywhere', async () => {
		await killEverywhere(
			async (store) => {
				const timeline = newTimeline();
				await append(store, timeline, message(1, { body: { text: 'secret word' } }));
				const row = { timeline, seq: 1, site: 's', at: 1, text: 'secret word' };
				await store.index([row]);
				return { timeline, row, done: { erased: false } };
			},
			async (store, { timeline, done }) => {
				await store.erase(timeline, [{ seq: 1, body: {} }], later);
				done.erased = true;
			},
			async (store, { timeline, row, done }) => {
				const found = async () => (await store.search('s', 'secret', { limit: 5 })).hits;
				if (!done.erased) {
					await store.erase(timeline, [{ seq: 1, body: {} }], later);
				}
				expect(await found()).toEqual([]);
				// What repeats the indexing after a crash does not bring it back.
				await store.index([row]);
				expect(await found()).toEqual([]);
				expect((await store.event(timeline, 1))?.body).toEqual({});
			},
		);
	});
}
