import type { Lane, StoredEvent } from '../ports/store.ts';
import { attempt, sentenceOf } from './attempt.ts';
import { deliveriesOf, deliveryId } from './deliveries.ts';
import { judge, type Attempt, type Verdict } from './judge.ts';
import { parked } from './parked.ts';
import { isStoreTrouble, persist } from './persist.ts';
import type { LaneSink, WorkerDeps } from './ports.ts';
import { settleEmpty } from './settle-empty.ts';
import type { SinkGate } from './sink-gate.ts';

export interface CarryOutDeps extends WorkerDeps {
	readonly gate: SinkGate;
	readonly stop: AbortSignal;
}

/**
 * One batch of a leased lane. What is written afterwards has an order: links and the parked row first, the cursor last, so
 * that a crash in between repeats this batch and nothing else.
 */
export async function carryOut(deps: CarryOutDeps, laneSink: LaneSink, lane: Lane): Promise<void> {
	const { store, clock } = deps;
	const { sink } = laneSink;
	const begunAt = clock.now();
	const events = await readOwed(deps, laneSink, lane);
	if (events === null) return;
	if (events.length === 0) return settleEmpty(deps, lane);

	const result = await tryBatch(deps, laneSink, lane, events);
	const seqs = events.map((event) => event.seq);
	const verdict = judge(lane, seqs, result, clock.now(), deps.random);

	await storeLinks(deps, laneSink, events, result, verdict.through);
	if (verdict.park !== null) {
		const { seq, problem, tries } = verdict.park;
		const id = deliveryId(sink.id, { timeline: lane.timeline, seq });
		const row = {
			id,
			sink: sink.id,
			timeline: lane.timeline,
			seq,
			problem,
			tries,
			at: clock.now(),
		};
		await persist(clock, () => store.put(parked, row));
	} else if (lane.tries > 0 && verdict.through > 0 && seqs[0] !== undefined) {
		// A crash between parking and moving on leaves a row for what has gone through after all.
		const id = deliveryId(sink.id, { timeline: lane.timeline, seq: seqs[0] });
		await persist(clock, () => store.remove(parked, id));
	}
	await tellGate(deps, lane, verdict, begunAt);
	const kept = await persist(clock, () => store.settle(lane, verdict.settle));
	if (verdict.park !== null && kept) {
		const { seq, problem } = verdict.park;
		deps.onTrouble({ kind: 'item_parked', sink: sink.id, timeline: lane.timeline, seq, problem });
	}
}

/** Null: they cannot be read now; the lane is given back. */
async function readOwed(
	{ store, clock }: CarryOutDeps,
	{ sink }: LaneSink,
	lane: Lane,
): Promise<readonly StoredEvent[] | null> {
	try {
		return await store.owedEvents(sink.id, lane.timeline, lane.cursor, sink.batch ?? 1);
	} catch (error) {
		if (!isStoreTrouble(error)) throw error;
		await persist(clock, () => store.settle(lane, { ...lane, dueAt: clock.now() + 1000 }));
		return null;
	}
}

async function tryBatch(
	deps: CarryOutDeps,
	laneSink: LaneSink,
	lane: Lane,
	events: readonly StoredEvent[],
): Promise<Attempt> {
	try {
		const batch = await deliveriesOf(deps, laneSink.sink.id, events, lane.tries);
		return await attempt(laneSink, batch, deps.clock, deps.timing, deps.stop);
	} catch (error) {
		if (isStoreTrouble(error)) return { kind: 'stopped' };
		return { kind: 'threw', message: sentenceOf(error) };
	}
}

async function storeLinks(
	deps: CarryOutDeps,
	{ sink }: LaneSink,
	events: readonly StoredEvent[],
	result: Attempt,
	through: number,
): Promise<void> {
	if (result.kind !== 'answered') return;
	const carried = new Map(events.slice(0, through).map((event) => [event.seq, event.timeline]));
	for (const { seq, externalId } of result.delivered.receipts ?? []) {
		const timeline = carried.get(seq);
		if (timeline === undefined) continue;
		await persist(deps.clock, () => deps.link(sink.id, timeline, seq, externalId));
	}
}

async function tellGate(
	{ gate }: CarryOutDeps,
	lane: Lane,
	verdict: Verdict,
	begunAt: number,
): Promise<void> {
	if (verdict.through > 0) await gate.succeeded(begunAt);
	if (verdict.sinkError !== null) await gate.failed(verdict.sinkError, begunAt);
	else if (verdict.itemError !== null && verdict.through === 0) {
		await gate.itemFailed(lane.timeline, verdict.itemError, begunAt);
	}
}
