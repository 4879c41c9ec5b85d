import { randomUUID } from 'node:crypto';
import type { Blobs } from '../../ports/blobs.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';
import { HostileBlobs } from './blobs.ts';
import { Disk } from './disk.ts';
import { hostileStore } from './hostile-store.ts';
import { below, seededRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { Session } from './session.ts';
import { Steps, type Faults } from './steps.ts';

export interface HostileOptions extends Faults {
	readonly collections: readonly Collection<Doc>[];
	/** Without one nothing is delayed or shuffled: a plain and fast store in memory. */
	readonly seed?: number;
	/** True: a write reaches the majority, and with it every reader, only some steps later. */
	readonly lagging?: boolean;
	/** When blobs were stored; the machine's time unless given. */
	readonly now?: () => number;
}

export interface Hostile {
	readonly store: Store;
	readonly blobs: Blobs;
	/** Everything that this process has begun stops between two documents and rejects with Unknown. */
	crash(): void;
	/** The same, instead of the n-th step from now (0: the next one). */
	crashBefore(step: number): void;
	/** Steps taken so far. */
	steps(): number;
	/** Resolves when nothing is under way any more, writes that a dead process sent included. */
	quiet(): Promise<void>;
	/** The primary is lost, and with it the writes that no majority had. Only with `lagging`. */
	rollback(): void;
	/** Another process on the same documents; also while this one lives, as a second node does. Faults may be others. */
	reopen(faults?: Faults): Promise<Hostile>;
}

/**
 * A database without mercy, in memory: one document at a time, other work between any two of them, answers that get lost,
 * a process that dies anywhere (D17). The same seed gives the same run.
 */
export function openHostileStore(options: HostileOptions): Promise<Hostile> {
	const { collections, seed, lagging = false } = options;
	const random = seed === undefined ? Math.random : seededRandom(seed);
	const disk = new Disk(collections, randomUUID(), lagging);
	// Its own line of chance, so that a run with other faults still shuffles alike.
	const scheduler = new Scheduler(seed === undefined ? null : seededRandom(below(random, 2 ** 31)));
	const start = (faults: Faults): Hostile => {
		const steps = new Steps(disk, scheduler, seededRandom(below(random, 2 ** 31)), {
			faults,
			lagging,
		});
		const session = new Session(steps);
		return {
			store: hostileStore(session),
			blobs: new HostileBlobs(session, options.now ?? Date.now),
			crash: () => steps.crash(),
			crashBefore: (step) => steps.crashBefore(step),
			steps: () => steps.count,
			quiet: () => scheduler.idle(),
			rollback: () => disk.rollback(),
			reopen: (other) => Promise.resolve(start(other ?? faults)),
		};
	};
	return Promise.resolve(start(options));
}
