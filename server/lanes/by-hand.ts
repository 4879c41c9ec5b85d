import type { SinkId, TimelineId } from '../../shared/ids.ts';
import { cutText } from '../ports/cut-text.ts';
import { attempt, sentenceOf } from './attempt.ts';
import { deliveriesOf, deliveryId } from './deliveries.ts';
import { judge } from './judge.ts';
import { parked, type Parked } from './parked.ts';
import type { LaneSink, WorkerDeps } from './ports.ts';

export interface ByHandDeps extends WorkerDeps {
	/** Null: no such sink, or its plugin does not run. */
	readyAgain(sink: SinkId): LaneSink | null;
	isWorkingOn(sink: SinkId, timeline: TimelineId): boolean;
	wakeSink(sink: SinkId): void;
}

export interface ParkedFilter {
	readonly sink?: SinkId;
	readonly timeline?: TimelineId;
}
/** What came of a repair; `message` is for the person who asked for it. */
export interface ByHand {
	readonly ok: boolean;
	readonly message: string;
}

/** What people may do about lanes: see the gaps, deliver one again, give one up, hurry, skip, replay. */
export function createByHand(deps: ByHandDeps) {
	const { store, clock } = deps;

	/** Of a sink or a timeline, else of all, oldest first. */
	async function listParked(filter: ParkedFilter, limit: number): Promise<readonly Parked[]> {
		const { sink, timeline } = filter;
		const query =
			timeline !== undefined
				? { index: 'byTimeline', eq: { timeline } }
				: sink !== undefined
					? { index: 'bySink', eq: { sink } }
					: { index: 'byTime' };
		const { items } = await store.find(parked, { ...query, limit });
		return sink === undefined ? items : items.filter((row) => row.sink === sink);
	}

	/** Delivers one parked event now, out of its order: later ones may have gone before it. */
	async function retryParked(id: string): Promise<ByHand> {
		const row = await store.get(parked, id);
		if (row === null) return no('It is not parked any more.');
		const laneSink = deps.readyAgain(row.sink);
		if (laneSink === null) return no(`The plugin of ${row.sink} does not run.`);
		const event = await store.event(row.timeline, row.seq);
		if (event === null) {
			await store.remove(parked, id);
			return no('The event is gone from the store.');
		}
		try {
			const batch = await deliveriesOf(deps, row.sink, [event], row.tries);
			const never = new AbortController().signal;
			const result = await attempt(laneSink, batch, clock, deps.timing, never);
			const lane = { cursor: row.seq - 1, tries: 0 };
			const verdict = judge(lane, [row.seq], result, clock.now(), deps.random);
			if (verdict.through === 1) {
				const receipts = result.kind === 'answered' ? result.delivered.receipts : [];
				for (const { externalId } of receipts) {
					await deps.link(row.sink, row.timeline, row.seq, externalId);
				}
				await store.remove(parked, id);
				return { ok: true, message: 'It is delivered.' };
			}
			const problem = verdict.sinkError?.message ?? verdict.itemError ?? 'It was stopped.';
			return await keep(row, problem);
		} catch (error) {
			return keep(row, sentenceOf(error));
		}
	}

	async function keep(row: Parked, sentence: string): Promise<ByHand> {
		const problem = cutText(sentence, 1000);
		await store.update(parked, row.id, { set: { problem, at: clock.now() }, inc: { tries: 1 } });
		return no(problem);
	}

	/** Lets failing lanes of a sink, or one of them, be tried now instead of at their time. */
	async function hurry(sink: SinkId, timeline?: TimelineId): Promise<number> {
		let hurried = 0;
		for (const lane of await store.troubledLanes(sink, 1000)) {
			if (timeline !== undefined && lane.timeline !== timeline) continue;
			if (deps.isWorkingOn(sink, lane.timeline)) continue;
			hurried += (await store.settle(lane, { ...lane, dueAt: clock.now() })) ? 1 : 0;
		}
		deps.wakeSink(sink);
		return hurried;
	}

	/** Parks the event that a lane hangs on, so that the ones after it go. */
	async function skip(sink: SinkId, timeline: TimelineId): Promise<ByHand> {
		const lanes = await store.troubledLanes(sink, 1000);
		const lane = lanes.find((candidate) => candidate.timeline === timeline);
		if (lane === undefined) return no('This lane does not hang.');
		if (deps.isWorkingOn(sink, timeline)) return no('It is being delivered right now. Try again.');
		const [event] = await store.owedEvents(sink, timeline, lane.cursor, 1);
		if (event === undefined) return no('Nothing is owed any more.');
		const problem = `Skipped by hand. ${lane.problem ?? ''}`.trim();
		const id = deliveryId(sink, event);
		const { seq } = event;
		await store.put(parked, {
			id,
			sink,
			timeline,
			seq,
			problem,
			tries: lane.tries,
			at: clock.now(),
		});
		const outcome = { cursor: seq, dueAt: clock.now(), tries: 0, problem: null };
		if (!(await store.settle(lane, outcome)))
			return no('It was tried again meanwhile. Look again.');
		deps.wakeSink(sink);
		return { ok: true, message: `Event ${seq} is parked; the lane goes on.` };
	}

	/** Owes again everything that the sink was ever owed of a timeline from this number on. */
	async function replay(sink: SinkId, timeline: TimelineId, fromSeq: number): Promise<void> {
		await store.rewind(sink, timeline, fromSeq);
		deps.wakeSink(sink);
	}

	return {
		listParked,
		retryParked,
		discardParked: (id: string): Promise<boolean> => store.remove(parked, id),
		hurry,
		skip,
		replay,
	};
}

const no = (message: string): ByHand => ({ ok: false, message });
