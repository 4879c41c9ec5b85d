import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
	ClientId,
	ConversationId,
	SinkId,
	SiteId,
	TimelineId,
	VisitorId,
} from '../../../shared/ids.ts';
import type { Delivered, Delivery, Sink } from '../../../shared/plugin/plugin.ts';
import { createLocalBus } from '../../bus/local.ts';
import {
	amendMessage,
	createNewestNumbers,
	createTimelines,
	createUnsaved,
	postAsVisitor,
	postMessage,
	type Author,
	type ConversationDeps,
} from '../../conversations/index.ts';
import type { Store } from '../../ports/store.ts';
import { FakeClock } from '../../timers/testing/fake-clock.ts';
import { createLanes, type Consumer, type LaneSink, type Lanes, type Trouble } from '../index.ts';

export const site = 'site1' as SiteId;
export const silent = { info() {}, warn() {}, error() {} };
export const carried = (batch: readonly Delivery[]): Delivered => ({
	through: batch.length,
	receipts: [],
});

/** A sink that writes down what it got; `answer` decides what it says. */
export class TestSink implements LaneSink {
	ready = true;
	readonly sink: Sink;
	/** `<timeline> <text>` of each delivery that was carried out. */
	readonly got: string[] = [];
	/** Ids of each call, whatever became of it. */
	readonly calls: string[][] = [];
	answer: (batch: readonly Delivery[], signal: AbortSignal) => Delivered | Promise<Delivered> =
		carried;

	constructor(id: string, options: Partial<Omit<Sink, 'id'>> = {}) {
		this.sink = { id: id as SinkId, wants: () => true, ...options };
	}

	async deliver(batch: readonly Delivery[], signal: AbortSignal): Promise<Delivered> {
		this.calls.push(batch.map(({ id }) => id));
		const delivered = await this.answer(batch, signal);
		for (const { timeline, event } of batch.slice(0, delivered.through)) {
			this.got.push(`${timeline} ${'text' in event ? event.text : event.type}`);
		}
		return delivered;
	}
}

export interface World {
	readonly clock: FakeClock;
	readonly lanes: Lanes;
	readonly conversations: ConversationDeps;
	readonly troubles: Trouble[];
	/** `<sink> <timeline> <seq> <externalId>` */
	readonly links: string[];
	/** A visitor says something; rejects as the domain does. */
	say(visitor: string, text: string, via?: Author['via']): Promise<ConversationId>;
	note(conversation: ConversationId, text: string): Promise<void>;
	takeBack(conversation: ConversationId, seq: number): Promise<void>;
}

let ids = 0;

/** The domain with lanes on a store, as main.ts joins them. */
export function createWorld(
	store: Store,
	options: {
		readonly sinks?: readonly LaneSink[];
		readonly consumers?: readonly Consumer[];
		readonly clock?: FakeClock;
		readonly random?: () => number;
	},
): World {
	const clock = options.clock ?? new FakeClock();
	const bus = createLocalBus((error) => {
		throw error;
	});
	const troubles: Trouble[] = [];
	const links: string[] = [];
	const timelines = createTimelines({ store, bus, owe: (event, state) => lanes.owe(event, state) });
	const conversations: ConversationDeps = {
		store,
		clock,
		timelines,
		newest: createNewestNumbers(store),
		unsaved: createUnsaved(timelines.peek),
	};
	const lanes = createLanes({
		store,
		clock,
		logger: silent,
		sinks: () => options.sinks ?? [],
		consumers: options.consumers ?? [],
		stateOf: timelines.state,
		nameOf: () => 'Ada',
		link: async (sink, timeline: TimelineId, seq, externalId) =>
			links.push(`${sink} ${timeline} ${seq} ${externalId}`),
		onTrouble: (trouble) => troubles.push(trouble),
		random: options.random ?? (() => 0.5),
	});
	bus.onCommitted(lanes.wake);
	const clientId = (): ClientId => `c${(ids += 1)}` as ClientId;
	const agent = { kind: 'agent', id: 'a1', role: 'agent', sites: 'all' } as Author;

	return {
		clock,
		lanes,
		conversations,
		troubles,
		links,
		async say(visitor, text, via) {
			const by = {
				kind: 'visitor',
				id: visitor as VisitorId,
				site,
				...(via ? { via } : {}),
			} as const;
			const post = { clientId: clientId(), text };
			for (let tries = 0; ; tries += 1) {
				try {
					const outcome = await postAsVisitor(conversations, by, post, { source: 'launcher' });
					if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
					return outcome.event.timeline;
				} catch (error) {
					// As a client does: the same command again.
					if (!(error instanceof Error) || !('retryMs' in error) || tries === 100) throw error;
					await nextTurn();
				}
			}
		},
		async note(conversation, text) {
			const command = {
				kind: 'note',
				text,
				by: agent,
				clientId: clientId(),
				at: clock.now(),
			} as const;
			await timelines.submit(conversation, command);
		},
		async takeBack(conversation, seq) {
			await amendMessage(conversations, conversation, agent, seq, {
				kind: 'redact',
				clientId: clientId(),
			});
		},
	};
}

export const agentSays = (world: World, conversation: ConversationId, text: string) =>
	postMessage(
		world.conversations,
		conversation,
		{ kind: 'agent', id: 'a1', role: 'agent', sites: 'all' } as Author,
		{ clientId: `c${(ids += 1)}` as ClientId, text },
	);
