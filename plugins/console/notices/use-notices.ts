import { useEffect, useRef } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { AgentPrefs } from '../../../shared/site/agent-prefs.ts';
import type { TeamEventView } from '../../../shared/views/event-view.ts';
import { fill } from '../fill.ts';
import { noticesOf, type Notice, type Onlooker, type Seen } from './decide-notices.ts';
import { noticeText } from './notice-text.ts';
import { planOf } from './plan.ts';
import { show, tagOf } from './show.ts';
import { pageSounds } from './sounds.ts';
import type { Tabs } from './tabs.ts';
import { words } from './words.ts';

/** What comes together is told once: a conversation that is asked and given to somebody at once. */
const gatherMs = 500;
/** So often it is looked who waits too long. */
const lookMs = 5000;

interface Watched {
	readonly client: Pick<AgentClient, 'onEvent'>;
	readonly state: AgentState;
	readonly tabs: Pick<Tabs, 'eyes' | 'claim'>;
	/** Null: not known yet, so nothing is told. */
	readonly prefs: AgentPrefs | null;
	readonly who: Onlooker;
}

/** Compares what is known now with what was known a moment ago, and tells the difference. */
export function useNotices(watched: Watched): void {
	const now = useRef(watched);
	const before = useRef<Seen | null>(null);
	const heard = useRef<TeamEventView[]>([]);
	const lostAt = useRef<number | null>(null);
	const gathering = useRef<ReturnType<typeof setTimeout> | null>(null);
	now.current = watched;
	const { client, state } = watched;

	const compare = (): void => {
		gathering.current = null;
		const { who, prefs, tabs } = now.current;
		const after = seenOf(now.current.state, lostAt);
		const said = heard.current.splice(0);
		if (before.current !== null && prefs !== null)
			void tell(noticesOf(before.current, after, said, who), prefs, tabs);
		before.current = after;
	};
	const soon = (): void => void (gathering.current ??= setTimeout(compare, gatherMs));

	useEffect(() => client.onEvent((event) => void heard.current.push(event)), [client]);
	useEffect(soon, [state]);
	useEffect(() => {
		const looking = setInterval(soon, lookMs);
		const wake = (): void => pageSounds.wake();
		for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, wake);
		return () => {
			clearInterval(looking);
			if (gathering.current !== null) clearTimeout(gathering.current);
			gathering.current = null;
			for (const name of ['pointerdown', 'keydown']) document.removeEventListener(name, wake);
		};
	}, []);
}

function seenOf(
	{ conversations, loaded, duty, link }: AgentState,
	lost: { current: number | null },
): Seen {
	const at = Date.now();
	lost.current = link.kind === 'open' ? null : (lost.current ?? at);
	return { at, conversations, loaded, duty, link, lostAt: lost.current };
}

async function tell(
	notices: readonly Notice[],
	prefs: AgentPrefs,
	tabs: Pick<Tabs, 'eyes' | 'claim'>,
): Promise<void> {
	if (notices.length === 0) return;
	const mine = new Set(await tabs.claim(notices.map(({ key }) => key)));
	const { shown, more, sound } = planOf(
		notices.filter(({ key }) => mine.has(key)),
		prefs,
		tabs.eyes(),
	);
	if (sound !== null) pageSounds.play(sound, prefs.volume);
	for (const notice of shown) {
		const { conversation, key } = notice;
		const tag = conversation === null ? `parley-${key}` : tagOf(conversation);
		await show({ ...noticeText(notice, prefs.noticeText, words), tag, conversation });
	}
	if (more > 0) {
		const title = fill(words.noticeMany, { n: more });
		await show({ title, body: '', tag: 'parley-many', conversation: null });
	}
}
