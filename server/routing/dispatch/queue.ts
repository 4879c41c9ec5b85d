import type { Waiter } from './dispatch-types.ts';

/** A waiter, and when it was told of: who waits since the same millisecond keeps that order. */
export interface Entry {
	readonly waiter: Waiter;
	readonly number: number;
}

/** The longest waiter first. Adding, removing and counting cost about the root of the size, and a block at most. */
export interface Queue {
	add(entry: Entry): void;
	remove(entry: Entry): void;
	first(): Entry | undefined;
	size(): number;
	/** How many stand before this moment and number. */
	countBefore(since: number, number: number): number;
}

const mostInBlock = 128;

export function createQueue(): Queue {
	/** Each ascending, and all of one before all of the next; none is empty. */
	const blocks: Entry[][] = [];
	let size = 0;

	/** The last block whose first entry stands before it; the first block if none does. */
	function blockOf(since: number, number: number): number {
		let [low, high] = [0, blocks.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const first = blocks[middle]?.[0];
			if (first !== undefined && isBefore(first, since, number)) low = middle + 1;
			else high = middle;
		}
		return Math.max(0, low - 1);
	}

	return {
		add(entry): void {
			const { number } = entry;
			const { since } = entry.waiter;
			const at = blockOf(since, number);
			const block = blocks[at];
			size += 1;
			if (block === undefined) {
				blocks.push([entry]);
				return;
			}
			block.splice(placeIn(block, since, number), 0, entry);
			if (block.length <= mostInBlock) return;
			// Who comes last is the rule: then the full block stays full and a new one begins.
			const isLast = at === blocks.length - 1;
			blocks.splice(at + 1, 0, block.splice(isLast ? mostInBlock - 8 : mostInBlock >> 1));
		},
		remove(entry): void {
			const { number } = entry;
			const { since } = entry.waiter;
			// The first of a block does not stand before itself.
			for (let at = blockOf(since, number); at < blocks.length; at += 1) {
				const block = blocks[at];
				if (block === undefined) return;
				const place = placeIn(block, since, number);
				if (place === block.length) continue;
				if (block[place] !== entry) return;
				block.splice(place, 1);
				if (block.length === 0) blocks.splice(at, 1);
				size -= 1;
				return;
			}
		},
		first: () => blocks[0]?.[0],
		size: () => size,
		countBefore(since, number): number {
			const at = blockOf(since, number);
			const block = blocks[at];
			if (block === undefined) return 0;
			let count = placeIn(block, since, number);
			for (let before = 0; before < at; before += 1) count += blocks[before]?.length ?? 0;
			return count;
		},
	};
}

const isBefore = (entry: Entry, since: number, number: number): boolean =>
	entry.waiter.since < since || (entry.waiter.since === since && entry.number < number);

/** Index of the first that does not stand before it. */
function placeIn(block: readonly Entry[], since: number, number: number): number {
	let [low, high] = [0, block.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const at = block[middle];
		if (at !== undefined && isBefore(at, since, number)) low = middle + 1;
		else high = middle;
	}
	return low;
}
