import { h, setText } from '../panel/dom.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';
import { transcriptLines } from './transcript.ts';

interface EndedActs {
	download(conversation: string): void;
	mail(conversation: string): void;
}

/** After the end: the transcript and a new chat are one step away. */
export function createEnded({ settings, go }: Context, acts: EndedActs): Part {
	let id: string | null = null;
	const title = h('h2', {});
	const mail = () => id !== null && acts.mail(id);
	const list = transcriptLines(
		() => id !== null && acts.download(id),
		settings.hasMail ? mail : null,
	);
	const again = h(
		'button',
		{ type: 'button', class: 'btn main wide', onclick: () => go('start') },
		strings.startNew,
	);
	const root = h(
		'section',
		{ class: 'dock card' },
		title,
		h('div', { class: 'list' }, ...list),
		again,
	);

	function render({ shown, state }: View): void {
		id = shown?.id ?? null;
		const isRated = shown?.timeline.events.some(({ type }) => type === 'rating') === true;
		const [name] = (state.news.visitor?.name ?? '').trim().split(/\s/);
		const thanks = name ? say('thankYouName', { name }) : strings.thankYou;
		setText(title, isRated ? thanks : strings.chatEnded);
	}

	return { root, render, focus: () => again.focus() };
}
