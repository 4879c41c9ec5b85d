import type { AgentId, ConversationId, GroupId, SinkId, TimelineId } from '../../shared/ids.ts';
import type { Logger } from '../../shared/plugin/host.ts';
import type { Delivered, Delivery, Sink } from '../../shared/plugin/plugin.ts';
import type { ConversationState, ProposedEvent } from '../conversations/index.ts';
import type { Random } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';

/** A destination outside, as the plugin host hands it over. */
export interface LaneSink {
	readonly sink: Sink;
	/** False: its plugin does not run now. What it wants is owed all the same, and waits. */
	readonly ready: boolean;
	deliver(batch: readonly Delivery[], signal: AbortSignal): Promise<Delivered>;
}

/**
 * One of our own folds over all timelines (search index, summaries, timers, erasure). It may be handed the same events
 * again, by two nodes even at the same time: what it makes of them must only move forward.
 */
export interface Consumer {
	readonly id: SinkId;
	/** Pure, asked before the append. */
	wants(event: ProposedEvent, state: ConversationState): boolean;
	/** All or nothing of the batch counts; a batch that throws is split until the culprit stands alone. */
	consume(batch: readonly ConsumerItem[]): Promise<void>;
	/** How long to wait for more before folding, so that a hot conversation is folded many events at a time; 100 ms when left out. */
	readonly delayMs?: number;
	/** What can wait while the server is at its limit, but no longer than this. */
	readonly patience?: { readonly isCalm: () => boolean; readonly maxMs: number };
}
export interface ConsumerItem {
	readonly timeline: TimelineId;
	/** Ascending, without gaps among those that it wanted. */
	readonly events: readonly StoredEvent[];
}

/** What people must hear of once. */
export type Trouble =
	| {
			readonly kind: 'sink_paused';
			readonly sink: SinkId;
			readonly problem: string;
			readonly needsPerson: boolean;
	  }
	| { readonly kind: 'sink_resumed'; readonly sink: SinkId }
	| {
			readonly kind: 'item_parked';
			readonly sink: SinkId;
			readonly timeline: TimelineId;
			readonly seq: number;
			readonly problem: string;
	  };

export interface LanesDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	/** The destinations of all plugins, as they are now. */
	sinks(): readonly LaneSink[];
	readonly consumers: readonly Consumer[];
	/** The conversation as committed; may be behind what another node wrote. */
	stateOf(conversation: ConversationId): Promise<ConversationState>;
	nameOf(id: AgentId | GroupId): string;
	/** Stores what the destination called an event; must bear repetition. */
	link(sink: SinkId, timeline: TimelineId, seq: number, externalId: string): Promise<unknown>;
	onTrouble(trouble: Trouble): void;
	readonly random?: Random;
	readonly timing?: Partial<Timing>;
}

export interface Timing {
	/** How long a lane belongs to one worker. */
	readonly leaseMs: number;
	/** How long `deliver` may take before its signal aborts; with `graceMs` well below the lease. */
	readonly deliverMs: number;
	/** How long it may take to heed the signal. */
	readonly graceMs: number;
	/** What nobody woke us for is found after this. */
	readonly pollMs: number;
	/** Calls of `deliver` at a time, for each sink. */
	readonly concurrency: number;
	/** How long `stop` waits for what is in flight before it aborts it. */
	readonly drainMs: number;
}
export const defaultTiming: Timing = {
	leaseMs: 60_000,
	deliverMs: 45_000,
	graceMs: 5_000,
	pollMs: 5_000,
	concurrency: 4,
	drainMs: 5_000,
};

/** What the workers share. */
export interface WorkerDeps extends LanesDeps {
	readonly random: Random;
	readonly timing: Timing;
}
