import type { Config } from '../config.ts';
import { Busy, Unknown } from '../ports/errors.ts';
import { shownUrl } from '../system/store-url.ts';

/** The first sentence about a database that is away: `MongoDB at mongodb://host/parley cannot be reached now, ...`. */
export const sayAway = (storeUrl: string): string =>
	`MongoDB at ${shownUrl(storeUrl)} cannot be reached now, or has no primary.`;

/** What a person reads when a verb ends because MongoDB is away; null: that is not why. */
export function awayOf(
	error: unknown,
	{ storeUrl }: Pick<Config, 'storeUrl'>,
	verb: string,
): string | null {
	const isAway = isStoreAway(error);
	if (!isAway || storeUrl === null) return null;
	const done =
		error instanceof Unknown ? ' It is not known whether the last change was stored.' : '';
	return `${sayAway(storeUrl)}${done} Parley goes on by itself when it is back; then run parley ${verb} again.`;
}

/** On MongoDB only: a write of which nobody knows is one whose answer was lost with the connection. */
export const isStoreAway = (error: unknown): boolean =>
	error instanceof Unknown || (error instanceof Busy && error.reason === 'unreachable');
