import type { Collection, Doc } from '../../ports/store.ts';
import { storeContract, type Opened } from '../contract.ts';
import { openFileBlobs } from './file-blobs.ts';
import { newFolder, openForTest, tidyUp } from './open-for-test.ts';

async function open(dataDir: string, collections: readonly Collection<Doc>[]): Promise<Opened> {
	const store = await openForTest(dataDir, { collections });
	const blobs = await openFileBlobs(dataDir, store);
	return {
		store,
		blobs,
		async reopen() {
			await store.close();
			return open(dataDir, collections);
		},
		close: () => store.close(),
	};
}

afterAll(tidyUp);

storeContract('sqlite', { open: (collections) => open(newFolder(), collections) });
