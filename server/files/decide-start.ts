import { DomainError } from '../../shared/errors.ts';
import { typeRefused } from './decide-kind.ts';
import { isWorthSending } from './kinds.ts';

export interface Wanted {
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** As the browser calls it; may be empty. */
	readonly type: string;
}

/** Null: it may be sent, as far as can be said before its bytes are here. */
export function decideStart(wanted: Wanted, maxBytes: number): DomainError | null {
	if (wanted.size === 0)
		return new DomainError('bad_request', 'This file is empty. Send another one.');
	if (!Number.isSafeInteger(wanted.size) || wanted.size < 0)
		return new DomainError('bad_request', 'size: must be the number of bytes of the file.');
	if (wanted.size > maxBytes) return tooLarge(maxBytes);
	return isWorthSending(wanted.name, wanted.type) ? null : typeRefused();
}

export function tooLarge(maxBytes: number): DomainError {
	const most =
		maxBytes < 1024 * 1024
			? `${maxBytes} bytes`
			: `${Math.floor((maxBytes / 1024 / 1024) * 10) / 10} MB`;
	return new DomainError(
		'file_too_large',
		`This file is too large: at most ${most} can be sent. Make it smaller, or send a link to it.`,
	);
}
