import { keptValue } from './kept-value.ts';
import type { ClientParts } from './parts.ts';
import { storageMark } from './storage-mark.ts';

export type VisitorToken = ReturnType<typeof visitorToken>;

/** The token that makes this browser a visitor; all its tabs share it. `onLost`: storage has lost what this tab had put there. */
export function visitorToken(parts: ClientParts, site: string, onLost: () => void) {
	const kept = keptValue(parts.storage, `parley.token.${site}`, onLost);
	const isMarked = storageMark(parts.storage, `parley.mark.${site}`, parts.newId, onLost);
	const get = (): string | null => kept.get() || null;
	function set(token: string): void {
		kept.set(token);
		isMarked();
	}
	if (get() !== null) isMarked();
	return {
		/** Read anew each time: another tab may have been the first to get one, or somebody else sits here now. */
		get,
		set,
		/** False: another tab was first, and this one must be the same visitor. `greetedWith` is what this tab has said hello with. */
		takes(token: string, greetedWith: string | null): boolean {
			const first = get();
			// What this one greeted with is worth nothing any more, or was traded for another by a code.
			if (first !== null && first !== greetedWith && first !== token) return false;
			set(token);
			return true;
		},
		forget: (): void => kept.set(''),
		/** What is missing in storage was answered in another tab: the browser has not lost it. */
		isWhole: (): boolean => kept.get() !== null && isMarked(),
		isKept: (): boolean => kept.isKept(),
	};
}

/** Tells the visitors of one browser apart, and is too little to be one of them. */
export const ownerOf = (token: string | null): string | undefined => token?.slice(0, 8);
