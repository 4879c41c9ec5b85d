import { storeContract, type Opened } from '../contract.ts';
import { openHostileStore, type Hostile } from './open-hostile-store.ts';

function openedOf(hostile: Hostile): Opened {
	let killed = false;
	return {
		store: hostile.store,
		blobs: hostile.blobs,
		reopen: async () => {
			if (!killed) {
				await hostile.store.close();
			}
			hostile.crash();
			await hostile.quiet();
			return openedOf(await hostile.reopen());
		},
		close: () => hostile.store.close(),
		killBefore: (step) => {
			killed = true;
			hostile.crashBefore(step);
		},
		another: async () => (await hostile.reopen()).store,
	};
}

describe.each([undefined, 1, 2, 3])('seed %s', (seed) => {
	storeContract('hostile', {
		open: async (collections) =>
			openedOf(await openHostileStore({ collections, ...(seed === undefined ? {} : { seed }) })),
	});
});
