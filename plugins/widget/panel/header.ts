import { strings } from '../strings.ts';
import { drawn, h, icon, setText, tool } from './dom.ts';
import { face } from './face.ts';
import { back as backIcon } from './icons.ts';

export interface HeaderView {
	readonly title: string;
	/** Empty: none. */
	readonly second: string;
	/** Whose faces stand before the title; none: the site's mark. Null: not even that. */
	readonly names: readonly string[] | null;
	/** The one who is shown is there. */
	readonly isHere: boolean;
	readonly hasBack: boolean;
	/** The screen below has a heading of its own: no line between the two. */
	readonly isBare: boolean;
}

interface HeaderActs {
	back(): void;
	/** Null: this panel cannot be closed. */
	readonly close: (() => void) | null;
}

/** Who is on the other side, and the way back and out. */
export function createHeader(acts: HeaderActs) {
	const title = h('bdi');
	const second = h('p');
	const faces = h('span', { class: 'faces' });
	const back = tool(strings.back, drawn(backIcon), acts.back);
	back.classList.add('back');
	const tools: Node[] = acts.close === null ? [] : [tool(strings.close, icon('close'), acts.close)];
	const root = h(
		'header',
		{ class: 'bar' },
		back,
		faces,
		h('div', { class: 'who' }, h('h1', {}, title), second),
		...tools,
	);
	let shown = '';

	return {
		root,
		/** Puts the menu in its place, before the way out. */
		equip: (menu: Node): void => void root.insertBefore(menu, tools[0] ?? null),
		render(view: HeaderView): void {
			setText(title, view.title);
			setText(second, view.second);
			second.hidden = view.second === '';
			back.hidden = !view.hasBack;
			root.classList.toggle('bare', view.isBare);
			const { names, isHere } = view;
			const key = JSON.stringify([names, isHere]);
			if (key === shown) return;
			shown = key;
			faces.hidden = names === null;
			if (names === null) return;
			faces.replaceChildren(
				...(names.length > 0 ? names.map((name) => face(name)) : [face('', true)]),
			);
			faces.classList.toggle('here', isHere);
		},
	};
}
