type Counts = readonly (readonly number[])[];
type Open = readonly (readonly boolean[])[];

/** From the first to the last hour that anything began in or that is open. */
export function hoursShown(counts: Counts, open: Open | null): number[] {
	const isUsed = (hour: number): boolean =>
		counts.some((row) => (row[hour] ?? 0) > 0) ||
		(open?.some((row) => row[hour] === true) ?? false);
	const all = Array.from({ length: 24 }, (_, hour) => hour);
	const used = all.filter(isUsed);
	const [first, last] = [used[0], used.at(-1)];
	if (first === undefined || last === undefined) return all.slice(8, 18);
	return all.slice(Math.min(first, 16), Math.max(last, first + 7) + 1);
}

/** None, then up to five steps of amounts; the last one has no end. */
export function classesOf(most: number): { from: number; upTo: number }[] {
	const classes = [{ from: 0, upTo: 0 }];
	// A few counts are a step each.
	const size = Math.max(1, most / 5);
	for (let n = 0; n < 5; n += 1) {
		const from = (classes.at(-1)?.upTo ?? 0) + 1;
		if (from > most) break;
		const upTo = Math.max(from, Math.round((n + 1) * size));
		classes.push({ from, upTo });
	}
	const last = classes.at(-1);
	if (last !== undefined && last.from > 0 && classes.length === 6) last.upTo = Infinity;
	return classes;
}

/** Lines between open hours and those that are not. */
export function frameOf(
	open: Open,
	hours: readonly number[],
	at: (weekday: number, n: number) => readonly [number, number],
	[w, h]: readonly [number, number],
	isTall: boolean,
): string {
	const isOpen = (weekday: number, n: number): boolean => open[weekday]?.[hours[n] ?? -1] === true;
	let path = '';
	const edge = (x1: number, y1: number, x2: number, y2: number): void => {
		path += `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`;
	};
	for (let weekday = 0; weekday < 7; weekday += 1) {
		for (let n = 0; n < hours.length; n += 1) {
			if (!isOpen(weekday, n)) continue;
			const [x, y] = at(weekday, n);
			const [before, after] = [isOpen(weekday, n - 1), isOpen(weekday, n + 1)];
			const [above, below] = [isOpen(weekday - 1, n), isOpen(weekday + 1, n)];
			const [left, right] = isTall ? [above, below] : [before, after];
			const [top, bottom] = isTall ? [before, after] : [above, below];
			if (!left) edge(x, y, x, y + h);
			if (!right) edge(x + w, y, x + w, y + h);
			if (!top) edge(x, y, x + w, y);
			if (!bottom) edge(x, y + h, x + w, y + h);
		}
	}
	return path;
}
