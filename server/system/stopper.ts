import type { Clock } from '../ports/clock.ts';

export interface StopperOptions {
	/** Lets what is under way finish. */
	readonly close: () => Promise<void>;
	readonly clock: Clock;
	/** How long `close` may take. */
	readonly graceMs: number;
	readonly say: (line: string) => void;
	readonly exit: (code: number) => void;
}

/** What a signal does: the first one stops in order, within a time; the second one at once. */
export function createStopper({ close, clock, graceMs, say, exit }: StopperOptions): () => void {
	let isStopping = false;
	return () => {
		if (isStopping) {
			say('Parley stops at once, because it was told twice. What was acknowledged is stored.');
			return exit(1);
		}
		isStopping = true;
		clock.after(graceMs, () => {
			say(
				`Parley did not come to an end within ${graceMs / 1000} seconds and stops at once. What was acknowledged is stored.`,
			);
			exit(1);
		});
		close().then(
			() => exit(0),
			(error: unknown) => {
				say(
					`Parley did not stop in order: ${error instanceof Error ? error.message : String(error)}`,
				);
				exit(1);
			},
		);
	};
}
