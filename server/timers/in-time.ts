import type { Clock } from '../ports/clock.ts';

/** Fails after `ms`, or when `stop` aborts: nobody waits any more for a handler that hangs. */
export function inTime(
	clock: Clock,
	ms: number,
	call: () => Promise<void>,
	stop: AbortSignal,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const cancel = clock.after(ms, () => {
			end();
			reject(new Error(`It did not end within ${ms / 1000} seconds.`));
		});
		const stopped = (): void => {
			end();
			reject(new Error('It did not end before the stop.'));
		};
		function end(): void {
			cancel();
			stop.removeEventListener('abort', stopped);
		}
		stop.addEventListener('abort', stopped);
		// A handler that throws before its first await is one that throws.
		new Promise<void>((started) => started(call())).finally(end).then(resolve, reject);
	});
}
