/** What is to happen, on a clock that jumps from one thing to the next. Things of the same moment keep their order. */
export function createAgenda() {
	const items: { at: number; number: number; act: () => void }[] = [];
	let count = 0;
	let now = 0;
	return {
		now: (): number => now,
		add(at: number, act: () => void): void {
			const item = { at: Math.max(at, now), number: (count += 1), act };
			let [low, high] = [0, items.length];
			while (low < high) {
				const middle = (low + high) >> 1;
				const other = items[middle];
				// The next is last, so that taking it is cheap.
				if (other !== undefined && other.at > item.at) low = middle + 1;
				else high = middle;
			}
			items.splice(low, 0, item);
		},
		/** False: nothing is left. */
		step(): boolean {
			const item = items.pop();
			if (item === undefined) return false;
			now = item.at;
			item.act();
			return true;
		},
	};
}
