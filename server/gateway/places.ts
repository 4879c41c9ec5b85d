import { addressKey } from '../routing/address-key.ts';

/*
 * Who may still come in. Visitors must not take the agents' places: these have a reserve, into which only those who are signed
 * in come. Sockets that have not said hello cost least to open, so each address has few of them.
 */

/** Sockets of one address that have not said hello. */
const maxSilent = 20;

export function createPlaces(maxVisitors: number, sockets: () => number) {
	const reserve = Math.ceil(maxVisitors / 10);
	let visitors = 0;
	const silent = new Map<string, number>();

	return {
		/** Why a visitor from this address cannot come in; null: welcome. Without an address it is not counted by it. */
		refusal(address: string | null): { status: number; reason: string } | null {
			if (visitors >= maxVisitors) return { status: 503, reason: 'Service Unavailable' };
			const count = address === null ? 0 : (silent.get(addressKey(address)) ?? 0);
			return count >= maxSilent ? { status: 429, reason: 'Too Many Requests' } : null;
		},
		hasRoomForAgent: (isSignedIn: boolean): boolean =>
			sockets() < maxVisitors + (isSignedIn ? reserve : 0),
		/** Takes a visitor's place: `greeted` when hello was answered, `left` when the socket is gone. */
		take(address: string | null): { greeted(): void; left(): void } {
			visitors += 1;
			const key = address === null ? null : addressKey(address);
			if (key !== null) silent.set(key, (silent.get(key) ?? 0) + 1);
			let isSilent = key !== null;
			function greeted(): void {
				if (!isSilent || key === null) return;
				isSilent = false;
				const left = (silent.get(key) ?? 1) - 1;
				if (left === 0) silent.delete(key);
				else silent.set(key, left);
			}
			return {
				greeted,
				left() {
					greeted();
					visitors -= 1;
				},
			};
		},
	};
}
