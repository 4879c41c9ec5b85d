/**
 * Keeps the best of a changing set at hand. What decides the order of an item may change at any time, if `put` is told before the
 * next question. Each call costs the logarithm of the size.
 */
export interface Heap<T> {
	/** Adds it, or moves it to where it belongs now. */
	put(item: T): void;
	remove(item: T): void;
	best(): T | undefined;
}

export function createHeap<T>(isBetter: (a: T, b: T) => boolean): Heap<T> {
	const items: T[] = [];
	const places = new Map<T, number>();

	function set(place: number, item: T): void {
		items[place] = item;
		places.set(item, place);
	}

	function rise(start: number, item: T): number {
		let place = start;
		while (place > 0) {
			const above = (place - 1) >> 1;
			const parent = items[above];
			if (parent === undefined || !isBetter(item, parent)) break;
			set(place, parent);
			place = above;
		}
		return place;
	}

	function sink(start: number, item: T): number {
		let place = start;
		for (;;) {
			let below = 2 * place + 1;
			let child = items[below];
			if (child === undefined) return place;
			const other = items[below + 1];
			if (other !== undefined && isBetter(other, child)) {
				child = other;
				below += 1;
			}
			if (!isBetter(child, item)) return place;
			set(place, child);
			place = below;
		}
	}

	const settle = (place: number, item: T): void => set(sink(rise(place, item), item), item);

	return {
		put(item): void {
			settle(places.get(item) ?? items.length, item);
		},
		remove(item): void {
			const place = places.get(item);
			if (place === undefined) return;
			places.delete(item);
			const last = items.pop();
			if (last !== undefined && last !== item) settle(place, last);
		},
		best: () => items[0],
	};
}
