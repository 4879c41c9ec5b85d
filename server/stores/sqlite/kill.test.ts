import { once } from 'node:events';
import type { TimelineId } from '../../../shared/ids.ts';
import { aSink, newFolder, openForTest, startChild, tidyUp } from './open-for-test.ts';

afterEach(tidyUp);

/** The eight timelines of the child, with the highest acknowledged number of each. */
async function readUntil(
	lines: AsyncIterator<string>,
	count: number,
): Promise<Map<string, number>> {
	const acknowledged = new Map<string, number>();
	for (let i = 0; i < count; i++) {
		const { value } = (await lines.next()) as { value: string };
		const [timeline, seq] = value.split(' ') as [string, string];
		acknowledged.set(timeline, Number(seq));
	}
	return acknowledged;
}

describe('kill -9 while it writes', () => {
	it.each([50, 400, 1500])(
		'after %d acknowledged events loses none of them and leaves no hole',
		async (count) => {
			const dataDir = newFolder();
			for (let round = 0; round < 2; round++) {
				const { child, lines } = startChild(dataDir, 'append');
				const acknowledged = await readUntil(lines, count);
				child.kill('SIGKILL');
				await once(child, 'exit');

				const store = await openForTest(dataDir);
				expect(await store.check()).toEqual([]);
				for (const [timeline, seq] of acknowledged) {
					const head = await store.head(timeline as TimelineId);
					expect(head.seq).toBeGreaterThanOrEqual(seq);
					expect(head.vseq).toBe(head.seq);
					const owed = await store.owedEvents(aSink, timeline as TimelineId, 0, 100_000);
					expect(owed).toHaveLength(head.seq);
				}
				expect(await store.dueLanes(aSink, 0, 100)).toHaveLength(8);
				await store.close();
			}
		},
	);
});
