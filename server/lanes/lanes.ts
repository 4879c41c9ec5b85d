import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { ConversationState, ProposedEvent } from '../conversations/index.ts';
import { createLoop } from '../ports/loop.ts';
import type { Lane, StoredEvent } from '../ports/store.ts';
import { createByHand } from './by-hand.ts';
import { createConsumerWorker, type ConsumerWorker } from './consumer-worker.ts';
import { owedTo } from './owe.ts';
import { parked } from './parked.ts';
import { defaultTiming, type LanesDeps, type LaneSink, type WorkerDeps } from './ports.ts';
import type { Pause } from './sink-gate.ts';
import { createSinkWorker, type SinkWorker } from './sink-worker.ts';

export type Lanes = ReturnType<typeof createLanes>;

export interface SinkStatus {
	readonly sink: SinkId;
	/** `absent`: it is owed something, and no plugin that runs has this sink. */
	readonly kind: 'plugin' | 'consumer' | 'absent';
	/** Timelines that it is owed something of. */
	readonly owing: number;
	readonly paused: Pause | null;
	/** Counted to 1,000. */
	readonly parked: number;
	/** Lanes whose next event failed at least once; at most ten. */
	readonly troubled: readonly Lane[];
}

/** Looks for events that are owed and have no lane: at the start, and in case a crash of another node left some. */
const mendEveryMs = 60_000;

/** Everything that is owed, to plugins' sinks and to our own consumers, delivered in order for each timeline. */
export function createLanes(given: LanesDeps) {
	const deps: WorkerDeps = {
		...given,
		random: given.random ?? Math.random,
		timing: { ...defaultTiming, ...given.timing },
	};
	const { store, clock, logger } = deps;
	const sinkWorkers = new Map<SinkId, SinkWorker>();
	const consumerWorkers = new Map<SinkId, ConsumerWorker>(
		deps.consumers.map((consumer) => [consumer.id, createConsumerWorker(deps, consumer)]),
	);
	let started = false;
	let changing: Promise<void> = Promise.resolve();
	let mendAt = 0;

	const mending = createLoop(clock, {
		pollMs: 60_000,
		async round() {
			if (clock.now() < mendAt) return mendAt;
			const made = await store.mendLanes();
			mendAt = clock.now() + mendEveryMs;
			if (made > 0) wakeAll();
			return mendAt;
		},
		failed: (error) => logger.warn({ err: error }, 'Lanes could not be mended now.'),
	});

	function wakeAll(): void {
		for (const worker of [...sinkWorkers.values(), ...consumerWorkers.values()]) worker.wake();
	}
	function wakeSink(sink: SinkId): void {
		sinkWorkers.get(sink)?.wake();
		consumerWorkers.get(sink)?.wake();
	}

	/** Makes the workers those of the plugins that run; a replaced one has drained when this resolves. */
	async function followSinks(): Promise<void> {
		const wanted = new Map<SinkId, LaneSink>();
		for (const laneSink of started ? deps.sinks() : []) {
			if (laneSink.ready) wanted.set(laneSink.sink.id, laneSink);
		}
		const leaving = [...sinkWorkers].filter(([id, worker]) => wanted.get(id) !== worker.laneSink);
		await Promise.all(
			leaving.map(async ([id, worker]) => {
				sinkWorkers.delete(id);
				await worker.stop();
			}),
		);
		for (const [id, laneSink] of wanted) {
			if (sinkWorkers.has(id)) continue;
			const worker = createSinkWorker(deps, laneSink);
			sinkWorkers.set(id, worker);
			worker.start();
		}
	}
	/** One change after the other. */
	function sinksChanged(): Promise<void> {
		changing = changing.then(followSinks, followSinks);
		return changing;
	}

	const byHand = createByHand({
		...deps,
		readyAgain: (sink) => sinkWorkers.get(sink)?.laneSink ?? null,
		isWorkingOn: (sink, timeline) => sinkWorkers.get(sink)?.isWorkingOn(timeline) ?? false,
		wakeSink,
	});

	async function statusOf(sink: SinkId, owing: number): Promise<SinkStatus> {
		const worker = sinkWorkers.get(sink);
		const isConsumer = consumerWorkers.has(sink);
		return {
			sink,
			kind: worker !== undefined ? 'plugin' : isConsumer ? 'consumer' : 'absent',
			owing,
			paused: worker?.gate.pause ?? null,
			parked: await store.count(parked, { index: 'bySink', eq: { sink } }, 1000),
			troubled: await store.troubledLanes(sink, 10),
		};
	}

	return {
		async start(): Promise<void> {
			started = true;
			mending.start();
			for (const worker of consumerWorkers.values()) worker.start();
			await sinksChanged();
		},
		/** Drains what is in flight. */
		async stop(): Promise<void> {
			started = false;
			await Promise.all([
				mending.stop(),
				sinksChanged(),
				...[...consumerWorkers.values()].map((worker) => worker.stop()),
			]);
		},
		/** A committed event; gives its sinks a hint, never more. */
		wake(event: StoredEvent): void {
			for (const sink of event.sinks) {
				sinkWorkers.get(sink)?.wake();
				consumerWorkers.get(sink)?.wake(event);
			}
		},
		owe: (event: ProposedEvent, state: ConversationState): SinkId[] =>
			owedTo(deps.sinks(), deps.consumers, logger, event, state),
		/** The plugin host calls this when a plugin starts, stops or has new settings. */
		sinksChanged,
		async status(): Promise<SinkStatus[]> {
			const owing = new Map(
				(await store.owingSinks()).map(({ sink, lanes }) => [sink, lanes] as const),
			);
			const ids = new Set([...sinkWorkers.keys(), ...consumerWorkers.keys(), ...owing.keys()]);
			return Promise.all([...ids].sort().map((sink) => statusOf(sink, owing.get(sink) ?? 0)));
		},
		/** Tries again now what waits for its time: a paused sink, its failing lanes, or one of them. */
		async retry(sink: SinkId, timeline?: TimelineId): Promise<number> {
			await sinkWorkers.get(sink)?.gate.probeNow();
			return byHand.hurry(sink, timeline);
		},
		skip: byHand.skip,
		replay: byHand.replay,
		parked: byHand.listParked,
		retryParked: byHand.retryParked,
		discardParked: byHand.discardParked,
	};
}
