import fc from 'fast-check';
import type { Lane } from '../../ports/store.ts';
import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import type { Topic } from './harness.ts';
import { append, decidedAt, newSink, newTimeline, note } from './samples.ts';

interface ModelLane {
	cursor: number;
	owed: number;
	dueAt: number;
	tries: number;
	problem: string | null;
	/** The fence of the lease that may still settle; null while there is none. */
	holder: number | null;
}

const which = { sink: fc.nat(1), timeline: fc.nat(1) };
const operation = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			verb: fc.constant('append' as const),
			timeline: which.timeline,
			owes: fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 3 }),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			verb: fc.constant('lease' as const),
			...which,
			ms: fc.constantFrom(0, 10, 1_000),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			verb: fc.constant('settle' as const),
			// Mostly the last lease, sometimes one before it.
			lease: fc.constantFrom(0, 0, 0, 1, 2),
			count: fc.nat(3),
			wait: fc.constantFrom(0, 5, 500),
			failed: fc.boolean(),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			verb: fc.constant('rewind' as const),
			...which,
			from: fc.integer({ min: 1, max: 8 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			verb: fc.constant('wait' as const),
			ms: fc.constantFrom(1, 10, 1_000),
		}),
	},
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Any sequence of verbs on lanes leaves what a simple model says is owed. */
export function modelLanesContract({ store }: Topic): void {
	class Model {
		now = decidedAt;
		readonly sinks = [newSink(), newSink()];
		readonly timelines = [newTimeline(), newTimeline()];
		readonly events = new Map<TimelineId, (readonly SinkId[])[]>();
		readonly lanes = new Map<string, ModelLane>();
		readonly leases: Lane[] = [];

		key(sink: SinkId, timeline: TimelineId): string {
			return JSON.stringify([sink, timeline]);
		}
		/** The seqs that the sink was ever owed from this one on. */
		ever(sink: SinkId, timeline: TimelineId, from: number): number[] {
			const events = this.events.get(timeline) ?? [];
			return events.flatMap((sinks, index) =>
				sinks.includes(sink) && index + 1 >= from ? index + 1 : [],
			);
		}
	}

	async function step(model: Model, operation: Operation): Promise<void> {
		if (operation.verb === 'append') {
			const timeline = model.timelines[operation.timeline]!;
			const lists = operation.owes.map((owes) => model.sinks.filter((_, index) => owes[index]));
			await append(store(), timeline, ...lists.map((sinks) => note({ sinks })));
			const events = model.events.get(timeline) ?? [];
			model.events.set(timeline, events);
			for (const sinks of lists) {
				const seq = events.push(sinks);
				for (const sink of sinks) {
					const key = model.key(sink, timeline);
					const lane = model.lanes.get(key) ?? {
						cursor: seq - 1,
						owed: seq,
						dueAt: 0,
						tries: 0,
						problem: null,
						holder: null,
					};
					model.lanes.set(key, { ...lane, owed: seq });
				}
			}
		} else if (operation.verb === 'lease') {
			const [sink, timeline] = [model.sinks[operation.sink]!, model.timelines[operation.timeline]!];
			const lane = model.lanes.get(model.key(sink, timeline));
			const until = model.now + operation.ms;
			const leased = await store().lease(sink, timeline, model.now, until);
			expect(leased !== null).toBe(lane !== undefined && lane.dueAt <= model.now);
			if (leased !== null && lane !== undefined) {
				lane.dueAt = until;
				lane.holder = leased.fence;
				model.leases.unshift(leased);
				const { owed, tries, problem } = lane;
				expect(leased).toMatchObject({ owed, tries, problem, dueAt: until });
			}
		} else if (operation.verb === 'settle') {
			const lease = model.leases[operation.lease];
			if (lease === undefined) {
				return;
			}
			const key = model.key(lease.sink, lease.timeline);
			const lane = model.lanes.get(key);
			const owed = await store().owedEvents(lease.sink, lease.timeline, lease.cursor, 20);
			const reached = owed[operation.count - 1]?.seq ?? lease.cursor;
			const tries = operation.failed ? lease.tries + 1 : 0;
			const problem = operation.failed ? 'refused' : null;
			const dueAt = model.now + operation.wait;
			const settled = await store().settle(lease, { cursor: reached, dueAt, tries, problem });
			const holds = lane !== undefined && lane.holder === lease.fence;
			expect(settled).toBe(holds);
			if (holds) {
				Object.assign(lane, { cursor: Math.max(lane.cursor, reached), dueAt, tries, problem });
				if (lane.owed <= lane.cursor) {
					model.lanes.delete(key);
				}
			}
		} else if (operation.verb === 'rewind') {
			const [sink, timeline] = [model.sinks[operation.sink]!, model.timelines[operation.timeline]!];
			await store().rewind(sink, timeline, operation.from);
			const last = model.ever(sink, timeline, operation.from).at(-1);
			if (last !== undefined) {
				const key = model.key(sink, timeline);
				const lane = model.lanes.get(key);
				model.lanes.set(key, {
					cursor: Math.min(lane?.cursor ?? Infinity, operation.from - 1),
					owed: Math.max(lane?.owed ?? 0, last),
					dueAt: 0,
					tries: 0,
					problem: null,
					holder: null,
				});
			}
		} else {
			model.now += operation.ms;
		}
		await compare(model);
	}

	async function compare(model: Model): Promise<void> {
		for (const sink of model.sinks) {
			const lanes = await store().dueLanes(sink, Number.MAX_SAFE_INTEGER, 10);
			const mine = model.timelines.filter((name) => model.lanes.has(model.key(sink, name)));
			expect(lanes.map((lane) => lane.timeline).sort()).toEqual(mine.sort());
			for (const lane of lanes) {
				const { cursor, owed, dueAt, tries, problem } = model.lanes.get(
					model.key(sink, lane.timeline),
				)!;
				expect(lane).toMatchObject({ owed, tries, problem });
				expect(dueAt === 0 ? lane.dueAt <= model.now : lane.dueAt === dueAt).toBe(true);
				const events = await store().owedEvents(sink, lane.timeline, lane.cursor, 50);
				expect(events.map((event) => event.seq)).toEqual(
					model.ever(sink, lane.timeline, cursor + 1),
				);
			}
			const due = await store().dueLanes(sink, model.now, 10);
			expect(due).toEqual(lanes.filter((lane) => lane.dueAt <= model.now));
			const times = lanes.map((lane) => lane.dueAt);
			expect(times).toEqual([...times].sort((left, right) => left - right));
			expect(await store().nextDue(sink)).toBe(times[0] ?? null);
			const troubled = await store().troubledLanes(sink, 10);
			expect(troubled).toHaveLength(lanes.filter((lane) => lane.tries > 0).length);
		}
	}

	it('owes after any sequence of verbs what the model owes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
				const model = new Model();
				for (const one of operations) {
					await step(model, one);
				}
			}),
			{ numRuns: 80 },
		);
		expect(await store().mendLanes()).toBe(0);
	});
}
