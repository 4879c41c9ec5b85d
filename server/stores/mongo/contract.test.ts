import type { Collection, Doc } from '../../ports/store.ts';
import { storeContract, type Opened } from '../contract.ts';
import { dropDatabase, openMongoForTest } from './testing/open-for-test.ts';
import { startRelay } from './testing/relay.ts';
import { describeMongo, freshDatabaseUrl } from './testing/test-url.ts';

/** Through a relay, so that the store can die between any two commands. */
async function open(url: string, collections: readonly Collection<Doc>[]): Promise<Opened> {
	const relay = await startRelay(url);
	const { store, blobs, another, close } = await openMongoForTest(relay.url, collections);
	const end = async (): Promise<void> => {
		await close();
		await relay.close();
	};
	return {
		store,
		blobs,
		async reopen() {
			await end();
			return open(url, collections);
		},
		async close() {
			await end();
			await dropDatabase(url);
		},
		killBefore: relay.killBefore,
		another,
	};
}

describeMongo('on MongoDB', () => {
	storeContract('mongodb', { open: (collections) => open(freshDatabaseUrl(), collections) });
});
