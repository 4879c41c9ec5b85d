import { tidyUp } from '../stores/sqlite/open-for-test.ts';
import { erasableBlobs, filesCollection } from './index.ts';
import { openPlace, refusal, vera } from './testing/place.ts';

afterEach(tidyUp);

it('an erased file leaves neither its bytes nor its name, and the next sweep removes the rest', async () => {
	const place = await openPlace();
	const id = await place.upload(vera, 'diagnosis.txt', Buffer.from('secret'));
	const other = await place.upload(vera, 'other.txt', Buffer.from('other'));
	const {
		refs: [ref],
	} = await place.files.attach(vera, [id]);
	await place.files.attach(vera, [other]);
	const blobs = erasableBlobs(place.store, place.blobs);
	if (ref === undefined) throw new Error('Nothing was attached.');
	expect([await blobs.remove(ref.blob), await blobs.remove(ref.blob)]).toEqual([true, false]);
	const rows: unknown[] = [];
	for await (const row of place.store.dump()) rows.push(row);
	expect(JSON.stringify(rows)).not.toContain('diagnosis');
	expect(JSON.stringify(rows)).toContain('other.txt');
	expect((await refusal(place.files.attach(vera, [id]))).code).toBe('file_not_found');
	expect((await refusal(place.files.openStored(ref.blob))).code).toBe('file_not_found');
	place.clock.at += 3_600_001;
	expect(await place.sweep()).toBe(1);
	expect(await place.store.get(filesCollection, id)).toBeNull();
	expect((await place.files.attach(vera, [other])).refs).toHaveLength(1);
});
