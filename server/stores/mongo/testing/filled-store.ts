import type { SinkId, TimelineId } from '../../../../shared/ids.ts';
import type { Store } from '../../../ports/store.ts';
import { boxes, facts, people } from '../../contract/collections.ts';
import { decidedAt, message, note } from '../../contract/samples.ts';

const timelineCount = 200;
const eventsEach = 10;
const peopleCount = 300;

export const timelineOf = (n: number): TimelineId => `v${n}.1` as TimelineId;
export const slack = 'slack:T1' as SinkId;
export const mail = 'mail' as SinkId;

/**
 * 2,000 events of 200 timelines, of which every third is internal and every fifth an edit; 400 lanes, of which some failed
 * and some are leased; 300 people, some without a value in each index; one row of words for each message.
 */
export async function fill(store: Store): Promise<void> {
	await inParallel(timelineCount, (n) => fillTimeline(store, n));
	await inParallel(peopleCount, async (n) => {
		await store.insert(people, {
			id: `p${n}`,
			site: n < 240 ? 's1' : 's2',
			number: n,
			name: `Name ${n % 50}`,
			email: n % 4 === 0 ? null : `e${n}@example.org`,
			online: n % 2 === 0,
			...(n % 5 === 0 ? {} : { seenAt: n }),
		});
		await store.insert(facts, { id: `f${n}`, through: n, total: 1 });
		await store.insert(boxes, { id: `b${n}`, content: [n], label: `l${n % 9}` });
	});
}

async function fillTimeline(store: Store, n: number): Promise<void> {
	const timeline = timelineOf(n);
	let shown = 0;
	const events = Array.from({ length: eventsEach }, (_, index) => {
		const owed = index < 8 ? [] : [slack, mail];
		const parts = { at: decidedAt + n * 100 + index, sinks: owed };
		if (index % 3 === 2) return note({ ...parts, target: index % 2 === 0 ? 1 : null });
		return message((shown += 1), { ...parts, target: index % 5 === 4 ? 1 : null });
	});
	await store.append(timeline, 0, events);
	await store.index(
		events.map(({ at }, index) => ({
			timeline,
			seq: index + 1,
			site: `s${n % 3}`,
			at,
			text: `common words of ${n}, number ${index}`,
		})),
	);
	if (n % 10 !== 0) return;
	const lane = await store.lease(slack, timeline, decidedAt * 2, decidedAt * 2);
	if (lane === null || n % 20 !== 0) return;
	const failed = { dueAt: decidedAt + n, tries: 3, problem: 'refused' };
	await store.settle(lane, { ...failed, cursor: lane.cursor });
}

async function inParallel(count: number, work: (n: number) => Promise<void>): Promise<void> {
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < count) await work((next += 1) - 1);
	};
	await Promise.all(Array.from({ length: 12 }, worker));
}
