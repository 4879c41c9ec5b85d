import type { SinkId } from '../shared/ids.ts';
import type { ProposedEvent } from './conversations/index.ts';
import type { Consumer, ConsumerItem } from './lanes/index.ts';
import type { Bus } from './ports/bus.ts';
import type { Clock } from './ports/clock.ts';

export const derivedSink = 'derived' as SinkId;

/** One fold over conversations, such as the one that makes texts findable. */
interface Fold {
	wants(event: ProposedEvent): boolean;
	consume(batch: readonly ConsumerItem[]): Promise<void>;
}

/**
 * All folds share one lane: a message then owes one row instead of one for each, and its events are read once. Lists do not
 * wait for it (`unsaved`), so it may: a second for more of its kind, half a minute when the server is at its limit.
 */
export const derivedConsumer = (folds: readonly Fold[], calm: () => boolean): Consumer => ({
	id: derivedSink,
	delayMs: 1000,
	patience: { isCalm: calm, maxMs: 30_000 },
	wants: (event) => folds.some((fold) => fold.wants(event)),
	async consume(batch) {
		await Promise.all(folds.map((fold) => fold.consume(batch)));
	},
});

/** Commits a second above which what can wait does. */
const busyPerSecond = 3000;
const windowMs = 500;

/** True: in the last half second there were few commits. */
export function isCalm(bus: Pick<Bus, 'onCommitted'>, clock: Clock): () => boolean {
	let commits = 0;
	let since = clock.now();
	let wasBusy = false;
	function roll(): void {
		const ms = clock.now() - since;
		if (ms < windowMs) return;
		wasBusy = (commits * 1000) / ms >= busyPerSecond;
		commits = 0;
		since += ms;
	}
	bus.onCommitted(() => {
		roll();
		commits += 1;
	});
	return () => {
		roll();
		return !wasBusy && commits < (busyPerSecond * windowMs) / 1000;
	};
}
