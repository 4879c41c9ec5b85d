import type { Blobs } from '../../ports/blobs.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';

/** A store under test, empty when it comes from `Harness.open`. */
export interface Opened {
	readonly store: Store;
	readonly blobs: Blobs;
	/**
	 * Opens the same data again. If the store was not killed before, it is closed first, so that what this answers is
	 * what a restart finds.
	 */
	reopen(): Promise<Opened>;
	/** Closes what is open and removes the data. */
	close(): Promise<void>;
	/**
	 * A store with a place to die in offers this hook: it dies instead of taking its n-th step from now (0: the next
	 * one), without any chance to tidy up. A step is whatever it can be killed between: one document written, one
	 * statement run. Calls under way then reject, with Unknown or otherwise; after that only `reopen` is used, which answers
	 * once nothing of the dead process can reach the data any more.
	 */
	readonly killBefore?: (step: number) => void;
	/** A second process on the same data at the same time, where the store allows that. `close` closes it, too. */
	readonly another?: () => Promise<Store>;
}

/**
 * What a kind of store needs to be put through the contract:
 *
 *     storeContract('sqlite', { open: async (collections) => { ...a new folder...; return { store, blobs, ... }; } });
 *
 * Called many times in one test file; each call gives new, empty data that no other call sees.
 */
export interface Harness {
	open(collections: readonly Collection<Doc>[]): Promise<Opened>;
}

/** How a topic of the contract reaches the store that its `beforeAll` opened. */
export interface Topic {
	readonly store: () => Store;
	readonly opened: () => Opened;
	readonly harness: Harness;
}
