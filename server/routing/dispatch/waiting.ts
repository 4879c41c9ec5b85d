import type { AgentId, ConversationId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { Desk } from './desk.ts';
import type { Waiter } from './dispatch-types.ts';
import { createLane, type Lane, type SiteRule } from './lane.ts';
import { createOrder, type Order } from './order.ts';
import type { Entry } from './queue.ts';
import type { LineRecord } from './records.ts';

export interface Held extends Entry {
	readonly lane: Lane;
}
/** All of one site: for the place in the line. */
interface Site {
	readonly order: Order;
	readonly lanes: Set<Lane>;
}
/** Lanes whose agents are the same. */
export interface Hall {
	readonly lanes: Set<Lane>;
	/** The desk's count of freed slots when all its lanes were found to be blocked. */
	stillAt: number;
}
export type Waiting = ReturnType<typeof createWaiting>;

/** All who wait, in lanes; lanes in which nobody waits are not kept. */
/** What is known of the place where one waits. */
export interface Known {
	readonly desk: (site: SiteId, group: GroupId | null) => Desk;
	readonly rule: (site: SiteId) => SiteRule;
	readonly record: (site: SiteId, group: GroupId | null) => LineRecord;
}

export function createWaiting(known: Known) {
	const held = new Map<ConversationId, Held>();
	const byKey = new Map<string, Lane>();
	/** Those for anybody; the others by whom they want, so that they cost nothing until that agent is free. */
	let halls = new Map<Desk, Hall>();
	const byWanted = new Map<AgentId, Set<Lane>>();
	const bySite = new Map<SiteId, Site>();
	let count = 0;

	function siteOf(id: SiteId): Site {
		let site = bySite.get(id);
		if (site === undefined) {
			site = { order: createOrder(), lanes: new Set() };
			bySite.set(id, site);
		}
		return site;
	}

	function laneOf({ site, group, wanted }: Waiter): Lane {
		const key = keyOf(site, group, wanted);
		const there = byKey.get(key);
		if (there !== undefined) return there;
		const lane = createLane(
			{ site, group, wanted },
			known.desk(site, group),
			known.rule(site),
			known.record(site, group),
		);
		byKey.set(key, lane);
		siteOf(site).lanes.add(lane);
		if (wanted === null) enter(lane);
		else byWanted.set(wanted, (byWanted.get(wanted) ?? new Set()).add(lane));
		return lane;
	}

	function drop(lane: Lane): void {
		const { site, group, wanted } = lane;
		byKey.delete(keyOf(site, group, wanted));
		siteOf(site).lanes.delete(lane);
		if (wanted !== null) {
			const own = byWanted.get(wanted);
			own?.delete(lane);
			if (own?.size === 0) byWanted.delete(wanted);
			return;
		}
		halls.get(lane.desk)?.lanes.delete(lane);
	}

	function enter(lane: Lane): void {
		let hall = halls.get(lane.desk);
		if (hall === undefined) {
			hall = { lanes: new Set(), stillAt: -1 };
			halls.set(lane.desk, hall);
		}
		hall.lanes.add(lane);
		hall.stillAt = -1;
	}

	function remove(id: ConversationId): Held | null {
		const entry = held.get(id);
		if (entry === undefined) return null;
		const { lane } = entry;
		held.delete(id);
		lane.order.remove(entry);
		siteOf(lane.site).order.remove(entry);
		if (lane.order.size() === 0) drop(lane);
		return entry;
	}

	return {
		get: (id: ConversationId): Held | undefined => held.get(id),
		/** One who is told of again keeps the place among those of the same moment. Null: nothing is new about it. */
		set(waiter: Waiter): Lane | null {
			const before = held.get(waiter.id);
			if (before !== undefined && isSame(before.waiter, waiter)) return null;
			remove(waiter.id);
			const lane = laneOf(waiter);
			const entry = { waiter, number: before?.number ?? (count += 1), lane };
			held.set(waiter.id, entry);
			lane.order.add(entry);
			siteOf(waiter.site).order.add(entry);
			return lane;
		},
		remove,
		/** Of those who wait for anybody. */
		halls: (): ReadonlyMap<Desk, Hall> => halls,
		/** Of those who wait for this agent alone. */
		wanting: (agent: AgentId): ReadonlySet<Lane> | undefined => byWanted.get(agent),
		at: (site: SiteId): Readonly<Site> => bySite.get(site) ?? nobody,
		/** After groups or the rule of a site changed. */
		findAnew(): void {
			halls = new Map();
			for (const lane of byKey.values()) {
				lane.desk = known.desk(lane.site, lane.group);
				lane.rule = known.rule(lane.site);
				lane.blockedAt = -1;
				if (lane.wanted === null) enter(lane);
			}
		},
	};
}

const nobody: Site = { order: createOrder(), lanes: new Set() };

/** Ids have no spaces. */
const keyOf = (site: SiteId, group: GroupId | null, wanted: AgentId | null): string =>
	`${site} ${group ?? ''} ${wanted ?? ''}`;

const isSame = (a: Waiter, b: Waiter): boolean =>
	a.site === b.site &&
	a.group === b.group &&
	a.priority === b.priority &&
	a.since === b.since &&
	a.isFirst === b.isFirst &&
	a.wanted === b.wanted;
