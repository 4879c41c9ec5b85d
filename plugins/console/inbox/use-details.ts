import { useCallback, useEffect, useState } from '@wordpress/element';
import { useMedia } from '../shell/use-media.ts';

const place = 'parley:console:details';

/**
 * Whether the details are shown. Where there is room beside the conversation that is remembered; in a narrower window they lie over
 * it, open only when asked for, and go with the conversation.
 */
export function useDetails(conversation: string | null): [boolean, (isShown: boolean) => void] {
	const isWide = useMedia('(min-width: 1280px)');
	const [isBeside, setBeside] = useState(() => kept() !== 'hidden');
	const [isOver, setOver] = useState(false);
	useEffect(() => setOver(false), [conversation, isWide]);
	const show = useCallback(
		(next: boolean) => {
			if (!isWide) return setOver(next);
			setBeside(next);
			try {
				localStorage.setItem(place, next ? 'shown' : 'hidden');
			} catch {
				// Holds until the page is loaded again.
			}
		},
		[isWide],
	);
	return [isWide ? isBeside : isOver, show];
}

function kept(): string | null {
	try {
		return localStorage.getItem(place);
	} catch {
		return null;
	}
}
