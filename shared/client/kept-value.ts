import type { KeyValues } from './parts.ts';

/** One stored string that falls back to memory where the browser forbids storage. */
export function keptValue(storage: KeyValues, key: string) {
	let memory: string | null = null;
	let works = true;
	const guarded = <T>(use: () => T, otherwise: () => T): T => {
		try {
			return use();
		} catch {
			works = false;
			return otherwise();
		}
	};
	return {
		get: (): string | null =>
			guarded(
				() => (works ? (memory = storage.get(key)) : memory),
				() => memory,
			),
		set: (value: string): void => {
			memory = value;
			guarded(
				() => storage.set(key, value),
				() => undefined,
			);
		},
		isKept: (): boolean => works,
	};
}
