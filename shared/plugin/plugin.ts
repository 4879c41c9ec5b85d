import type * as z from 'zod';
import type { Actor } from '../actor.ts';
import type { ConversationId, PluginId, SinkId, TimelineId, VisitorId } from '../ids.ts';
import type { ConversationView, TeamEventView } from '../views/event-view.ts';
import type { PluginHost } from './host.ts';

/*
 * The plugin port. A plugin connects Parley to a host: a chat workspace, a helpdesk, mail. It imports shared/ only and sees
 * the server through PluginHost. Walk-through: docs/writing-a-plugin.md.
 */

export interface PluginDefinition<Settings> {
	readonly id: PluginId;
	/** For people: what it connects. */
	readonly title: string;
	/** Strings marked with `secret()` are stored encrypted and never shown again. The host restarts the plugin when settings change. */
	/** True: its settings name what is on the server's own machine, so they are set by the command line only. */
	readonly isLocal?: boolean;
	readonly settings: z.ZodType<Settings>;
	create(settings: Settings, host: PluginHost): Plugin;
}

export interface Plugin {
	/**
	 * Its destinations; asked once, right after create and before start, so that events are owed to them even while the
	 * plugin cannot start. They follow from the settings alone.
	 */
	sinks(): readonly Sink[];
	/**
	 * Carries out deliveries of one timeline, in order; says how far it got and what stopped it. May run again after a crash:
	 * must be idempotent on each delivery's id. `signal` aborts when the lease ends or the server stops.
	 */
	deliver(sink: SinkId, batch: readonly Delivery[], signal: AbortSignal): Promise<Delivered>;
	/** One item of the inbox, in the order that its key gives. May run again after a crash. */
	receive?(item: InboxItem): Promise<void>;
	/** A timer that this plugin set. May fire again after a crash. */
	fire?(key: string): Promise<void>;
	/** Lossy news: draft, typing, cursor moved. Query for the truth. */
	signal?(signal: PluginSignal): void;
	/** Cards for the details pane: orders, earlier tickets. */
	context?(visitor: { readonly id: VisitorId }): Promise<readonly Card[]>;
	/** What is missing or wrong, for set-up screens and `parley doctor`. */
	check(): Promise<readonly Finding[]>;
	start?(): Promise<void>;
	stop?(): Promise<void>;
}

export interface Sink {
	/** Begins with the plugin's id: `slack:T012`. Never reused for another destination. */
	readonly id: SinkId;
	/** Pure, asked before the append: is this event owed here? Never asked for an event that came in through this sink (`author.via`). */
	wants(event: WantedEvent, timeline: WantedTimeline): boolean;
	/** What is limited together, such as a channel: at most so many calls of `deliver` in a second for all timelines of the key. */
	pace?(timeline: TimelineId): { readonly key: string; readonly perSecond: number };
	/** At most so many deliveries in one call; 1 when left out. */
	readonly batch?: number;
}
/** What `wants` may look at: it is asked before the event has a number. */
export interface WantedEvent {
	readonly type: TeamEventView['type'];
	readonly audience: 'visitor' | 'internal';
	readonly author: Actor;
}
export interface WantedTimeline {
	readonly id: TimelineId;
	readonly site: string | null;
}

export interface Delivery {
	/** `<sink>/<timeline>/<seq>`: the same at each try. */
	readonly id: string;
	readonly timeline: ConversationId;
	/** Its text is empty and `deleted` true when it was taken back meanwhile: deliver that as a tombstone. */
	readonly event: TeamEventView;
	readonly conversation: ConversationView;
	/** 1 at the first try, as far as is known: a crash forgets, so 1 does not promise that the destination has not seen it. */
	readonly attempt: number;
}
export interface Delivered {
	/** How many of the batch are carried out, from its beginning. */
	readonly through: number;
	/** What the destination calls them; stored as links. */
	readonly receipts: readonly { readonly seq: number; readonly externalId: string }[];
	/** What stopped it; left out when the whole batch is carried out. */
	readonly failed?: DeliveryError;
}

/** All that a plugin says about a failure. */
export interface DeliveryError {
	/** `item`: this event cannot be delivered; after its tries it is parked and the lane goes on. `sink`: nothing can; the sink is paused as a whole (D21). */
	readonly scope: 'item' | 'sink';
	readonly retryable: boolean;
	/** How long the destination asks to wait; null: by the schedule. */
	readonly retryAfterMs: number | null;
	/** For people. */
	readonly message: string;
}

export interface InboxItem {
	readonly externalId: string;
	readonly body: unknown;
}
export interface PluginSignal {
	readonly kind: 'typing' | 'draft' | 'cursor' | 'presence';
	readonly timeline: TimelineId | null;
	readonly data: Readonly<Record<string, string | number | boolean | null>>;
}
export interface Card {
	readonly title: string;
	readonly lines: readonly { readonly label: string; readonly value: string }[];
	readonly url?: string;
}
export interface Finding {
	readonly level: 'ok' | 'warning' | 'fault';
	/** What is so. */
	readonly message: string;
	/** What to do; empty when ok. */
	readonly cure: string;
}
