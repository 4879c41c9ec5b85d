import type { AgentPrefs } from '../../../shared/site/agent-prefs.ts';
import { noticeKinds, type NoticeKind } from '../../../shared/views/notice-view.ts';
import type { Notice } from './decide-notices.ts';

/** What the agent looks at, in whichever tab. */
export interface Eyes {
	readonly isLooking: boolean;
	readonly conversation: string | null;
}

export interface Plan {
	/** Notices of the browser, one for each conversation. */
	readonly shown: readonly Notice[];
	/** Of so many more, told together. */
	readonly more: number;
	/** One sound, however many came. */
	readonly sound: NoticeKind | null;
}

/** At once; more would cover the screen. */
const maxShown = 3;

export type NoticePrefs = Pick<AgentPrefs, 'sounds' | 'notifications' | 'quietWhileLooking'>;

/** How the agent wants to be told (L71): never of what is before the eyes. */
export function planOf(notices: readonly Notice[], prefs: NoticePrefs, eyes: Eyes): Plan {
	const unseen = notices.filter(({ conversation }) =>
		conversation === null
			? !eyes.isLooking
			: !(eyes.isLooking && eyes.conversation === conversation),
	);
	const strongest = new Map<string, Notice>();
	for (const notice of unseen.toSorted(byStrength)) {
		const place = notice.conversation ?? notice.key;
		if (prefs.notifications[notice.kind] && !strongest.has(place)) strongest.set(place, notice);
	}
	const wanted = [...strongest.values()];
	const isMany = wanted.length > maxShown;
	const isQuiet = eyes.isLooking && prefs.quietWhileLooking;
	const loud = isQuiet ? [] : unseen.filter(({ kind }) => prefs.sounds[kind]);
	return {
		shown: isMany ? [] : wanted,
		more: isMany ? wanted.length : 0,
		sound: loud.toSorted(byStrength)[0]?.kind ?? null,
	};
}

const byStrength = (a: Notice, b: Notice): number =>
	noticeKinds.indexOf(a.kind) - noticeKinds.indexOf(b.kind);
