import { DomainError } from '../../shared/errors.ts';
import { addressKey } from '../routing/address-key.ts';

/*
 * How much one visitor, and one address on one site, may ask. Token buckets: `burst` at once, then one each `everyMs`. Whoever is
 * over it is told when to come again; nothing of it is stored.
 */

export interface Rate {
	readonly burst: number;
	readonly everyMs: number;
}
export interface GatewayLimits {
	readonly messagesPerVisitor: Rate;
	readonly messagesPerAddress: Rate;
	readonly conversationsPerAddress: Rate;
	readonly identifyPerAddress: Rate;
	/** Links, lists, attributes, and all commands but messages. */
	readonly asksPerVisitor: Rate;
	/** Drafts, cursors, visits, typing: what is over it is dropped in silence. */
	readonly signalsPerSocket: Rate;
	/** Sockets of one visitor: tabs, and those that are gone without having said so. */
	readonly socketsPerVisitor: number;
	readonly socketsPerAddress: number;
}
const minute = 60_000;
export const defaultLimits: GatewayLimits = {
	messagesPerVisitor: { burst: 10, everyMs: 1000 },
	messagesPerAddress: { burst: 120, everyMs: minute / 120 },
	conversationsPerAddress: { burst: 6, everyMs: (10 * minute) / 6 },
	identifyPerAddress: { burst: 30, everyMs: minute / 30 },
	asksPerVisitor: { burst: 60, everyMs: 1000 },
	signalsPerSocket: { burst: 20, everyMs: 200 },
	socketsPerVisitor: 5,
	socketsPerAddress: 50,
};

interface Bucket {
	/** When it will be full again. */
	fullAt: number;
}
const maxKeys = 100_000;

/** Says how long to wait in milliseconds, 0: taken. */
export function createBuckets({ burst, everyMs }: Rate) {
	const buckets = new Map<string, Bucket>();
	return {
		take(key: string, now: number): number {
			const bucket = buckets.get(key);
			const kept = bucket?.fullAt ?? 0;
			// None is that empty, unless the clock was set back by a lot: then it counts anew.
			const fullAt = kept > now + 2 * burst * everyMs ? now : Math.max(kept, now);
			const wait = fullAt + everyMs - (now + burst * everyMs);
			if (wait > 0) return Math.ceil(wait);
			if (bucket !== undefined) bucket.fullAt = fullAt + everyMs;
			else {
				buckets.set(key, { fullAt: fullAt + everyMs });
				if (buckets.size > maxKeys) sweep(now);
			}
			return 0;
		},
		giveBack(key: string): void {
			const bucket = buckets.get(key);
			if (bucket !== undefined) bucket.fullAt -= everyMs;
		},
		size: (): number => buckets.size,
	};

	/** Full buckets are as good as none; if all are in use, the oldest make room. */
	function sweep(now: number): void {
		for (const [key, { fullAt }] of buckets) if (fullAt <= now) buckets.delete(key);
		for (const key of buckets.keys()) {
			if (buckets.size <= maxKeys) break;
			buckets.delete(key);
		}
	}
}
type Buckets = ReturnType<typeof createBuckets>;

export type Limiting = ReturnType<typeof createLimiting>;

export function createLimiting(limits: GatewayLimits, now: () => number) {
	const perVisitor = createBuckets(limits.messagesPerVisitor);
	const perAddress = createBuckets(limits.messagesPerAddress);
	const conversations = createBuckets(limits.conversationsPerAddress);
	const identify = createBuckets(limits.identifyPerAddress);
	const asks = createBuckets(limits.asksPerVisitor);

	/** An address that is not known is counted with nobody. */
	const keyOf = (site: string, address: string | null): string | null =>
		address === null ? null : `${site} ${addressKey(address)}`;

	function take(buckets: Buckets, key: string | null, what: string): void {
		if (key === null) return;
		const retryMs = buckets.take(key, now());
		if (retryMs > 0) throw new DomainError('rate_limited', what, { retryMs });
	}

	function takeOpening(key: string | null): void {
		try {
			take(conversations, key, 'Too many chats were started from this network. Wait a while.');
		} catch (error) {
			if (key !== null) perAddress.giveBack(key);
			throw error;
		}
	}

	return {
		limits,
		/** Throws DomainError `rate_limited`. */
		message(visitor: string, site: string, address: string | null, opens: boolean): void {
			const key = keyOf(site, address);
			take(perVisitor, visitor, 'That was a lot at once. Wait a moment; nothing is lost.');
			try {
				take(perAddress, key, 'Too many messages come from this network. Wait a moment.');
				if (opens) takeOpening(key);
			} catch (error) {
				perVisitor.giveBack(visitor);
				throw error;
			}
		},
		/** Somebody who will be stored before the first message. */
		newcomer: (site: string, address: string | null): void =>
			take(perAddress, keyOf(site, address), 'Too much comes from this network. Wait a moment.'),
		identify: (site: string, address: string | null): void =>
			take(identify, keyOf(site, address), 'Too many sign-ins from this network. Wait a moment.'),
		ask: (visitor: string): void => take(asks, visitor, 'That was a lot at once. Wait a moment.'),
		/** False: drop it. One for each socket. */
		signals(): () => boolean {
			// One number: as many as there are sockets lie idle.
			const { burst, everyMs } = limits.signalsPerSocket;
			let fullAt = 0;
			return () => {
				const at = now();
				const next = Math.max(fullAt, at) + everyMs;
				if (next > at + burst * everyMs) return false;
				fullAt = next;
				return true;
			};
		},
	};
}
