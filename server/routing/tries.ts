import { DomainError } from '../../shared/errors.ts';
import { hashOf } from './hash-of.ts';
import { createLimiter } from './limiter.ts';

const hourMs = 3_600_000;
/** More than the hash lets through in an hour: nobody pushes a live limit out of memory by tries of other accounts. */
const keys = 30_000;
const perAddress = { count: 5, withinMs: hourMs / 4, keys };
/** Of all addresses that the account never signed in from: many guess no faster than that. */
const perAccount = { count: 50, withinMs: hourMs, keys };
const knownPlaces = 2000;

/** A try that was counted as failed when it began. */
export interface Attempt {
	/** It came to no answer. */
	giveBack(): void;
	succeeded(): void;
}
export type Tries = ReturnType<typeof createTries>;

/**
 * Limits tries to sign in: few by one address on one account, more by all addresses on it. Somebody else's wrong tries
 * never lock out an owner at a place that this process has let the owner in from.
 */
export function createTries() {
	const byPlace = createLimiter(perAddress);
	const byAccount = createLimiter(perAccount);
	/** Pairs of account and address that were right once; the oldest makes room. */
	const known = new Set<string>();

	return {
		/** Throws `rate_limited`. */
		take(account: string, address: string, now: number): Attempt {
			const whole = hashOf(account);
			const place = hashOf(`${account} ${address}`);
			const strangers = known.has(place) ? null : byAccount;
			const waitMs = Math.max(
				byPlace.waitMs(place, now),
				strangers === null ? 0 : strangers.waitMs(whole, now),
			);
			if (waitMs > 0) throw tooMany(waitMs);
			byPlace.take(place, now);
			strangers?.take(whole, now);
			return {
				giveBack() {
					byPlace.giveBack(place, now);
					strangers?.giveBack(whole, now);
				},
				succeeded() {
					byPlace.forget(place);
					strangers?.giveBack(whole, now);
					known.delete(place);
					known.add(place);
					const [oldest] = known;
					if (known.size > knownPlaces && oldest !== undefined) known.delete(oldest);
				},
			};
		},
	};
}

function tooMany(retryMs: number): DomainError {
	const minutes = Math.ceil(retryMs / 60_000);
	const message = `Too many tries. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
	return new DomainError('rate_limited', message, { retryMs });
}
