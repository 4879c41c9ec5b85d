import { useCallback, useState } from '@wordpress/element';
import { orders, type Order, type Part } from './lists.ts';

/** How this agent wants the list; stays in this browser (M18). */
export interface InboxPrefs {
	/** `all`; `mine`: the own groups and what belongs to none; else ids of groups. */
	readonly groups: 'all' | 'mine' | readonly string[];
	readonly order: Order;
	readonly folded: readonly Part[];
}

const byDefault: InboxPrefs = { groups: 'all', order: 'longest', folded: ['ended'] };

/** Whatever is kept there: what does not fit is as by default. */
export function readPrefs(kept: string | null): InboxPrefs {
	let found: Partial<Record<keyof InboxPrefs, unknown>> = {};
	try {
		const parsed: unknown = JSON.parse(kept ?? '{}');
		if (typeof parsed === 'object' && parsed !== null) found = parsed;
	} catch {
		return byDefault;
	}
	const { groups, folded } = found;
	return {
		groups: groups === 'mine' || isTexts(groups) ? groups : byDefault.groups,
		order: orders.find((order) => order === found.order) ?? byDefault.order,
		folded: isTexts(folded) ? (folded as readonly Part[]) : byDefault.folded,
	};
}

const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.every((item) => typeof item === 'string');

export function usePrefs(me: string): [InboxPrefs, (change: Partial<InboxPrefs>) => void] {
	const place = `parley:console:inbox:${me}`;
	const [prefs, setPrefs] = useState(() => {
		try {
			return readPrefs(localStorage.getItem(place));
		} catch {
			return byDefault;
		}
	});
	const change = useCallback(
		(changed: Partial<InboxPrefs>) => {
			setPrefs((now) => {
				const next = { ...now, ...changed };
				try {
					localStorage.setItem(place, JSON.stringify(next));
				} catch {
					// Holds until the page is loaded again.
				}
				return next;
			});
		},
		[place],
	);
	return [prefs, change];
}
