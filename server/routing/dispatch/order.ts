import { createQueue, type Entry, type Queue } from './queue.ts';
import {
	baseLevel,
	goesFirst,
	highest,
	latestSince,
	nextStepAt,
	rankAt,
	type Ranked,
} from './rank.ts';

/** Some who wait, in the order of their turn, which changes as they wait. */
export interface Order {
	size(): number;
	add(entry: Entry): void;
	remove(entry: Entry): void;
	/** Who is next. */
	head(ageingMs: number, now: number): Ranked | null;
	/** How many go before one of this rank. */
	countBefore(ranked: Ranked, ageingMs: number, now: number): number;
	/** When how somebody ages changed. */
	forget(): void;
}

export function createOrder(): Order {
	/** By priority, and by whether it goes before the others of it: the longest waiter is at the head of each. */
	const queues: (Queue | null)[] = Array.from({ length: 2 * (highest + 1) }, () => null);
	let size = 0;
	let known: Ranked | null = null;
	/** When `known` holds: until somebody ages. */
	let from = Infinity;
	let until = -Infinity;

	const indexOf = ({ waiter }: Entry): number =>
		2 * baseLevel(waiter.priority) + (waiter.isFirst ? 1 : 0);

	function forget(): void {
		from = Infinity;
	}

	function look(ageingMs: number, now: number): void {
		known = null;
		from = now;
		until = Infinity;
		for (const queue of queues) {
			const entry = queue?.first();
			if (entry === undefined) continue;
			const ranked = { entry, rank: rankAt(entry.waiter, ageingMs, now) };
			if (known === null || goesFirst(ranked, known)) known = ranked;
			until = Math.min(until, nextStepAt(entry.waiter, ageingMs, now));
		}
	}

	/** How many of this queue are of the level now. */
	function reached(place: number, level: number, ageingMs: number, now: number): number {
		const queue = queues[place];
		if (!queue || level > highest) return 0;
		const since = latestSince(place >> 1, level, ageingMs, now);
		return since === Infinity ? queue.size() : queue.countBefore(since, Infinity);
	}

	return {
		size: () => size,
		forget,
		add(entry): void {
			const queue = (queues[indexOf(entry)] ??= createQueue());
			queue.add(entry);
			size += 1;
			// Behind the head of a queue nothing changes who is next.
			if (queue.first() === entry) forget();
		},
		remove(entry): void {
			const queue = queues[indexOf(entry)];
			if (queue?.first() === entry) forget();
			queue?.remove(entry);
			size -= 1;
		},
		head(ageingMs, now): Ranked | null {
			if (now < from || now >= until) look(ageingMs, now);
			return known;
		},
		countBefore({ entry, rank }, ageingMs, now): number {
			const [level, own] = [rank >> 1, rank & 1];
			let count = 0;
			for (let place = 0; place < queues.length; place += 1) {
				const queue = queues[place];
				if (!queue || queue.size() === 0) continue;
				const first = place & 1;
				if (first > own) {
					count += reached(place, level, ageingMs, now);
					continue;
				}
				const above = reached(place, level + 1, ageingMs, now);
				count += above;
				if (first < own) continue;
				const earlier = queue.countBefore(entry.waiter.since, entry.number);
				count += Math.max(0, Math.min(reached(place, level, ageingMs, now), earlier) - above);
			}
			return count;
		},
	};
}
