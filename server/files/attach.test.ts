import { tidyUp } from '../stores/sqlite/open-for-test.ts';
import { filesCollection } from './index.ts';
import { hourMs, noon, openPlace, refusal, vera } from './testing/place.ts';

afterEach(tidyUp);

const text = (length: number): Buffer => Buffer.alloc(length, 'words ');

describe('files of a message that was refused', () => {
	it('wait for another message again, and are swept when none comes', async () => {
		const place = await openPlace();
		const id = await place.upload(vera, 'a.txt', text(5));
		place.clock.at = noon + 20 * hourMs;
		await (await place.files.attach(vera, [id])).release();
		expect(await place.store.get(filesCollection, id)).toMatchObject({ attachedAt: null });
		place.clock.at = noon + 30 * hourMs;
		expect(await place.sweep()).toBe(0);
		expect((await place.files.attach(vera, [id])).refs).toHaveLength(1);
		place.clock.at = noon + 99 * hourMs;
		expect(await place.sweep()).toBe(0);
		const other = await place.upload(vera, 'b.txt', text(5));
		await (await place.files.attach(vera, [other])).release();
		place.clock.at += 24 * hourMs + 1;
		expect(await place.sweep()).toBe(1);
		expect(await place.store.get(filesCollection, other)).toBeNull();
	});
	it('stay when another message names them too, whichever was first', async () => {
		const place = await openPlace();
		for (const refused of [0, 1]) {
			const id = await place.upload(vera, 'a.txt', text(5));
			const messages = [await place.files.attach(vera, [id]), await place.files.attach(vera, [id])];
			await messages[refused]?.release();
			const file = await place.store.get(filesCollection, id);
			expect(file).toMatchObject({ attachedAt: noon, sweepAt: null });
		}
	});
	it('stay when two messages name them at the same moment', async () => {
		const place = await openPlace();
		const id = await place.upload(vera, 'a.txt', text(5));
		const [first] = await Promise.all([1, 2].map(() => place.files.attach(vera, [id])));
		await first?.release();
		expect(await place.store.get(filesCollection, id)).toMatchObject({ sweepAt: null });
	});
	it('are released with the rest when one of them is gone in that moment', async () => {
		const place = await openPlace();
		const ids = [
			await place.upload(vera, 'a.txt', text(5)),
			await place.upload(vera, 'b.txt', text(5)),
		];
		const real = place.store.getMany.bind(place.store);
		jest.spyOn(place.store, 'getMany').mockImplementationOnce(async (...query) => {
			const found = await real(...query);
			await place.store.remove(filesCollection, ids[1] ?? '');
			return found as never;
		});
		expect((await refusal(place.files.attach(vera, ids))).code).toBe('file_not_found');
		expect(await place.store.get(filesCollection, ids[0] ?? '')).toMatchObject({
			attachedAt: null,
		});
	});
});
