import type { PanelSettings } from '../settings.ts';
import { say, strings } from '../strings.ts';
import type { Screen } from './decide-screen.ts';
import type { HeaderView } from './header.ts';
import { presenceLine } from './presence.ts';
import type { View } from './view.ts';

/** What the header says on each screen. */
export function headerOf(
	{ name, replyMinutes: n }: PanelSettings,
	source: string,
	{ state, shown, running, agent, now }: View,
	screen: Screen,
): HeaderView {
	const { presence } = state.news;
	const line = presenceLine(presence, now);
	const present = presence?.agents.map((other) => other.name) ?? [];
	const isOpen = presence?.state === 'open';
	const isOver = shown !== null && shown.id !== running?.id;
	const rest = { hasBack: source !== 'inline', isBare: false, isHere: false };
	if (screen === 'form')
		return {
			title: strings.startChat,
			names: null,
			second: n === null ? line : say('answeredIn', { n }),
			...rest,
		};
	if (screen !== 'chat')
		return {
			title: name,
			second: '',
			names: [],
			...rest,
			hasBack: false,
			isBare: true,
		};
	const replies = agent !== null && isOpen && n !== null ? say('repliesIn', { n }) : line;
	return {
		title: agent ?? name,
		second: isOver ? strings.chatEnded : replies,
		names: agent !== null ? [agent] : isOpen ? present.slice(0, 2) : [],
		...rest,
		isHere: !isOver && agent !== null && present.includes(agent),
	};
}
