import { Busy, Unknown } from '../../server/ports/errors.ts';
import type { Lane, Settle, Store } from '../../server/ports/store.ts';
import type { SinkId, TimelineId } from '../../shared/ids.ts';
import { wait } from './child.ts';

const leaseMs = 3000;

/** What a destination got, and what the workers were told of their leases, in that order. */
export class Deliveries {
	/** By sink and timeline. */
	readonly #lanes = new Map<string, { readonly got: number[]; settled: number }>();
	readonly #fault: (message: string) => void;
	#repeated = 0;

	constructor(fault: (message: string) => void) {
		this.#fault = fault;
	}

	/** Of a lane that was leased when `settledThen` stood settled. */
	got(sink: SinkId, timeline: TimelineId, seq: number, settledThen: number): void {
		const lane = this.#lane(sink, timeline);
		if (seq <= settledThen)
			this.#fault(
				`${sink} ${timeline}: ${seq} came again, and all up to ${settledThen} was settled`,
			);
		if (lane.got.includes(seq)) {
			this.#repeated += 1;
			return;
		}
		const last = lane.got.at(-1) ?? 0;
		if (seq < last) this.#fault(`${sink} ${timeline}: ${seq} came after ${last}`);
		lane.got.push(seq);
	}

	settled(sink: SinkId, timeline: TimelineId, cursor: number): void {
		const lane = this.#lane(sink, timeline);
		lane.settled = Math.max(lane.settled, cursor);
	}
	settledSoFar(sink: SinkId, timeline: TimelineId): number {
		return this.#lane(sink, timeline).settled;
	}

	/** Delivery ids of a sink, each once. */
	of(sink: SinkId): string[] {
		return [...this.#lanes].flatMap(([key, { got }]) => {
			const [owner, timeline] = key.split(' ');
			return owner === sink ? got.map((seq) => `${sink}/${timeline}/${seq}`) : [];
		});
	}
	/** Of leases that were lost, or whose settling had no answer. */
	get repeated(): number {
		return this.#repeated;
	}

	#lane(sink: SinkId, timeline: TimelineId): { readonly got: number[]; settled: number } {
		const key = `${sink} ${timeline}`;
		let lane = this.#lanes.get(key);
		if (lane === undefined) this.#lanes.set(key, (lane = { got: [], settled: 0 }));
		return lane;
	}
}

interface WorkerDeps {
	readonly store: Store;
	readonly sink: SinkId;
	readonly deliveries: Deliveries;
	readonly random: () => number;
	/** Nothing more is to come: it ends when nothing is owed. */
	stopped(): boolean;
	fault(message: string): void;
}

/** Leases, delivers and settles, until it was told to stop and nothing is owed. */
export async function work(deps: WorkerDeps): Promise<void> {
	const { store, sink, stopped, random, fault } = deps;
	for (;;) {
		const last = stopped();
		try {
			for (const due of await store.dueLanes(sink, Date.now(), 4)) await workLane(deps, due);
			if (last && (await store.nextDue(sink)) === null) return;
		} catch (error) {
			if (!(error instanceof Busy || error instanceof Unknown)) {
				fault(`worker of ${sink}: ${String(error)}`);
				return;
			}
			await wait(random() * 200);
		}
		await wait(random() * 30);
	}
}

async function workLane(deps: WorkerDeps, due: Lane): Promise<void> {
	const { store, sink, deliveries, random } = deps;
	const { timeline } = due;
	// Before the lease: what is settled from then on is another worker's, and this lease is lost.
	const settledThen = deliveries.settledSoFar(sink, timeline);
	const now = Date.now();
	const lane = await store.lease(sink, timeline, now, now + leaseMs);
	if (lane === null) return;
	const events = await store.owedEvents(sink, timeline, lane.cursor, 5);
	// A delivery after the lease has run out may meet that of the next worker: a real sink's deadline lies before it.
	if (Date.now() > now + leaseMs - 500) return;
	for (const { seq } of events) deliveries.got(sink, timeline, seq, settledThen);
	const cursor = events.at(-1)?.seq ?? Math.max(lane.cursor, lane.owed);
	await settle(deps, lane, { cursor, dueAt: Date.now(), tries: 0, problem: null });
	await wait(random() * 10);
}

/** Half of the workers repeat a settle without an answer; the others let the lease run out. */
async function settle(deps: WorkerDeps, lane: Lane, outcome: Settle): Promise<void> {
	const { store, sink, deliveries, random } = deps;
	for (;;) {
		try {
			if (await store.settle(lane, outcome)) {
				deliveries.settled(sink, lane.timeline, outcome.cursor);
			}
			return;
		} catch (error) {
			if (random() < 0.5) throw error;
			await wait(random() * 300);
		}
	}
}
