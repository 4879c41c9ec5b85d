import type { SiteId } from '../../../shared/ids.ts';
import type { Strategy } from '../../../shared/views/desk-view.ts';
import type { Server } from './dispatch-types.ts';
import { createHeap, type Heap } from './heap.ts';

/** What is known of one who can answer. */
export interface Seat {
	server: Server;
	/** Counts up over all: the lower, the longer ago it got a conversation by itself; 0: never. */
	servedAt: number;
	/** In the order of coming, so that equals are told apart. */
	readonly number: number;
}
export type Chosen = Exclude<Strategy, 'by_hand'>;

export const slotsOf = ({ load, capacity }: Server): number =>
	capacity === null ? Infinity : Math.max(0, capacity - load);

export const sees = ({ sites }: Pick<Server, 'sites'>, site: SiteId): boolean =>
	sites === 'all' || sites.includes(site);

export const isOnDuty = ({ status }: Server): boolean =>
	status === 'available' || status === 'busy';

export const canTake = (server: Server): boolean => isOnDuty(server) && slotsOf(server) > 0;

const waitedLonger = (a: Seat, b: Seat): boolean =>
	a.servedAt !== b.servedAt ? a.servedAt < b.servedAt : a.number < b.number;

const shareOf = ({ load, capacity }: Server): number =>
	capacity === null ? 0 : load / Math.max(1, capacity);

/** Whether the first goes before the second. */
export const orders: Readonly<Record<Chosen, (a: Seat, b: Seat) => boolean>> = {
	round_robin: waitedLonger,
	least_busy(a, b) {
		if (a.server.load !== b.server.load) return a.server.load < b.server.load;
		const [one, other] = [shareOf(a.server), shareOf(b.server)];
		return one !== other ? one < other : waitedLonger(a, b);
	},
};

/** Those of one status who see the same sites and have a free slot. */
interface Shelf {
	readonly seats: Set<Seat>;
	readonly heaps: Map<Chosen, Heap<Seat>>;
	slots: number;
	unlimited: number;
}
/** Agents who see the same sites. */
interface Kind {
	readonly sites: Server['sites'];
	readonly available: Shelf;
	readonly busy: Shelf;
	/** Slots, free or not, of those on duty. */
	duty: number;
}
/** Where a crew has put a seat; the crew's own business. */
export interface Spot {
	sites: Server['sites'];
	kind: Kind | null;
	shelf: Shelf | null;
	slots: number;
	duty: number;
}
export const newSpot = (): Spot => ({ sites: [], kind: null, shelf: null, slots: 0, duty: 0 });
/** How many conversations one without a limit is taken to have at once, where only proportions count. */
const usualCapacity = 5;

/** Agents who are asked together: the members of a group, its standby, or all. */
export type Crew = ReturnType<typeof createCrew>;

export function createCrew() {
	const kinds = new Map<string, Kind>();
	let bySite = new Map<SiteId, Kind[]>();

	function kindOf(sites: Server['sites']): Kind {
		const key = sites === 'all' ? 'all' : JSON.stringify([...sites].sort());
		let kind = kinds.get(key);
		if (kind === undefined) {
			kind = { sites, available: newShelf(), busy: newShelf(), duty: 0 };
			kinds.set(key, kind);
			bySite = new Map();
		}
		return kind;
	}

	function at(site: SiteId): readonly Kind[] {
		let found = bySite.get(site);
		if (found === undefined) {
			found = [...kinds.values()].filter((kind) => sees(kind, site));
			bySite.set(site, found);
		}
		return found;
	}

	return {
		remove(seat: Seat, spot: Spot): void {
			if (spot.kind !== null) spot.kind.duty -= spot.duty;
			if (spot.shelf !== null) take(spot.shelf, seat, spot.slots);
			Object.assign(spot, newSpot());
		},
		/** Adds it, or puts it where it belongs after a change. */
		put(seat: Seat, spot: Spot): void {
			const { server } = seat;
			const { kind: oldKind, shelf: oldShelf } = spot;
			const hasSameSites = oldKind !== null && spot.sites === server.sites;
			const kind = hasSameSites ? oldKind : kindOf(server.sites);
			const slots = slotsOf(server);
			const shelf = canTake(server) ? kind[server.status === 'busy' ? 'busy' : 'available'] : null;
			if (oldShelf !== null && oldShelf !== shelf) take(oldShelf, seat, spot.slots);
			if (shelf !== null) lay(shelf, seat, slots, oldShelf === shelf ? spot.slots : null);
			if (oldKind !== null) oldKind.duty -= spot.duty;
			spot.duty = isOnDuty(server) ? (server.capacity ?? usualCapacity) : 0;
			kind.duty += spot.duty;
			spot.sites = server.sites;
			spot.kind = kind;
			spot.shelf = shelf;
			spot.slots = slots;
		},
		/** Who gets the next conversation of this site; undefined: nobody of this status has a free slot. */
		best(site: SiteId, status: 'available' | 'busy', strategy: Chosen): Seat | undefined {
			const isBetter = orders[strategy];
			let best: Seat | undefined;
			for (const kind of at(site)) {
				const seat = heapOf(kind[status], strategy).best();
				if (seat !== undefined && (best === undefined || isBetter(seat, best))) best = seat;
			}
			return best;
		},
		hasFree: (site: SiteId): boolean =>
			at(site).some(({ available, busy }) => available.seats.size + busy.seats.size > 0),
		/** Free slots of the available ones; Infinity when one has no limit. */
		free: (site: SiteId): number =>
			at(site).reduce(
				(sum, { available }) => sum + (available.unlimited > 0 ? Infinity : available.slots),
				0,
			),
		/** Slots, free or not, of those on duty. */
		duty: (site: SiteId): number => at(site).reduce((sum, { duty }) => sum + duty, 0),
	};
}

const newShelf = (): Shelf => ({ seats: new Set(), heaps: new Map(), slots: 0, unlimited: 0 });

function count(shelf: Shelf, slots: number, sign: 1 | -1): void {
	if (slots === Infinity) shelf.unlimited += sign;
	else shelf.slots += sign * slots;
}

function lay(shelf: Shelf, seat: Seat, slots: number, before: number | null): void {
	if (before !== null) count(shelf, before, -1);
	count(shelf, slots, 1);
	shelf.seats.add(seat);
	for (const heap of shelf.heaps.values()) heap.put(seat);
}

function take(shelf: Shelf, seat: Seat, slots: number): void {
	count(shelf, slots, -1);
	shelf.seats.delete(seat);
	for (const heap of shelf.heaps.values()) heap.remove(seat);
}

function heapOf(shelf: Shelf, strategy: Chosen): Heap<Seat> {
	let heap = shelf.heaps.get(strategy);
	if (heap === undefined) {
		heap = createHeap(orders[strategy]);
		for (const seat of shelf.seats) heap.put(seat);
		shelf.heaps.set(strategy, heap);
	}
	return heap;
}
