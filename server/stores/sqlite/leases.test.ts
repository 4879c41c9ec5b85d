import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { newFolder, openForTest, tidyUp } from './open-for-test.ts';

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
