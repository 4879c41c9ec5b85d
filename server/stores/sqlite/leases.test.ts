import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { aMessage, newFolder, openForTest, tidyUp } from './open-for-test.ts';

afterAll(tidyUp);

it('a lease of a process that died is free at the next start', async () => {
	const [sink, timeline] = ['file:1' as SinkId, 'v.1' as TimelineId];
	const dataDir = newFolder();
	const first = await openForTest(dataDir);
	const author = { kind: 'visitor', id: 'v' } as const;
	const event = {
		vseq: 1,
		audience: 'visitor',
		at: 1,
		type: 'message',
		author,
		target: null,
		body: { text: 'hi' },
	} as const;
	await first.append(timeline, 0, [{ ...event, clientId: null, sinks: [sink] }]);
	expect(await first.lease(sink, timeline, 1000, 61_000)).not.toBeNull();
	await first.close();

	const second = await openForTest(dataDir);
	expect(await second.dueLanes(sink, 2000, 10)).toEqual([]);
	await second.dropLeases();
	expect(await second.dueLanes(sink, 2000, 10)).toMatchObject([{ timeline, cursor: 0, owed: 1 }]);
	expect(await second.lease(sink, timeline, 2000, 62_000)).not.toBeNull();
	await second.close();
});

it('what backs off or was asked to wait keeps its time at a start, whatever it was tried before', async () => {
	const sink = 'file:1' as SinkId;
	const dataDir = newFolder();
	const first = await openForTest(dataDir);
	const names = ['fresh', 'backing-off', 'retry-after', 'tried-and-leased', 'paced', 'replayed'];
	for (const name of names) {
		await first.append(name as TimelineId, 0, [aMessage(1, { sinks: [sink] })]);
	}
	async function failed(name: string, tries: number, dueAt: number): Promise<void> {
		const lane = await first.lease(sink, name as TimelineId, 1000, 61_000);
		await first.settle(lane!, { cursor: 0, dueAt, tries, problem: tries > 0 ? 'no' : null });
	}
	await failed('backing-off', 3, 3_600_000);
	await failed('retry-after', 1, 3_600_000);
	await failed('paced', 0, 3_600_000);
	await failed('tried-and-leased', 4, 1500);
	await first.lease(sink, 'tried-and-leased' as TimelineId, 2000, 62_000);
	await first.lease(sink, 'replayed' as TimelineId, 2000, 62_000);
	await first.rewind(sink, 'replayed' as TimelineId, 1);
	await first.close();

	const second = await openForTest(dataDir);
	await second.dropLeases();
	const due = await second.dueLanes(sink, 2000, 10);
	expect(due.map(({ timeline, tries }) => `${timeline} ${tries}`).sort()).toEqual([
		'fresh 0',
		'replayed 0',
		'tried-and-leased 4',
	]);
	expect(await second.troubledLanes(sink, 10)).toHaveLength(3);
	await second.close();
});
