/** Every code that can cross the wire; clients branch on it, people read the message beside it. */
export const errorCodes = [
	'at_capacity',
	'bad_frame',
	'bad_json',
	'bad_request',
	'banned',
	'body_too_large',
	'busy',
	'changed_meanwhile',
	'clientid_conflict',
	'code_expired',
	'code_used',
	'code_wrong',
	'code_wanted',
	'conversation_claimed',
	'conversation_ended',
	'conversation_not_found',
	'disk_full',
	'event_not_found',
	'file_not_found',
	'file_too_large',
	'file_type_refused',
	'forbidden',
	'identity_refused',
	'internal',
	'link_expired',
	'mail_not_set_up',
	'message_empty',
	'message_too_long',
	'not_found',
	'not_participant',
	'not_signed_in',
	'origin_refused',
	'password_too_short',
	'protocol_version',
	'rate_limited',
	'redaction_too_late',
	'route_not_found',
	'session_gone',
	'sign_in_failed',
	'site_not_found',
	'too_many_connections',
	'too_many_tags',
	'unavailable',
	'wrong_offset',
	'wrong_state',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error that a person may read: says what happened and what to do. */
export class DomainError extends Error {
	override readonly name = 'DomainError';
	readonly code: ErrorCode;
	/** When trying again makes sense, in milliseconds; null when it does not. */
	readonly retryMs: number | null;
	constructor(
		code: ErrorCode,
		message: string,
		options: { cause?: unknown; retryMs?: number } = {},
	) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.code = code;
		this.retryMs = options.retryMs ?? null;
	}
}
