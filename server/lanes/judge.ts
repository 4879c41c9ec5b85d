import type { Delivered, DeliveryError } from '../../shared/plugin/plugin.ts';
import { backoffMs, retrySchedule, type Random } from '../ports/backoff.ts';
import { cutText } from '../ports/cut-text.ts';
import type { Lane, Settle } from '../ports/store.ts';

/** How a call of `deliver` ended. */
export type Attempt =
	| { readonly kind: 'answered'; readonly delivered: Delivered }
	| { readonly kind: 'threw'; readonly message: string }
	/** It did not end in its time. */
	| { readonly kind: 'late' }
	/** The server stops: nobody's fault. */
	| { readonly kind: 'stopped' };

export interface Verdict {
	/** How many events of the batch are done with, parked ones not counted. */
	readonly through: number;
	readonly settle: Settle;
	/** The event that is given up for now. */
	readonly park: { readonly seq: number; readonly problem: string; readonly tries: number } | null;
	readonly sinkError: DeliveryError | null;
	readonly itemError: string | null;
}

const most = {
	/** The plugin says that trying again will not help; it may be wrong. */
	hopeless: 3,
	/** Our code or the plugin's threw. */
	code: 5,
	retryable: retrySchedule.length + 1,
} as const;

/** A destination may ask for a wait within these bounds. */
const shortestWaitMs = 1000;
const longestWaitMs = 24 * 3_600_000;
export const waitAsked = (ms: number): number =>
	Math.min(Math.max(ms, shortestWaitMs), longestWaitMs);

/** What becomes of the lane. `seqs` are the batch's, ascending. Pure. */
export function judge(
	lane: Pick<Lane, 'cursor' | 'tries'>,
	seqs: readonly number[],
	attempt: Attempt,
	now: number,
	random: Random,
): Verdict {
	const { through, failed } = readAttempt(attempt, seqs.length);
	const cursor = through === 0 ? lane.cursor : (seqs[through - 1] ?? lane.cursor);
	const tries = through === 0 ? lane.tries : 0;
	const verdict = { through, park: null, sinkError: null, itemError: null };
	const goOn = { cursor, dueAt: now, tries, problem: null };
	const next = seqs[through];

	if (failed === null) {
		// Stopped half-way, or all of it carried out.
		return { ...verdict, settle: { ...goOn, tries: next === undefined ? 0 : tries } };
	}
	const problem = cutText(failed.error.message, 1000);
	if (failed.error.scope === 'sink') {
		// Counts no tries: it is not this event's fault. The gate is the sink's pause, not the lane's time.
		const settle = { ...goOn, tries, problem: next === undefined ? null : problem };
		return { ...verdict, settle, sinkError: failed.error };
	}
	if (next === undefined) return { ...verdict, settle: { ...goOn, tries: 0 } };
	const failures = tries + 1;
	if (failures >= failed.limit) {
		const settle = { cursor: next, dueAt: now, tries: 0, problem: null };
		return {
			...verdict,
			settle,
			park: { seq: next, problem, tries: failures },
			itemError: problem,
		};
	}
	const { retryAfterMs } = failed.error;
	const wait =
		retryAfterMs === null ? backoffMs(retrySchedule, failures, random) : waitAsked(retryAfterMs);
	return {
		...verdict,
		settle: { cursor, dueAt: now + wait, tries: failures, problem },
		itemError: problem,
	};
}

function readAttempt(
	attempt: Attempt,
	length: number,
): { through: number; failed: { error: DeliveryError; limit: number } | null } {
	switch (attempt.kind) {
		case 'stopped':
			return { through: 0, failed: null };
		case 'threw':
			return { through: 0, failed: { error: itemError(attempt.message), limit: most.code } };
		case 'late':
			return {
				through: 0,
				failed: { error: itemError('It was not delivered in its time.'), limit: most.retryable },
			};
		case 'answered': {
			const { through: said, failed } = attempt.delivered;
			if (!Number.isInteger(said) || said < 0 || said > length) {
				const message = `The plugin said that it carried out ${said} of ${length} deliveries.`;
				return { through: 0, failed: { error: itemError(message), limit: most.code } };
			}
			if (failed !== undefined) {
				const limit = failed.retryable ? most.retryable : most.hopeless;
				return { through: said, failed: { error: failed, limit } };
			}
			if (said === length) return { through: said, failed: null };
			const message = 'The plugin stopped before the end of the batch and did not say why.';
			return { through: said, failed: { error: itemError(message), limit: most.code } };
		}
	}
}

const itemError = (message: string): DeliveryError => ({
	scope: 'item',
	retryable: true,
	retryAfterMs: null,
	message,
});
