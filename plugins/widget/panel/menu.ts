import { strings } from '../strings.ts';
import { drawn, h } from './dom.ts';
import { more } from './icons.ts';

export interface MenuItem {
	readonly label: string;
	/** A path of icons.ts. */
	readonly icon: string;
	readonly choose: () => void;
	/** Set: it is turned on and off, and the menu stays. */
	readonly isOn?: boolean;
	/** Ends something: stands apart. */
	readonly isBad?: boolean;
}

/** A button that opens a menu: arrow keys, Home and End move in it, Escape and Tab leave it. `items` is asked at each opening. */
export function createMenu(items: () => readonly MenuItem[]) {
	const label = strings.more;
	const button = h(
		'button',
		{
			type: 'button',
			class: 'tool more',
			'aria-label': label,
			title: label,
			'aria-haspopup': 'menu',
			'aria-expanded': 'false',
			onclick: () => open(list.hidden === true),
		},
		drawn(more),
	);
	const list = h('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true });
	const root = h('div', {}, button, list);
	let entries: HTMLElement[] = [];

	function entryOf({ label: text, icon, choose, isOn, isBad }: MenuItem): HTMLElement {
		const isSwitch = isOn !== undefined;
		const entry = h(
			'button',
			{
				type: 'button',
				role: isSwitch ? 'menuitemcheckbox' : 'menuitem',
				tabindex: '-1',
				...(isSwitch ? { 'aria-checked': String(isOn) } : {}),
				...(isBad ? { class: 'bad' } : {}),
				onclick() {
					if (isSwitch)
						entry.setAttribute(
							'aria-checked',
							String(entry.getAttribute('aria-checked') !== 'true'),
						);
					else open(false);
					choose();
				},
			},
			drawn(icon),
			text,
			...(isSwitch ? [h('span', { class: 'switch' })] : []),
		);
		return entry;
	}

	function open(isOpen: boolean): void {
		if (isOpen) {
			entries = [];
			list.replaceChildren(
				...items().flatMap((item) => {
					const entry = entryOf(item);
					entries.push(entry);
					return item.isBad && entries.length > 1 ? [h('hr'), entry] : [entry];
				}),
			);
		}
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
