import { emoji as all, emojiColumns as columns, stepInGrid } from '../../../shared/client/emoji.ts';
import { strings } from '../strings.ts';
import { addStyle } from './add-style.ts';
import { h } from './dom.ts';

addStyle(`
.emoji{display:grid;grid-template-columns:repeat(${columns},1fr);padding:var(--s1);border-radius:var(--r-card);background:var(--surface);box-shadow:0 0 0 1px var(--line),var(--shadow-menu)}
.emoji button{min-inline-size:0;block-size:36px;padding:0;border:0;border-radius:var(--r-control);background:none;font:20px/1 var(--font)}
.emoji button:hover{background:var(--hover)}
@media(pointer:coarse){.emoji button{block-size:44px}}`);

/** A grid of common emoji: one stop for Tab, arrow keys in it, Escape leaves it. Each is its own name. */
export function createEmoji(acts: { choose(emoji: string): void; close(): void }) {
	const buttons = all.map((emoji, index) =>
		h(
			'button',
			{
				type: 'button',
				'aria-label': emoji,
				tabindex: index === 0 ? '0' : '-1',
				onclick: () => acts.choose(emoji),
			},
			emoji,
		),
	);
	const root = h('div', { class: 'emoji', role: 'group', 'aria-label': strings.emoji }, ...buttons);
	const isMirrored = (): boolean => getComputedStyle(root).direction === 'rtl';

	root.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			event.preventDefault();
			// One thing at a time: the panel stays.
			event.stopPropagation();
			return acts.close();
		}
		const at = buttons.findIndex((button) => button === document.activeElement);
		const to = stepInGrid(event.key, at, isMirrored());
		const next = to === null ? undefined : buttons[to];
		if (to === null) return;
		event.preventDefault();
		if (next === undefined) return;
		for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
		next.focus();
	});

	return {
		root,
		focus: (): void => buttons.find(({ tabIndex }) => tabIndex === 0)?.focus(),
	};
}
