import { Busy, Unknown } from '../../ports/errors.ts';
import type { NewEvent, Store, StoredEvent } from '../../ports/store.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import { contractCollections } from '../contract/collections.ts';
import { decidedAt, message, note } from '../contract/samples.ts';
import { workLanes } from '../contract/work-lanes.ts';
import { openHostileStore, type Hostile, type HostileOptions } from './open-hostile-store.ts';
import { below, seededRandom, type Random } from './random.ts';

export interface ChaosOptions extends Omit<HostileOptions, 'collections' | 'seed'> {
	readonly seed: number;
	/** How many times a process dies. */
	readonly crashes?: number;
	/** How many times a primary is lost. Only with `lagging`. */
	readonly rollbacks?: number;
}
export interface Outcome {
	/** The store after everything, without faults and with its lanes mended. */
	readonly store: Store;
	readonly timelines: readonly TimelineId[];
	readonly sinks: readonly SinkId[];
	/** What authors were told is stored. */
	readonly acknowledged: readonly StoredEvent[];
	/** The clientIds of all that was ever sent, acknowledged or not. */
	readonly sent: ReadonlySet<ClientId>;
	/** What readers saw. */
	readonly seen: readonly StoredEvent[];
	/** For each sink and timeline, the seqs in the order in which they were delivered. */
	readonly deliveries: ReadonlyMap<string, readonly number[]>;
}

const AUTHORS = 8;
const MESSAGES = 5;

/** Authors, readers and workers on two processes while everything goes wrong that the options allow. */
export async function chaos({
	seed,
	crashes = 0,
	rollbacks = 0,
	...faults
}: ChaosOptions): Promise<Outcome> {
	const random = seededRandom(seed * 7 + 1);
	const first = await openHostileStore({ ...faults, collections: contractCollections, seed });
	const nodes: Hostile[] = [first, await first.reopen()];
	const anyStore = (): Store => nodes[below(random, nodes.length)]!.store;
	const timelines = ['v1.1', 'v2.1'] as TimelineId[];
	const sinks = ['slack:T1', 'helpdesk'] as SinkId[];
	const acknowledged: StoredEvent[] = [];
	const sent = new Set<ClientId>();
	const seen: StoredEvent[] = [];
	const deliveries = new Map<string, number[]>();
	let writing = true;

	const authors = Array.from({ length: AUTHORS }, async (_, author) => {
		for (let number = 0; number < MESSAGES; number += 1) {
			const event = anEvent(random, `${author}-${number}` as ClientId, sinks);
			sent.add(event.clientId!);
			// Some authors close the page while they wait for an answer.
			const patience = random() < 0.2 ? 1 : Infinity;
			const stored = await post(anyStore, timelines[author % 2]!, event, patience);
			acknowledged.push(...(stored ?? []));
		}
	});
	const readers = timelines.map((timeline) => tail(anyStore, timeline, seen, () => writing));
	const workers = sinks.map(async (sink) => {
		while (writing) {
			await again(() =>
				workLanes(anyStore(), sink, (timeline, seq) => {
					const name = `${sink} ${timeline}`;
					deliveries.set(name, [...(deliveries.get(name) ?? []), seq]);
				}),
			);
		}
	});
	const trouble = (async () => {
		const calm = await first.reopen({});
		for (let [left, lost] = [crashes, rollbacks]; left + lost > 0;) {
			for (let step = below(random, 200); step > 0; step -= 1) {
				await calm.store.event(timelines[0]!, 1);
			}
			if (below(random, left + lost) < lost) {
				lost -= 1;
				first.rollback();
			} else {
				left -= 1;
				const which = below(random, nodes.length);
				nodes[which]!.crash();
				nodes[which] = await first.reopen();
			}
		}
	})();

	await Promise.all([...authors, trouble]);
	writing = false;
	await Promise.all([...workers, ...readers]);
	await first.quiet();
	const { store } = await first.reopen({});
	await store.mendLanes();
	return { store, timelines, sinks, acknowledged, sent, seen, deliveries };
}

function anEvent(random: Random, clientId: ClientId, sinks: readonly SinkId[]): NewEvent {
	const owed = sinks.filter(() => random() < 0.7);
	return random() < 0.5
		? message(0, { clientId, sinks: owed, at: decidedAt })
		: note({ clientId, sinks: owed, at: decidedAt });
}

/** Sends one event until it is answered, as an author does; null when the author gave up. */
async function post(
	anyStore: () => Store,
	timeline: TimelineId,
	event: NewEvent,
	patience: number,
): Promise<StoredEvent[] | null> {
	for (let tries = 0; tries < patience;) {
		try {
			const store = anyStore();
			const { seq, vseq } = await store.head(timeline);
			const numbered = { ...event, vseq: event.audience === 'visitor' ? vseq + 1 : null };
			const [answer] = await store.append(timeline, seq, [numbered]);
			if (answer !== undefined && answer.kind !== 'moved') {
				return [answer.event];
			}
		} catch (error) {
			expectStoreError(error);
			tries += 1;
		}
	}
	return null;
}

/** Reads what is after the last number for as long as others write; a number must follow the one before. */
async function tail(
	anyStore: () => Store,
	timeline: TimelineId,
	seen: StoredEvent[],
	goesOn: () => boolean,
): Promise<void> {
	let last = 0;
	while (goesOn()) {
		await again(async () => {
			const { events } = await anyStore().page(timeline, { after: last, limit: 5 });
			for (const event of events) {
				expect(event.seq).toBe(last + 1);
				last = event.seq;
				seen.push(event);
			}
		});
	}
}

/** A worker or reader comes round again after any error of the store. */
async function again(work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		expectStoreError(error);
	}
}

function expectStoreError(error: unknown): void {
	if (!(error instanceof Unknown) && !(error instanceof Busy)) {
		throw error;
	}
}
