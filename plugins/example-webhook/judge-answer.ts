import { OutFailure, type OutResponse } from '../../shared/plugin/host.ts';
import type { DeliveryError } from '../../shared/plugin/plugin.ts';

/*
 * Whose fault an answer is decides everything: an event's own fault must not stop the others, and what concerns the whole
 * endpoint must not use up the tries of each event.
 *
 *     2xx                        delivered
 *     410                        endpoint, for good: it asks not to be called any more
 *     429, 502, 503, 504         endpoint, for now; Retry-After counts
 *     401, 403, 3xx              endpoint, for now: secret or address are wrong for every event, somebody will repair them
 *     other 4xx                  this event: the receiver does not take it
 *     500 and other 5xx          this event, may pass: some content may make the receiver fall over
 *     not reached                endpoint, for now: nothing was sent, so no event can be the reason
 *     reached, no whole answer   this event, may pass: it may be what the receiver hangs on
 *
 * If 5xx or silence hit all events alike, the lanes see that and pause the sink by themselves.
 */

/** Null: delivered. */
export function judgeAnswer(answer: OutResponse, now: number): DeliveryError | null {
	const { status } = answer;
	if (status >= 200 && status < 300) return null;
	const message = `The endpoint answered ${status}.`;
	const error = { retryAfterMs: null, message };
	if (status === 410) return { ...error, scope: 'sink', retryable: false };
	if ([429, 502, 503, 504].includes(status)) {
		const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
		return { scope: 'sink', retryable: true, retryAfterMs, message };
	}
	if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
		return { ...error, scope: 'sink', retryable: true };
	}
	return { ...error, scope: 'item', retryable: status >= 500 || status < 200 };
}

/** Null: not an error of the network. */
export function judgeFailure(error: unknown): DeliveryError | null {
	if (!(error instanceof OutFailure)) return null;
	const scope = error.sent ? 'item' : 'sink';
	return { scope, retryable: true, retryAfterMs: null, message: error.message };
}

/** Seconds or a date. */
function readRetryAfter(header: string | undefined, now: number): number | null {
	if (header === undefined) return null;
	if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
	const at = Date.parse(header);
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}
