import { DuplicateKey } from '../ports/errors.ts';
import type { Store } from '../ports/store.ts';
import type { Sealing } from '../routing/index.ts';
import { pushKeysCollection } from './documents.ts';
import { newVapid, type Vapid } from './vapid.ts';

const id = 'vapid';
const owner = 'push';

/**
 * The server's key towards push services: made once, kept encrypted. When it cannot be opened (the data came here without the
 * server's own key) a new one is made, and browsers subscribe anew when their console is opened.
 */
export async function loadPushKeys(store: Store, sealing: Sealing): Promise<Vapid> {
	const stored = await store.get(pushKeysCollection, id);
	if (stored !== null) {
		try {
			return { publicKey: stored.publicKey, secret: sealing.open(owner, stored.secret) };
		} catch {
			await store.remove(pushKeysCollection, id, { rev: stored.rev });
		}
	}
	const made = newVapid();
	const secret = sealing.seal(owner, made.secret);
	try {
		await store.insert(pushKeysCollection, { id, publicKey: made.publicKey, secret });
		return made;
	} catch (error) {
		// Another server was quicker.
		if (!(error instanceof DuplicateKey)) throw error;
		return loadPushKeys(store, sealing);
	}
}
