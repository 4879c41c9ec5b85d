import { rmSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobId, TimelineId } from '../../../shared/ids.ts';
import type { Collection, Doc } from '../../ports/store.ts';
import { Busy } from '../../ports/errors.ts';
import { openFileBlobs } from './file-blobs.ts';
import {
	aMessage,
	aSink,
	aTimeline,
	newDisk,
	newFolder,
	openForTest,
	tidyUp,
} from './open-for-test.ts';
import type { SqliteStore } from './store-verbs.ts';

interface Filler extends Doc {
	readonly bytes: string;
}
const fillers: Collection<Filler> = { name: 'fillers', indexes: { kind: { fields: ['kind'] } } };
const collections = [fillers];

afterEach(tidyUp);

/** Appends to several timelines at once until the disk is full; gives the acknowledged events of each. */
async function fill(store: SqliteStore): Promise<Map<TimelineId, number>> {
	const acknowledged = new Map<TimelineId, number>();
	await Promise.all(
		Array.from({ length: 8 }, async (_, i) => {
			const timeline = `v${i}.1` as TimelineId;
			for (let seq = 0; ; seq += 2) {
				try {
					const pair = [aMessage(seq + 1, { sinks: [aSink] }), aMessage(seq + 2)];
					const answers = await store.append(timeline, seq, pair);
					expect(answers.map((answer) => answer.kind)).toEqual(['committed', 'committed']);
					acknowledged.set(timeline, seq + 2);
				} catch (error) {
					expect(error).toBeInstanceOf(Busy);
					expect((error as Busy).reason).toBe('disk_full');
					return;
				}
			}
		}),
	);
	return acknowledged;
}

/** Exactly what was acknowledged is there, and owed. */
async function expectKept(
	store: SqliteStore,
	acknowledged: ReadonlyMap<TimelineId, number>,
): Promise<void> {
	for (const [timeline, seq] of acknowledged) {
		expect(await store.head(timeline)).toEqual({ seq, vseq: seq });
		const owed = await store.owedEvents(aSink, timeline, 0, 10_000);
		expect(owed).toHaveLength(seq / 2);
	}
	expect(await store.check()).toEqual([]);
}

describe('a full disk', () => {
	it('refuses, keeps what it acknowledged, and goes on when there is room again', async () => {
		const store = await openForTest(newFolder(), { collections, maxPages: 700 });
		const bytes = 'x'.repeat(2_000_000);
		await store.insert(fillers, { id: 'filler', bytes });
		const acknowledged = await fill(store);
		expect(acknowledged.size).toBe(8);
		await expectKept(store, acknowledged);
		expect(await store.health()).toEqual({ ok: false, reason: 'disk_full' });
		await expect(store.insert(fillers, { id: 'more', bytes })).rejects.toThrow(Busy);

		// Taking away needs no room.
		expect(await store.removeRange(fillers, { index: 'kind', limit: 5 })).toBe(1);
		expect(await store.health()).toEqual({ ok: true });
		for (const [timeline, seq] of acknowledged) {
			const [answer] = await store.append(timeline, seq, [aMessage(seq + 1)]);
			expect(answer).toMatchObject({ kind: 'committed', event: { seq: seq + 1 } });
		}
		expect(await store.check()).toEqual([]);
	});

	it('is the same for everybody in the transaction: nobody alone is stored', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir, { collections, maxPages: 70 });
		const big = { text: 'x'.repeat(500_000) };
		const outcomes = await Promise.allSettled([
			store.append(aTimeline, 0, [aMessage(1)]),
			store.append('v2.1' as TimelineId, 0, [aMessage(1), aMessage(2, { body: big })]),
			store.append('v3.1' as TimelineId, 0, [aMessage(1)]),
			store.insert(fillers, { id: 'a', bytes: '' }),
		]);
		for (const outcome of outcomes) {
			expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'disk_full' } });
		}
		expect(await store.timelines(null, 10)).toEqual([]);
		expect(await store.get(fillers, 'a')).toBeNull();
		const [answer] = await store.append(aTimeline, 0, [aMessage(1)]);
		expect(answer!.kind).toBe('committed');
		await store.close();

		const roomier = await openForTest(dataDir, { collections });
		const [grown] = await roomier.append(aTimeline, 1, [aMessage(2, { body: big })]);
		expect(grown!.kind).toBe('committed');
		expect(await roomier.check()).toEqual([]);
	});

	it('that is real heals by itself', async () => {
		const disk = newDisk('4m');
		if (disk === null) return;
		const room = join(disk, 'room');
		writeFileSync(room, Buffer.alloc(2_000_000));
		const store = await openForTest(disk);
		const acknowledged = await fill(store);
		expect(await store.health()).toEqual({ ok: false, reason: 'disk_full' });
		for (const [timeline, seq] of acknowledged) {
			expect(await store.head(timeline)).toEqual({ seq, vseq: seq });
		}
		rmSync(room);
		expect(await store.health()).toEqual({ ok: true });
		await expectKept(store, acknowledged);
		for (const [timeline, seq] of acknowledged) {
			const [answer] = await store.append(timeline, seq, [aMessage(seq + 1)]);
			expect(answer!.kind).toBe('committed');
		}
		await store.close();
		const again = await openForTest(disk);
		expect(await again.check()).toEqual([]);
	});

	it('takes no file, leaves nothing of it, and takes the next one when there is room', async () => {
		const disk = newDisk('1m');
		if (disk === null) return;
		const blobs = await openFileBlobs(disk);
		const chunks = (count: number) => Array.from({ length: count }, () => Buffer.alloc(65_536, 7));
		const source = async function* (count: number) {
			yield* chunks(count);
		};
		await expect(blobs.put(source(32), Infinity)).rejects.toMatchObject({ reason: 'disk_full' });
		expect(readdirSync(join(disk, 'blobs'))).toEqual(['unfinished']);
		expect(readdirSync(join(disk, 'blobs/unfinished'))).toEqual([]);
		const { id, size } = await blobs.put(source(8), Infinity);
		expect(size).toBe(8 * 65_536);
		expect(await blobs.info(id)).not.toBeNull();
	});
});

describe('files', () => {
	it('that a killed process left unfinished are gone after the next start', async () => {
		const dataDir = newFolder();
		await openFileBlobs(dataDir);
		writeFileSync(join(dataDir, 'blobs/unfinished', 'half'), 'half a picture');
		await openFileBlobs(dataDir);
		expect(readdirSync(join(dataDir, 'blobs/unfinished'))).toEqual([]);
	});

	it('are never looked for outside their folder', async () => {
		const dataDir = newFolder();
		writeFileSync(join(dataDir, 'key'), 'secret'.repeat(30));
		const blobs = await openFileBlobs(dataDir);
		const id = '../../key' as BlobId;
		expect(await blobs.open(id)).toBeNull();
		expect(await blobs.info(id)).toBeNull();
		expect(await blobs.remove(id)).toBe(false);
		await expect(blobs.putAs(id, (async function* () {})())).rejects.toThrow(TypeError);
	});
});
