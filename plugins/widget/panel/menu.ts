import { h, icon, type IconName } from './dom.ts';

interface MenuItem {
	readonly label: string;
	readonly icon: IconName;
	readonly onChoose: () => void;
}

/** A button that opens a menu: arrow keys, Home and End move in it, Escape and Tab leave it. */
export function createMenu(label: string, items: readonly MenuItem[]) {
	const button = h(
		'button',
		{
			type: 'button',
			class: 'tool',
			'aria-label': label,
			title: label,
			'aria-haspopup': 'menu',
			'aria-expanded': 'false',
			onclick: () => open(list.hidden === true),
		},
		icon('more'),
	);
	const entries = items.map((item) => {
		const choose = (): void => {
			open(false);
			item.onChoose();
		};
		const attributes = { type: 'button', role: 'menuitem', tabindex: '-1', onclick: choose };
		return h('button', attributes, icon(item.icon), item.label);
	});
	const list = h('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true });
	list.append(...entries);
	const root = h('div', {}, button, list);

	function open(isOpen: boolean): void {
		list.hidden = !isOpen;
		button.setAttribute('aria-expanded', String(isOpen));
		if (isOpen) entries[0]?.focus();
	}

	root.addEventListener('keydown', (event) => {
		if (list.hidden) {
			if (event.key === 'ArrowDown') {
				event.preventDefault();
				open(true);
			}
			return;
		}
		if (event.key === 'Escape' || event.key === 'Tab') {
			// Escape closes one thing at a time; Tab goes on from the button.
			if (event.key === 'Escape') event.stopPropagation();
			button.focus();
			return open(false);
		}
		const at = entries.findIndex((entry) => entry === document.activeElement);
		const last = entries.length - 1;
		const next = {
			ArrowDown: at < last ? at + 1 : 0,
			ArrowUp: at > 0 ? at - 1 : last,
			Home: 0,
			End: last,
		}[event.key];
		if (next === undefined) return;
		event.preventDefault();
		entries[next]?.focus();
	});
	root.addEventListener('focusout', ({ relatedTarget }) => {
		if (!root.contains(relatedTarget as Node | null)) open(false);
	});

	return {
		root,
		focus: (): void => button.focus(),
		/** Puts it away, the open list too. */
		hide(isHidden: boolean): void {
			root.hidden = isHidden;
			if (isHidden) open(false);
		},
	};
}
