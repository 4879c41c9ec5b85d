import type { Delivery } from '../../shared/plugin/plugin.ts';
import type { Clock } from '../ports/clock.ts';
import type { Attempt } from './judge.ts';
import type { LaneSink, Timing } from './ports.ts';

/**
 * One call of `deliver`, which ends in its time whatever the plugin does: first its signal aborts, and if it does not heed
 * that, nobody waits for it any more. It may then still do something; its delivery ids tell the destination.
 */
export function attempt(
	sink: LaneSink,
	batch: readonly Delivery[],
	clock: Clock,
	timing: Timing,
	stop: AbortSignal,
): Promise<Attempt> {
	const abort = new AbortController();
	return new Promise((resolve) => {
		let late = false;
		const cancels = [
			clock.after(timing.deliverMs, () => {
				late = true;
				abort.abort(new Error('The delivery took too long.'));
			}),
			clock.after(timing.deliverMs + timing.graceMs, () => end({ kind: 'late' })),
		];
		const stopped = () => {
			abort.abort(new Error('The server stops.'));
			cancels.push(clock.after(Math.min(timing.graceMs, 1000), () => end({ kind: 'stopped' })));
		};
		function end(result: Attempt): void {
			for (const cancel of cancels) cancel();
			stop.removeEventListener('abort', stopped);
			resolve(result);
		}
		stop.addEventListener('abort', stopped);

		call(sink, batch, abort.signal).then(
			(delivered) => end({ kind: 'answered', delivered }),
			(error: unknown) => {
				if (stop.aborted) end({ kind: 'stopped' });
				else if (late) end({ kind: 'late' });
				else end({ kind: 'threw', message: sentenceOf(error) });
			},
		);
		if (stop.aborted) stopped();
	});
}

/** A plugin that throws before its first await is one that throws. */
async function call(sink: LaneSink, batch: readonly Delivery[], signal: AbortSignal) {
	return sink.deliver(batch, signal);
}

export const sentenceOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
