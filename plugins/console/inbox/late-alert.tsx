import { useEffect, useRef, useState } from '@wordpress/element';
import { visitorName } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import type { SiteInfo } from '../shell/use-sites.ts';
import { fill } from '../strings.ts';
import { limitFor, limitsOf } from './limits.ts';
import { partOf } from './lists.ts';
import { words } from './words.ts';

/** Says once to a screen reader that an own conversation waits too long; for the eye the ring closes. */
export function LateAlert({
	now,
	sites,
}: {
	readonly now: number;
	readonly sites: readonly SiteInfo[];
}) {
	const { me, state } = useDesk();
	const told = useRef(new Set<string>());
	const [text, setText] = useState('');
	useEffect(() => {
		for (const view of state.conversations.values()) {
			if (view.waitingSinceAt === null || partOf(view, 'mine', me.id) !== 'waitsForMe') continue;
			const key = `${view.id} ${view.waitingSinceAt}`;
			const isLate = now - Date.parse(view.waitingSinceAt) >= limitFor(view, limitsOf(sites, view));
			if (!isLate || told.current.has(key)) continue;
			told.current.add(key);
			const name = visitorName(view.visitor, state.visitors.get(view.visitor)?.name ?? null);
			setText(fill(words.lateAlert, { name }));
		}
	}, [now, sites, state.conversations, state.visitors, me.id]);
	return (
		<p className="hidden" role="alert">
			{text}
		</p>
	);
}
