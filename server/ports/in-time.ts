import type { Clock } from './clock.ts';

/** Fails after `ms`, or when `stop` aborts: what hangs must not hang the server, so nobody waits for it any more. */
export function inTime<T>(
	clock: Clock,
	what: string,
	ms: number,
	call: () => T | Promise<T>,
	stop?: AbortSignal,
): Promise<T> {
	return new Promise((resolve, reject) => {
		const cancel = clock.after(ms, () => {
			end();
			reject(new Error(`${what} did not end within ${ms / 1000} seconds.`));
		});
		const stopped = (): void => {
			end();
			reject(new Error(`${what} did not end before the stop.`));
		};
		function end(): void {
			cancel();
			stop?.removeEventListener('abort', stopped);
		}
		stop?.addEventListener('abort', stopped);
		// A call that throws before its first await is one that throws.
		new Promise<T>((started) => started(call())).finally(end).then(resolve, reject);
	});
}
