import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineId } from '../../../shared/ids.ts';
import { Busy, Unknown } from '../../ports/errors.ts';
import { aMessage, aTimeline, newFolder, openForTest, tidyUp } from './open-for-test.ts';
import { op } from './ops.ts';
import { startWriter, type WriteQueue } from './write-queue.ts';

afterEach(tidyUp);

/** A writer thread that does what the test says instead of writing. */
async function queueTo(onMessage: string): Promise<WriteQueue> {
	const path = join(newFolder(), 'writer.mjs');
	writeFileSync(
		path,
		`import { parentPort } from 'node:worker_threads';
		parentPort.on('message', (operations) => { ${onMessage} });
		parentPort.postMessage({ started: true });`,
	);
	return startWriter(path, { dataDir: '', collections: [], sync: 'full' });
}
const endWhenAsked = 'if (operations === null) return parentPort.close();';

describe('the queue to the writer', () => {
	it('sends what is asked for in one turn as one message, and no more than 256 of it', async () => {
		const queue = await queueTo(`${endWhenAsked}
			parentPort.postMessage({ answers: operations.map(() => operations.length) });`);
		const answers = Array.from({ length: 300 }, () => queue.write([op.probe]));
		expect(await Promise.all(answers)).toEqual([
			...Array<number>(256).fill(256),
			...Array<number>(44).fill(44),
		]);
		await queue.close();
	});

	it('lets work for quiet moments wait until nothing else does', async () => {
		const queue = await queueTo(`${endWhenAsked}
			parentPort.postMessage({ answers: operations.map(() => null) });`);
		const done: string[] = [];
		const idle = queue.writeWhenIdle([op.index]).then(() => done.push('idle'));
		const other = queue.write([op.probe]).then(() => queue.write([op.probe]));
		await Promise.all([other.then(() => done.push('other')), idle]);
		expect(done).toEqual(['other', 'idle']);
		await queue.close();
	});

	it('says busy when too much waits, and takes more when it is done', async () => {
		const queue = await queueTo(`${endWhenAsked}
			parentPort.postMessage({ answers: operations.map(() => null) });`);
		const waiting = Array.from({ length: 10_000 }, () => queue.write([op.probe]));
		const refused = queue.write([op.probe]);
		await expect(refused).rejects.toEqual(new Busy('queue_full'));
		await Promise.all(waiting);
		expect(await queue.write([op.probe])).toBeNull();
		await queue.close();
	});

	it.each([
		['ends', 'process.exit(1)'],
		['throws', "throw new Error('out of order')"],
		['fails for good', "parentPort.postMessage({ failure: 'unknown', message: '', fatal: true })"],
	])(
		'answers Unknown for what was sent when the thread %s, and closed afterwards',
		async (_, code) => {
			const queue = await queueTo(code);
			const sent = queue.write([op.probe]);
			await expect(sent).rejects.toBeInstanceOf(Unknown);
			await expect(queue.write([op.probe])).rejects.toEqual(new Busy('closed'));
			expect(await queue.failed).toBe(queue.dead);
			await queue.close();
		},
	);
});

describe('a store', () => {
	it('finishes what was begun before it closes, and refuses what comes later', async () => {
		const dataDir = newFolder();
		const store = await openForTest(dataDir);
		const begun = Array.from({ length: 500 }, (_, i) =>
			store.append(`v${i}.1` as TimelineId, 0, [aMessage(1)]),
		);
		const closed = store.close();
		await expect(store.append(aTimeline, 0, [aMessage(1)])).rejects.toEqual(new Busy('closed'));
		const answers = await Promise.all(begun);
		expect(answers.every(([answer]) => answer!.kind === 'committed')).toBe(true);
		await closed;
		const again = await openForTest(dataDir);
		expect(await again.timelines(null, 1000)).toHaveLength(500);
	});

	it('lets its writer in between a reader that never pauses', async () => {
		const store = await openForTest(newFolder());
		const appended = store.append(aTimeline, 0, [aMessage(1)]);
		while ((await store.head(aTimeline)).seq === 0);
		expect((await appended)[0]!.kind).toBe('committed');
	});

	it('rejects what no store could take before anybody else suffers from it', async () => {
		const store = await openForTest(newFolder());
		const wrong = [
			aMessage(1, { vseq: null }),
			aMessage(1, { at: 1.5 }),
			aMessage(1, { sinks: ['a\nb'] as never }),
		];
		for (const event of wrong) {
			await expect(store.append(aTimeline, 0, [event])).rejects.toThrow(TypeError);
		}
		expect(await store.head(aTimeline)).toEqual({ seq: 0, vseq: 0 });
	});
});
