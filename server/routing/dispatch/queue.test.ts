import type { ConversationId, SiteId } from '../../../shared/ids.ts';
import { below, seededRandom } from '../../stores/hostile/random.ts';
import { createQueue, type Entry } from './queue.ts';

function entryOf(number: number, since: number): Entry {
	const id = `chat.${number}` as ConversationId;
	const common = { site: 's' as SiteId, group: null, isFirst: false, wanted: null };
	return { number, waiter: { ...common, id, since, priority: 'normal' } };
}

test('a long queue that grows and shrinks anywhere is ordered and counted as a sorted list', () => {
	const random = seededRandom(5);
	const queue = createQueue();
	let list: Entry[] = [];
	for (let step = 0; step < 6000; step += 1) {
		const wantsMore = step < 3000 ? 0.8 : 0.3;
		if (list.length === 0 || random() < wantsMore) {
			const entry = entryOf(step, random() < 0.5 ? step : below(random, 3000));
			queue.add(entry);
			list.push(entry);
		} else {
			const gone = random() < 0.5 ? queue.first() : list[below(random, list.length)];
			if (gone === undefined) throw new Error('a queue with entries has a first');
			queue.remove(gone);
			list = list.filter((entry) => entry !== gone);
		}
		if (step % 40 !== 0) continue;
		list.sort((a, b) => a.waiter.since - b.waiter.since || a.number - b.number);
		expect(queue.size()).toBe(list.length);
		expect(queue.first()).toBe(list[0]);
		const place = below(random, list.length);
		const { number, waiter } = list[place] ?? entryOf(0, 0);
		expect(queue.countBefore(waiter.since, number)).toBe(place);
		const upTo = list.filter((entry) => entry.waiter.since <= waiter.since).length;
		expect(queue.countBefore(waiter.since, Infinity)).toBe(upTo);
	}
});

test('removing what is not there changes nothing', () => {
	const queue = createQueue();
	queue.add(entryOf(1, 10));
	queue.remove(entryOf(2, 10));
	queue.remove(entryOf(1, 10));
	expect(queue.size()).toBe(1);
});
