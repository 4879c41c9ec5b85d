import type { KeyValues } from './parts.ts';

/**
 * One stored string that falls back to memory where the browser forbids storage. What storage has lost, because the browser made
 * room or a person cleared it, is written back; `onLost` is told before.
 */
export function keptValue(storage: KeyValues, key: string, onLost: () => void = () => {}) {
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
	const stored = (): string | null => {
		const found = storage.get(key);
		if (found !== null || memory === null) return found;
		onLost();
		storage.set(key, memory);
		return memory;
	};
	return {
		get: (): string | null =>
			guarded(
				() => (works ? (memory = stored()) : memory),
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
