/** Numbers and times as people read them. */
export const say = {
	count: (n: number, one: string, many = `${one}s`): string =>
		`${n.toLocaleString('en')} ${n === 1 ? one : many}`,
	bytes(n: number): string {
		if (n < 1024) return `${n} bytes`;
		const units = ['KiB', 'MiB', 'GiB', 'TiB'];
		let [value, unit] = [n / 1024, 0];
		while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
		return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
	},
	seconds: (ms: number): string => `${(ms / 1000).toFixed(1)} s`,
};

/** What to do about damage in the data, as it stands after `keep`; restoring comes last. */
export const damageSteps = ({ storeUrl }: { readonly storeUrl: string | null }) =>
	storeUrl === null
		? {
				keep: 'a copy of the data folder',
				restore: 'parley restore <file> --replace',
			}
		: {
				keep: 'the database (or a mongodump of it)',
				restore: 'parley restore <file> into an empty database, which STORE_URL then names',
			};

/** Prints what a long action is at, at most every two seconds, so that a short one says nothing. */
export function createProgress(print: (line: string) => void, everyMs = 2000) {
	const startedAt = performance.now();
	let saidAt = startedAt;
	return {
		at(text: () => string): void {
			const now = performance.now();
			if (now - saidAt < everyMs) return;
			saidAt = now;
			print(`  ... ${text()} (${say.seconds(now - startedAt)})`);
		},
		elapsed: (): string => say.seconds(performance.now() - startedAt),
	};
}
