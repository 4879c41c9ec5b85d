import os from 'node:os';
import { createConnection } from 'mongoose';
import type { UploadRow } from './schemas.ts';
import { openMongoForTest } from './testing/open-for-test.ts';
import { describeMongo, freshDatabaseUrl } from './testing/test-url.ts';

const dayMs = 86_400_000;

async function* bytesOf(content: string): AsyncGenerator<Uint8Array> {
	yield Buffer.from(content);
}

describeMongo('what an upload to MongoDB left', () => {
	it('is removed a day later by the next start, but no whole file and none under way', async () => {
		const url = freshDatabaseUrl();
		const { blobs, another, drop } = await openMongoForTest(url, []);
		const connection = await createConnection(url, { runtimeAdapters: { os } }).asPromise();
		try {
			const { id: whole } = await blobs.put(bytesOf('a file'), 99);
			const [dead, running] = ['d'.repeat(32), 'e'.repeat(32)];
			const chunks = connection.db!.collection('blobs.chunks');
			await chunks.insertMany(
				[dead, running].map((id) => ({ files_id: id, n: 0, data: Buffer.from('half') })),
			);
			const startedAt = Date.now() - 2 * dayMs;
			const uploads = connection.db!.collection<UploadRow>('uploads');
			await uploads.insertMany([
				// Its note could not be removed when it was done.
				{ _id: whole, startedAt },
				{ _id: dead, startedAt },
				{ _id: running, startedAt: Date.now() },
			]);
			await another();
			expect(await blobs.info(whole)).toMatchObject({ size: 6 });
			expect(new Set(await chunks.distinct('files_id'))).toEqual(new Set([whole, running]));
			expect(await uploads.distinct('_id')).toEqual([running]);
		} finally {
			await connection.close();
			await drop();
		}
	});
});
