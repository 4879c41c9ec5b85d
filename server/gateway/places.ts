import { addressKey } from '../routing/address-key.ts';

/*
 * Who may still come in. Visitors must not take the agents' places: these have a reserve, into which only those who are signed
 * in come. Sockets that have not said hello cost least to open, so each address has few of them.
 */

/** Sockets of one address that have not said hello. */
const maxSilent = 20;

export function createPlaces(maxVisitors: number, sockets: () => number, maxOfAddress: number) {
	const reserve = Math.ceil(maxVisitors / 10);
	let visitors = 0;
	const silent = new Map<string, number>();
	/** Also those that have said hello. */
	const all = new Map<string, number>();

	return {
		/** Why a visitor from this address cannot come in; null: welcome. Without an address it is not counted by it. */
		refusal(address: string | null): { status: 429 | 503; reason: string } | null {
			if (visitors >= maxVisitors) return { status: 503, reason: 'Service Unavailable' };
			if (address === null) return null;
			const key = addressKey(address);
			const isFull = (silent.get(key) ?? 0) >= maxSilent || (all.get(key) ?? 0) >= maxOfAddress;
			return isFull ? { status: 429, reason: 'Too Many Requests' } : null;
		},
		hasRoomForAgent: (isSignedIn: boolean): boolean =>
			sockets() < maxVisitors + (isSignedIn ? reserve : 0),
		/** Takes a visitor's place: `greeted` when hello was answered, `left` when the socket is gone. */
		take(address: string | null): { greeted(): void; left(): void } {
			visitors += 1;
			const key = address === null ? null : addressKey(address);
			if (key !== null) for (const counts of [silent, all]) add(counts, key, 1);
			let isSilent = key !== null;
			function greeted(): void {
				if (!isSilent || key === null) return;
				isSilent = false;
				add(silent, key, -1);
			}
			return {
				greeted,
				left() {
					greeted();
					if (key !== null) add(all, key, -1);
					visitors -= 1;
				},
			};
		},
	};
}

function add(counts: Map<string, number>, key: string, change: number): void {
	const count = (counts.get(key) ?? 0) + change;
	if (count <= 0) counts.delete(key);
	else counts.set(key, count);
}
