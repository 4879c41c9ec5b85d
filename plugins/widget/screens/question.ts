import { h } from '../panel/dom.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { strings } from '../strings.ts';

/** Asks before the end, in the composer's place: nothing lies on top, nothing traps the focus. */
export function createQuestion({ client, ask }: Context): Part {
	let running: View['running'] = null;
	const keep = h(
		'button',
		{ type: 'button', class: 'btn', onclick: () => ask(null) },
		strings.keep,
	);
	const end = h('button', { type: 'button', class: 'btn bad', onclick: endNow }, strings.end);
	const root = h(
		'section',
		{ class: 'dock card' },
		h('h2', {}, strings.endQuestion),
		h('p', {}, strings.endMore),
		h('div', { class: 'pair' }, keep, end),
	);

	function endNow(): void {
		if (running !== null) client.end(running.id);
		ask(null);
	}

	return {
		root,
		render: (view) => void (running = view.running),
		focus: () => keep.focus(),
	};
}
