import type { KeyValues } from './parts.ts';

/**
 * Tells whether storage has been cleared behind this tab's back: it holds a mark that is made anew after each clearing, by
 * whichever tab notices first. `onLost` is called once for each clearing. Where storage is forbidden nothing is ever whole.
 */
export function storageMark(
	storage: KeyValues,
	key: string,
	newId: () => string,
	onLost: () => void,
): () => boolean {
	const read = (): string => {
		const found = storage.get(key);
		if (found !== null) return found;
		const made = newId();
		storage.set(key, made);
		return made;
	};
	let seen: string | null = null;
	return () => {
		try {
			const now = read();
			const isSame = seen === null || seen === now;
			seen = now;
			if (!isSame) onLost();
			return isSame;
		} catch {
			return false;
		}
	};
}
