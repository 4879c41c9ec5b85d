import { DomainError } from '../../shared/errors.ts';
import { Busy, Unknown } from './errors.ts';

/** What a client is told when the store did not do what was asked; null: the error is none of the store's. */
export function refusalOf(error: unknown): DomainError | null {
	if (error instanceof Unknown) {
		return new DomainError(
			'unavailable',
			'The server could not say whether this was stored. Send it again.',
			{ cause: error, retryMs: 1000 },
		);
	}
	if (!(error instanceof Busy)) return null;
	if (error.reason === 'disk_full') {
		return new DomainError(
			'disk_full',
			'The server has no room left on its disk. Nothing was stored; try again later.',
			{ cause: error, retryMs: 30_000 },
		);
	}
	if (error.reason === 'unreachable') {
		return new DomainError(
			'busy',
			'The server cannot reach its database right now. Nothing was stored; it goes on by itself, try again in a while.',
			{ cause: error, retryMs: 2000 },
		);
	}
	return new DomainError('busy', 'The server is busy. Nothing was stored; try again.', {
		cause: error,
		retryMs: 2000,
	});
}
