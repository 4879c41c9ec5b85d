import type { Clock } from '../ports/clock.ts';
import { Busy, Unknown } from '../ports/errors.ts';

const tries = 6;

/**
 * For writes that may be made twice with the same end: a link, a parked row, a settle by fence. If the store stays away, the
 * lease runs out and the batch comes again.
 */
export async function persist<T>(clock: Clock, write: () => Promise<T>): Promise<T> {
	for (let n = 1; ; n += 1) {
		try {
			return await write();
		} catch (error) {
			if (n === tries || !isStoreTrouble(error)) throw error;
			await new Promise<void>((resume) => clock.after(25 * 2 ** n, resume));
		}
	}
}

export const isStoreTrouble = (error: unknown): boolean =>
	error instanceof Unknown || (error instanceof Busy && error.reason !== 'closed');
