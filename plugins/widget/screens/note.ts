import { h, setText } from '../panel/dom.ts';
import type { Context, Part } from '../panel/view.ts';
import { strings } from '../strings.ts';

/** Says something in the composer's place: what became of a wish, or a link to go on with elsewhere. */
export function createNote({ ask }: Context): Part & {
	tell(title: string): void;
	giveLink(url: string): void;
} {
	const title = h('h2', { tabindex: '-1' });
	const more = h('p', {});
	const field = h('input', { readonly: true, 'aria-label': strings.continueOn, dir: 'ltr' });
	const copy = h(
		'button',
		{ type: 'button', class: 'btn main', onclick: () => void copyNow() },
		strings.copy,
	);
	const link = h('div', { class: 'field pair' }, field, copy);
	const back = h(
		'button',
		{ type: 'button', class: 'btn wide', onclick: () => ask(null) },
		strings.backToChat,
	);
	const root = h('section', { class: 'dock card' }, title, more, link, back);
	const status = h('span', { class: 'hidden', role: 'status' });
	root.append(status);

	async function copyNow(): Promise<void> {
		field.select();
		// In a frame the new way needs the leave of the page around; the old one does not.
		try {
			await navigator.clipboard.writeText(field.value);
		} catch {
			if (!document.execCommand('copy')) return;
		}
		setText(copy, strings.copied);
		setText(status, strings.copied);
	}

	return {
		root,
		render: () => undefined,
		focus: () => title.focus(),
		tell(words): void {
			setText(title, words);
			more.hidden = link.hidden = true;
			ask('note');
		},
		giveLink(url): void {
			setText(title, strings.continueOn);
			setText(more, strings.continueMore);
			setText(copy, strings.copy);
			setText(status, '');
			more.hidden = link.hidden = false;
			field.value = url;
			ask('note');
		},
	};
}
