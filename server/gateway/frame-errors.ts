import { randomBytes } from 'node:crypto';
import { DomainError, type ErrorCode } from '../../shared/errors.ts';
import { refusalOf } from '../ports/refusal.ts';

/** The frame that answers a command that was not carried out. */
export const refusedFrame = (
	clientId: string | null,
	code: ErrorCode,
	message: string,
	retryMs: number | null = null,
): string => JSON.stringify({ type: 'refused', clientId, code, message, retryMs });

/** An error that was not foreseen is a bug: the client learns an id, the log the cause. */
export function failureFrame(
	clientId: string | null,
	error: unknown,
	log: (errorId: string, error: unknown) => void,
): string {
	const known = error instanceof DomainError ? error : refusalOf(error);
	if (known !== null) return refusedFrame(clientId, known.code, known.message, known.retryMs);
	const errorId = randomBytes(4).toString('hex').toUpperCase();
	log(errorId, error);
	return refusedFrame(
		clientId,
		'internal',
		`Something went wrong on the server (error ${errorId}). Try again.`,
		5000,
	);
}
