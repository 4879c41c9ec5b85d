import type { AgentId, ConversationId, SiteId } from '../../../shared/ids.ts';
import type { Strategy } from '../../../shared/views/desk-view.ts';
import { chooseSeat, createDesks, hasFree } from './desk.ts';
import type { Choice, Dispatcher } from './dispatch-types.ts';
import type { Lane, SiteRule } from './lane.ts';
import { goesFirst, rankAt, type Ranked } from './rank.ts';
import { createRecords } from './records.ts';
import { canTake, sees, type Seat } from './crew.ts';
import { createWaiting } from './waiting.ts';

/** Of a site that nobody told of: nothing is given by itself. */
const unknownSite: SiteRule = { strategy: 'by_hand', ageingMs: Infinity };

/** docs/routing.md says what it decides; nothing here waits, stores or reads a clock. */
export function createDispatcher(): Dispatcher {
	const desks = createDesks();
	const rules = new Map<SiteId, SiteRule>();
	const ruleOf = (site: SiteId): SiteRule => rules.get(site) ?? unknownSite;
	const records = createRecords();
	const waiting = createWaiting({ desk: desks.of, rule: ruleOf, record: records.of });
	const seats = new Map<AgentId, Seat>();
	/** Who is waited for by name, and has a slot free. */
	const called = new Map<AgentId, Seat>();
	let seated = 0;
	let assigned = 0;
	/** The latest moment that was told. */
	let seen = 0;
	let last: Choice | null = null;
	/** Got one, and is to be put in its new place. */
	let turned: Seat | null = null;

	const strategyOf = ({ desk, rule }: Lane): Strategy => desk.group?.strategy ?? rule.strategy;

	function see(now: number): void {
		if (now > seen) seen = now;
	}

	function isBlocked(lane: Lane): boolean {
		if (strategyOf(lane) !== 'by_hand' && hasFree(lane.desk, lane.site)) return false;
		lane.blockedAt = lane.desk.freed;
		return true;
	}

	function seatFor(lane: Lane): Seat | undefined {
		// Somebody chose that agent, whatever the strategy is.
		if (lane.wanted !== null) return seats.get(lane.wanted);
		const strategy = strategyOf(lane);
		return strategy === 'by_hand' ? undefined : chooseSeat(lane.desk, lane.site, strategy);
	}

	/** Keeps who is waited for and has a slot free. */
	function call(id: AgentId): void {
		const seat = seats.get(id);
		const isFree = seat !== undefined && canTake(seat.server);
		if (isFree && waiting.wanting(id) !== undefined) called.set(id, seat);
		else called.delete(id);
	}

	/** The lane whose first one goes before all others who can be served. */
	function bestLane(now: number): { readonly lane: Lane; readonly head: Ranked } | null {
		let best: { readonly lane: Lane; readonly head: Ranked } | null = null;
		const isBest = (lane: Lane): Ranked | null => {
			const head = lane.order.head(lane.rule.ageingMs, now);
			return head !== null && (best === null || goesFirst(head, best.head)) ? head : null;
		};
		for (const [desk, hall] of waiting.halls()) {
			if (hall.stillAt === desk.freed) continue;
			let isStill = true;
			for (const lane of hall.lanes) {
				if (lane.blockedAt === desk.freed) continue;
				const head = isBest(lane);
				if (head !== null && isBlocked(lane)) continue;
				isStill = false;
				if (head !== null) best = { lane, head };
			}
			if (isStill) hall.stillAt = desk.freed;
		}
		for (const [id, { server }] of called)
			for (const lane of waiting.wanting(id) ?? []) {
				const head = sees(server, lane.site) ? isBest(lane) : null;
				if (head !== null) best = { lane, head };
			}
		return best;
	}

	/** After somebody came to it or left it: the records follow how many wait for anybody. */
	function note(lane: Lane): void {
		if (lane.wanted !== null) call(lane.wanted);
		else lane.record.resized(lane.order.size(), seen);
	}

	/** Whoever got one stands last from now on; mostly setServer says so in the same breath. */
	function settle(): void {
		if (turned !== null) desks.put(turned);
		turned = null;
	}

	function remove(id: ConversationId): void {
		const entry = waiting.remove(id);
		if (entry !== null) note(entry.lane);
		if (last?.conversation !== id) return;
		const seat = seats.get(last.agent);
		last = null;
		if (seat === undefined) return;
		assigned += 1;
		settle();
		seat.servedAt = assigned;
		turned = seat;
	}

	return {
		setGroups(groups): void {
			turned = null;
			desks.setGroups(groups, seats.values());
			waiting.findAnew();
		},
		setSite(site, strategy, ageingMs): void {
			const rule = { strategy, ageingMs: ageingMs > 0 ? ageingMs : Infinity };
			const known = rules.get(site);
			if (known?.strategy === strategy && known.ageingMs === rule.ageingMs) return;
			rules.set(site, rule);
			const { order, lanes } = waiting.at(site);
			order.forget();
			for (const lane of lanes) lane.order.forget();
			waiting.findAnew();
		},
		setServer(server): void {
			const known = seats.get(server.id);
			const seat = known ?? { server, servedAt: 0, number: (seated += 1) };
			seat.server = server;
			seats.set(server.id, seat);
			if (turned === seat) turned = null;
			else settle();
			desks.put(seat);
			call(server.id);
		},
		removeServer(id): void {
			const seat = seats.get(id);
			if (seat === undefined) return;
			settle();
			desks.remove(seat);
			seats.delete(id);
			call(id);
		},
		setWaiter(waiter): void {
			const before = waiting.get(waiter.id)?.lane;
			const lane = waiting.set(waiter);
			if (lane === null) return;
			see(waiter.since);
			if (before !== undefined && before !== lane) note(before);
			note(lane);
		},
		removeWaiter: remove,
		has: (id) => waiting.get(id) !== undefined,
		next(now): Choice | null {
			see(now);
			settle();
			const best = bestLane(now);
			const seat = best === null ? undefined : seatFor(best.lane);
			last =
				best === null || seat === undefined
					? null
					: { conversation: best.head.entry.waiter.id, agent: seat.server.id };
			return last;
		},
		position(id, now): number | null {
			see(now);
			const entry = waiting.get(id);
			if (entry === undefined) return null;
			const { site } = entry.lane;
			const { ageingMs } = ruleOf(site);
			const ranked = { entry, rank: rankAt(entry.waiter, ageingMs, now) };
			return 1 + waiting.at(site).order.countBefore(ranked, ageingMs, now);
		},
		siteOf: (id) => waiting.get(id)?.lane.site ?? null,
		size(site, group): number {
			const { order, lanes } = waiting.at(site);
			if (group === undefined) return order.size();
			let sum = 0;
			for (const lane of lanes) if (lane.group === group) sum += lane.order.size();
			return sum;
		},
		free(site, group): number {
			const { members, standby } = desks.of(site, group);
			return members.free(site) || standby.free(site);
		},
		served(site, group, at): void {
			see(at);
			const { members, standby } = desks.of(site, group);
			records.of(site, group).taken(at, members.duty(site) + standby.duty(site));
		},
		estimate(id, now) {
			see(now);
			const entry = waiting.get(id);
			if (entry === undefined || entry.waiter.wanted !== null) return null;
			const { lane, waiter } = entry;
			const { site } = lane;
			const { ageingMs } = ruleOf(site);
			const ranked = { entry, rank: rankAt(waiter, ageingMs, now) };
			const { members, standby } = lane.desk;
			const place = 1 + lane.order.countBefore(ranked, ageingMs, now);
			const duty = members.duty(site) + standby.duty(site);
			return lane.record.range(place, duty, now);
		},
	};
}
