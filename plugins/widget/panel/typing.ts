import type { News } from '../../../shared/client/visitor-news.ts';
import { strings } from '../strings.ts';
import { h, setText } from './dom.ts';
import { face } from './face.ts';
import { named } from './named.ts';

/** Somebody who writes for long is named once in a while only. */
const spokenMs = 30_000;

/** That somebody is writing: seen at once, and said to a screen reader at most every 30 s. */
export function createTyping(now: () => number) {
	const words = h('p', { class: 'by' });
	const dots = h('p', { class: 'bubble dots' }, h('i'), h('i'), h('i'));
	const said = h('div', { class: 'said' }, dots);
	const row = h(
		'div',
		{ class: 'message first last', 'aria-hidden': 'true', hidden: true },
		words,
		said,
	);
	const status = h('span', { class: 'hidden', role: 'status' });
	let spokenAt = -spokenMs;
	let shown = '';

	function render(typing: News['typing']): void {
		const { name = '' } = typing ?? {};
		const text = name === '' ? strings.someoneWriting : named('writing', { name });
		row.hidden = typing === null;
		if (typing === null) return setText(status, '');
		setText(words, text);
		if (shown !== name) said.replaceChildren(dots, face(name));
		shown = name;
		if (now() - spokenAt < spokenMs) return;
		spokenAt = now();
		setText(status, text);
	}

	return { row, status, render };
}
