import type { ConversationId } from '../../shared/ids.ts';
import type { Dispatcher, WaitRange } from './dispatch/dispatch-types.ts';

/** Where a visitor stands. */
export interface Place {
	/** From 1. */
	readonly position: number;
	/** Whole minutes, rounded outwards; null: not known yet. */
	readonly range: { readonly from: number; readonly to: number } | null;
}
const minuteMs = 60_000;
/** Above this a minute more or less says nothing. */
const coarseAbove = 10;
const coarse = 5;
/** Places that are looked at in one round. */
const atOnce = 1000;

/** Down and up to whole minutes, to five above ten: the real wait must lie within, and the figure must not flicker. */
export function roundRange({ from, to }: WaitRange): { from: number; to: number } {
	const low = Math.floor(from / minuteMs);
	const high = Math.max(1, Math.ceil(to / minuteMs));
	return {
		from: low > coarseAbove ? Math.floor(low / coarse) * coarse : low,
		to: high > coarseAbove ? Math.ceil(high / coarse) * coarse : high,
	};
}

/** Places that are others than were told last, in rounds. */
export function createPlaces(deps: {
	readonly dispatcher: Pick<Dispatcher, 'position' | 'estimate'>;
	/** All who wait. */
	readonly waiting: () => readonly ConversationId[];
}) {
	const { dispatcher, waiting } = deps;
	const told = new Map<ConversationId, string>();
	/** Where the next round begins. */
	let from = 0;

	function placeOf(id: ConversationId, now: number): Place | null {
		const position = dispatcher.position(id, now);
		if (position === null) return null;
		const range = dispatcher.estimate(id, now);
		return { position, range: range === null ? null : roundRange(range) };
	}

	return {
		of: placeOf,
		/** Of those who are here, up to a thousand in a round. Null: not in the line any more. */
		changed(
			isHere: (id: ConversationId) => boolean,
			now: number,
		): Map<ConversationId, Place | null> {
			const changes = new Map<ConversationId, Place | null>();
			const here = waiting().filter(isHere);
			const isIn = new Set(here);
			for (const id of told.keys()) {
				if (isIn.has(id)) continue;
				told.delete(id);
				changes.set(id, null);
			}
			// A very long line has its turn piece by piece: what else the server does must not wait for it.
			if (here.length <= atOnce || from >= here.length) from = 0;
			const some = here.slice(from, from + atOnce);
			from += some.length;
			for (const id of some) {
				const place = placeOf(id, now);
				// Being assigned right now: what comes of that is told next.
				if (place === null) continue;
				const text = JSON.stringify(place);
				if (told.get(id) === text) continue;
				told.set(id, text);
				changes.set(id, place);
			}
			return changes;
		},
	};
}
