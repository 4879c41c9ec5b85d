import type { AgentId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { RoutedGroup } from './dispatch-types.ts';
import {
	canTake,
	createCrew,
	newSpot,
	type Chosen,
	type Crew,
	type Seat,
	type Spot,
} from './crew.ts';

/** The agents of a group and its standby; or all agents, for what has no group. */
export interface Desk {
	/** Null: all agents. */
	readonly group: RoutedGroup | null;
	readonly members: Crew;
	readonly standby: Crew;
	/** Counts up whenever one of them has a slot free: only then a lane without anybody is worth another look. */
	freed: number;
}

export const createDesk = (group: RoutedGroup | null): Desk => ({
	group,
	members: createCrew(),
	standby: createCrew(),
	freed: 0,
});

/**
 * The agents of the group, else its standby; those who are available, else those who are busy. A busy one of the group comes after
 * an available one of standby: busy says "only if nobody else can".
 */
export function chooseSeat(desk: Desk, site: SiteId, strategy: Chosen): Seat | undefined {
	const { members, standby } = desk;
	return (
		members.best(site, 'available', strategy) ??
		standby.best(site, 'available', strategy) ??
		members.best(site, 'busy', strategy) ??
		standby.best(site, 'busy', strategy)
	);
}

export const hasFree = ({ members, standby }: Desk, site: SiteId): boolean =>
	members.hasFree(site) || standby.hasFree(site);

/** Where an agent belongs to. */
interface Place {
	readonly desk: Desk;
	readonly crew: Crew;
	readonly spot: Spot;
}
export type Desks = ReturnType<typeof createDesks>;

/** Keeps each agent's seat in all desks that the agent belongs to. */
export function createDesks() {
	let all = createDesk(null);
	let groups = new Map<GroupId, Desk>();
	let places = new Map<AgentId, Place[]>();

	function placesOf(id: AgentId): Place[] {
		let own = places.get(id);
		if (own === undefined) {
			own = [{ desk: all, crew: all.members, spot: newSpot() }];
			places.set(id, own);
		}
		return own;
	}

	function put(seat: Seat): void {
		const isFree = canTake(seat.server);
		for (const { desk, crew, spot } of placesOf(seat.server.id)) {
			crew.put(seat, spot);
			if (isFree) desk.freed += 1;
		}
	}

	return {
		put,
		remove(seat: Seat): void {
			for (const { crew, spot } of placesOf(seat.server.id)) crew.remove(seat, spot);
		},
		setGroups(list: readonly RoutedGroup[], seats: Iterable<Seat>): void {
			all = createDesk(null);
			groups = new Map();
			places = new Map();
			for (const group of list) {
				const desk = createDesk(group);
				groups.set(group.id, desk);
				const members = new Set(group.agents);
				const standby = new Set(group.standby.filter((id) => !members.has(id)));
				for (const id of members) placesOf(id).push({ desk, crew: desk.members, spot: newSpot() });
				for (const id of standby) placesOf(id).push({ desk, crew: desk.standby, spot: newSpot() });
			}
			for (const seat of seats) put(seat);
		},
		/** A conversation of a group that is gone, or does not serve its site, is as one without a group. */
		of(site: SiteId, group: GroupId | null): Desk {
			const desk = group === null ? undefined : groups.get(group);
			const sites = desk?.group?.sites ?? 'all';
			return desk !== undefined && (sites === 'all' || sites.includes(site)) ? desk : all;
		},
	};
}
