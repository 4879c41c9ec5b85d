import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineId } from '../../../shared/ids.ts';
import { collect } from '../contract/samples.ts';
import { loadDriver } from './driver.ts';
import { aMessage, aSink, newFolder, openForTest, tidyUp } from './open-for-test.ts';

afterEach(tidyUp);

/**
 * The files that contain one of the words. By another process: to open a database file here and close it would give
 * away the locks that SQLite has on it.
 */
function filesWith(dataDir: string, words: readonly string[]): string[] {
	const files = readdirSync(dataDir).filter((name) => name.startsWith('parley.db'));
	return files.filter((name) => {
		const pattern = words.flatMap((word) => ['-e', word]);
		try {
			execFileSync('grep', ['-qaiF', ...pattern, join(dataDir, name)]);
			return true;
		} catch (error) {
			expect((error as { status?: unknown }).status).toBe(1);
			return false;
		}
	});
}

describe('an erased text', () => {
	it('is in no file any more, wherever the pages that held it have gone since', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir);
		// In many interleaved timelines, so that pages split and are balanced all the time.
		const secrets: string[] = [];
		for (let seq = 0; seq < 30; seq++) {
			const rows = await Promise.all(
				Array.from({ length: 40 }, async (_, i) => {
					const timeline = `v${i}.1` as TimelineId;
					const isSecret = (i + seq) % 7 === 0;
					const secret = `zq${i}x${seq}zebra`;
					if (isSecret) secrets.push(secret);
					const length = (i * 97 + seq * 331) % 3000;
					const text = `${isSecret ? secret : 'plain'} ${'lorem '.repeat(length / 6)}`;
					const parts = { body: { text }, sinks: [aSink] };
					await store.append(timeline, seq, [aMessage(seq + 1, parts)]);
					return { timeline, seq: seq + 1, site: 's', at: seq * 1000 + i, text };
				}),
			);
			await store.index(rows);
		}
		expect(filesWith(dataDir, secrets)).not.toEqual([]);
		expect((await store.search('s', secrets[0]!, { limit: 5 })).hits).toHaveLength(1);

		for (let i = 0; i < 40; i++) {
			const seqs = Array.from({ length: 30 }, (_, seq) => seq).filter((seq) => (i + seq) % 7 === 0);
			const remains = seqs.map((seq) => ({ seq: seq + 1, body: { kind: 'text' } }));
			await store.erase(`v${i}.1` as TimelineId, remains, 5);
		}
		expect(filesWith(dataDir, secrets)).toEqual([]);
		expect((await store.search('s', secrets[0]!, { limit: 5 })).hits).toEqual([]);
		expect(await store.check()).toEqual([]);
		await store.close();
		expect(filesWith(dataDir, secrets)).toEqual([]);
	});

	it('is gone when erase resolves, while a dump and a check are under way, too', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir);
		const timeline = 'v1.1' as TimelineId;
		for (let seq = 0; seq < 3000; seq += 100) {
			const events = Array.from({ length: 100 }, (_, i) => aMessage(seq + i + 1));
			await store.append(timeline, seq, events);
		}
		await store.append(timeline, 3000, [aMessage(3001, { body: { text: 'zqxsecret' } })]);
		const others = Promise.all([collect(store.dump()), store.check()]);
		await store.erase(timeline, [{ seq: 3001, body: {} }], 5);
		expect(filesWith(dataDir, ['zqxsecret'])).toEqual([]);
		const [rows, findings] = await others;
		expect(rows).toHaveLength(3001);
		expect(findings).toEqual([]);
	});
});

describe('commits', () => {
	it('do not wait for an erasure that waits for a reader', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir, { sync: 'normal' });
		const timeline = 'v1.1' as TimelineId;
		await store.append(timeline, 0, [aMessage(1)]);
		let last = 1;
		/** How long each of some commits took, in milliseconds, shortest first. */
		async function commitFor(ms: number): Promise<number[]> {
			const took: number[] = [];
			for (const end = performance.now() + ms; performance.now() < end; last += 1) {
				const begun = performance.now();
				await store.append(timeline, last, [aMessage(last + 1)]);
				took.push(performance.now() - begun);
			}
			return took.sort((a, b) => a - b);
		}
		const middle = (sorted: number[]): number => sorted[sorted.length >> 1]!;
		await commitFor(300);
		const alone = await commitFor(1000);

		const reader = (await loadDriver())(join(dataDir, 'parley.db'), 'read');
		reader.exec('BEGIN');
		reader.value('SELECT count(*) FROM events');
		let isErased = false;
		const erasing = store.erase(timeline, [{ seq: 1, body: {} }], 5).then(() => (isErased = true));
		const meanwhile = await commitFor(1000);
		expect(isErased).toBe(false);
		expect(middle(meanwhile)).toBeLessThan(5 * middle(alone) + 5);
		// One of a hundred may meet a busy machine.
		expect(meanwhile[Math.floor(meanwhile.length * 0.99)]).toBeLessThan(150);
		expect(meanwhile.length).toBeGreaterThan(alone.length / 5);
		reader.exec('COMMIT');
		reader.close();
		await erasing;
	}, 30_000);
});

describe('a dump', () => {
	it('while others write is dense in every timeline and holds all that was there at its beginning', async () => {
		const store = await openForTest(newFolder());
		const timelines = Array.from({ length: 10 }, (_, i) => `v${i}.1` as TimelineId);
		const appendTo = async (timeline: TimelineId, from: number, until: number): Promise<void> => {
			for (let seq = from; seq < until; seq++) {
				await store.append(timeline, seq, [aMessage(seq + 1, { sinks: [aSink] })]);
			}
		};
		await Promise.all(timelines.map((timeline) => appendTo(timeline, 0, 60)));
		const [rows] = await Promise.all([
			collect(store.dump()),
			...timelines.map((timeline) => appendTo(timeline, 60, 120)),
		]);
		for (const timeline of timelines) {
			const seqs = rows.flatMap((row) =>
				row.kind === 'event' && row.event.timeline === timeline ? row.event.seq : [],
			);
			expect(seqs).toEqual(seqs.map((_, i) => i + 1));
			expect(seqs.length).toBeGreaterThanOrEqual(60);
		}

		const copy = await openForTest(newFolder());
		await copy.load(rows);
		await copy.beginEpoch();
		expect(copy.epoch).not.toBe(store.epoch);
		expect(await copy.check()).toEqual([]);
		const owed = await copy.dueLanes(aSink, 0, 100);
		expect(owed).toHaveLength(10);
		for (const lane of owed) {
			expect(lane.owed).toBe((await copy.head(lane.timeline)).seq);
		}
	});
});
