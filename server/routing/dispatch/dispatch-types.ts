import type { AgentId, ConversationId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { AgentStatus, Strategy } from '../../../shared/views/desk-view.ts';
import type { Priority } from '../../../shared/views/event-view.ts';

/*
 * What the dispatcher is told and what it says. It holds who waits and who can answer, in memory, and decides without I/O and
 * without a clock of its own: the server and the simulator drive the same code.
 *
 * Made more precise since the first version, without another name or argument:
 * - setWaiter: telling the same again costs next to nothing; one whose priority changed keeps its place among equals of `since`.
 * - setServer: the same; a server whom setGroups named before it was told of is found all the same.
 * - removeWaiter of the conversation that `next` named last is an assignment to that agent: the turn of round robin moves on.
 *   So it must come straight after `next`, before anything is awaited. What agents take by hand moves no turn.
 * - wanted: given to that agent by any strategy, `by_hand` too, as soon as a slot is free there (status `available` or `busy`).
 * - A group that is gone, or does not serve the site, is as none: the site's strategy and everybody who sees the site.
 * - A site that was not told of by setSite is `by_hand` and nobody ages; ageingMs of 0 or less: nobody ages.
 * - free: Infinity when one of them has no limit.
 * - served: order against removeWaiter does not matter; at most a minute apart.
 * - estimate: null for `wanted` too, and while nobody is on duty.
 */

/** One who waits. */
export interface Waiter {
	readonly id: ConversationId;
	readonly site: SiteId;
	/** Null: whoever sees the site. */
	readonly group: GroupId | null;
	readonly priority: Priority;
	/** Since when, epoch milliseconds: the order within a priority. */
	readonly since: number;
	/** Given back by an agent who is gone, or came back with no slot free: before all others of its priority. */
	readonly isFirst: boolean;
	/** Waits for this agent alone; null: for anybody who is eligible. */
	readonly wanted: AgentId | null;
}

/** One who can answer. */
export interface Server {
	readonly id: AgentId;
	/** What holds now; `away` and `offline` get nothing. */
	readonly status: AgentStatus;
	readonly sites: 'all' | readonly SiteId[];
	readonly load: number;
	/** Null: no limit. */
	readonly capacity: number | null;
}

export interface RoutedGroup {
	readonly id: GroupId;
	readonly sites: 'all' | readonly SiteId[];
	readonly agents: readonly AgentId[];
	readonly standby: readonly AgentId[];
	readonly strategy: Strategy;
}

export interface Choice {
	readonly conversation: ConversationId;
	readonly agent: AgentId;
}

/** Milliseconds. */
export interface WaitRange {
	readonly from: number;
	readonly to: number;
}

export interface Dispatcher {
	setGroups(groups: readonly RoutedGroup[]): void;
	/** Of conversations without a group. */
	setSite(site: SiteId, strategy: Strategy, ageingMs: number): void;
	setServer(server: Server): void;
	removeServer(id: AgentId): void;
	/** Replaces what is known of it. */
	setWaiter(waiter: Waiter): void;
	removeWaiter(id: ConversationId): void;
	has(id: ConversationId): boolean;
	/**
	 * The next one to be assigned, or null when nothing can be. The caller reserves, appends and then tells `removeWaiter` and
	 * `setServer` with the new load; until then the same choice would be given again.
	 */
	next(now: number): Choice | null;
	/** From 1, among those of its site; null: does not wait. */
	position(id: ConversationId, now: number): number | null;
	siteOf(id: ConversationId): SiteId | null;
	/** How many wait. */
	size(site: SiteId, group?: GroupId | null): number;
	/** Free slots of those who would get a conversation of this group now (`busy` agents not counted). */
	free(site: SiteId, group: GroupId | null): number;
	/** Told for every conversation that an agent took up, by hand or by itself: what the estimate is made of. */
	served(site: SiteId, group: GroupId | null, at: number): void;
	/** How long this one will still wait; null while the data are too thin to say (quality: the range holds in 80 % of cases). */
	estimate(id: ConversationId, now: number): WaitRange | null;
}
