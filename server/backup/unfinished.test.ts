import type { Collection, Doc, Store } from '../ports/store.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { markerIn, newMigration, refuseUnfinished, unfinishedCopies } from './unfinished.ts';

let store: Store;
beforeEach(async () => {
	({ store } = await openHostileStore({ collections: [unfinishedCopies] }));
});

it('keeps how far a copy is until that is removed, and nobody starts on it meanwhile', async () => {
	const marker = markerIn(store);
	expect(await marker.read()).toBeNull();
	await refuseUnfinished(store);
	const state = newMigration({ epoch: 'e' }, '/srv/old', 7);
	await marker.write(state);
	expect(await marker.read()).toEqual(state);
	await expect(refuseUnfinished(store)).rejects.toMatchObject({
		name: 'StoreStartError',
		code: 'unfinished',
		message: expect.stringContaining('a migration from /srv/old was not finished') as string,
	});
	await marker.remove();
	await refuseUnfinished(store);
});

it.each([
	['of another kind', { kind: 'merge' }],
	['at a step of a newer version', { step: 'comparing' }],
	['with half its fields', { rows: null }],
])('refuses a note that it does not understand: %s', async (_what, change) => {
	const notes: Collection<Doc> = unfinishedCopies;
	await store.put(notes, { ...newMigration({ epoch: 'e' }, 'there', 0), ...change, id: 'state' });
	const refusal = { name: 'StoreStartError', code: 'unfinished' };
	await expect(markerIn(store).read()).rejects.toMatchObject(refusal);
	await expect(refuseUnfinished(store)).rejects.toMatchObject(refusal);
});
