import type { KeyboardEvent } from 'react';
import { tabs, type Tab } from './lists.ts';
import { words } from './words.ts';

const names: Readonly<Record<Tab, string>> = {
	mine: words.mine,
	waiting: words.waiting,
	all: words.all,
};

interface Props {
	readonly tab: Tab;
	readonly countOf: (tab: Tab) => number;
	readonly onTab: (tab: Tab) => void;
}

export function TabList({ tab, countOf, onTab }: Props) {
	return (
		<div className="tabs" role="tablist" aria-label={words.all} onKeyDown={rove}>
			{tabs.map((name) => (
				<button
					key={name}
					id={`tab-${name}`}
					type="button"
					role="tab"
					aria-selected={name === tab}
					aria-controls="list"
					tabIndex={name === tab ? 0 : -1}
					onClick={() => onTab(name)}
					onFocus={() => onTab(name)}
				>
					{names[name]} <span>{countOf(name)}</span>
				</button>
			))}
		</div>
	);
}

/** Arrow keys, Home and End move among the tabs. */
function rove(event: KeyboardEvent<HTMLElement>): void {
	const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
	const at = items.indexOf(event.target as HTMLElement);
	const step = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
	const places: Readonly<Record<string, number>> = {
		Home: 0,
		End: items.length - 1,
		ArrowLeft: at - step,
		ArrowRight: at + step,
	};
	const to = items[places[event.key] ?? -1];
	if (to === undefined) return;
	event.preventDefault();
	to.focus();
}
