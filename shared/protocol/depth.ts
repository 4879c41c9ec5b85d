/** Whether parsed JSON has lists and objects within one another more than `most` times. Without recursion: it may be any depth. */
export function isDeeperThan(most: number, json: unknown): boolean {
	let level: readonly unknown[] = [json];
	for (let depth = 0; level.length > 0; depth += 1) {
		const inner = level.filter((value) => typeof value === 'object' && value !== null);
		if (inner.length > 0 && depth >= most) return true;
		level = inner.flatMap((value) => Object.values(value as object) as unknown[]);
	}
	return false;
}
