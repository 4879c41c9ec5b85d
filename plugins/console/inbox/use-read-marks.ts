import { useCallback, useEffect, useState } from '@wordpress/element';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { useDesk } from '../shell/desk.tsx';
import {
	markedUnread,
	noted,
	readMarks,
	unreadOf,
	writtenMarks,
	type ReadMarks,
} from './read-marks.ts';

export interface Reading {
	/** Unread messages of the visitor. */
	unreadOf(view: ConversationView): number;
	/** Until it is opened again. */
	markUnread(view: ConversationView): void;
}

/** What this agent has read, in all tabs of this browser and over a reload. `open`: what stands before the eyes. */
export function useReadMarks(open: string | null): Reading {
	const { me, state } = useDesk();
	const place = `parley:console:read:${me.id}`;
	const [marks, setMarks] = useState<ReadMarks>(() => readMarks(kept(place)));
	const [isSeen, setSeen] = useState(() => document.visibilityState === 'visible');
	/** Marked by hand while it is open: stays so until another one was opened. */
	const [spared, spare] = useState<string | null>(null);
	const seen = isSeen && open !== spared ? open : null;

	useEffect(() => {
		const look = (): void => setSeen(document.visibilityState === 'visible');
		// Read in another tab.
		const hear = ({ key, newValue }: StorageEvent): void => {
			if (key === place) setMarks(readMarks(newValue));
		};
		document.addEventListener('visibilitychange', look);
		window.addEventListener('storage', hear);
		return () => {
			document.removeEventListener('visibilitychange', look);
			window.removeEventListener('storage', hear);
		};
	}, [place]);
	useEffect(() => spare(null), [open]);

	// Views come from the server one by one; what they say is noted before they are drawn.
	const now = noted(marks, state.conversations.values(), seen);
	if (now !== marks) setMarks(now);
	useEffect(() => {
		try {
			localStorage.setItem(place, writtenMarks(now));
		} catch {
			// Storage is switched off or full: the badges hold until the reload.
		}
	}, [place, now]);

	const markUnread = useCallback((view: ConversationView) => {
		spare(view.id);
		setMarks((marksNow) => markedUnread(marksNow, view));
	}, []);
	return { unreadOf: (view) => unreadOf(now, view), markUnread };
}

function kept(place: string): string | null {
	try {
		return localStorage.getItem(place);
	} catch {
		return null;
	}
}
