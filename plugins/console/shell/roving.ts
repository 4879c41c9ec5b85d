import type { KeyboardEvent } from 'react';

/*
 * A list is one tab stop: arrows, Home and End move within it. Rows are marked by `data-row`; the list passes `onRowKeys`, and each
 * row has the tab index that `tabIndexOf` gives.
 */

export function onRowKeys(event: KeyboardEvent<HTMLElement>): void {
	const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
	const at = rows.indexOf(document.activeElement as HTMLElement);
	if (at === -1) return;
	const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
	if (to === undefined) return;
	event.preventDefault();
	rows[to]?.focus();
}

/** `chosen`: of the row that is open; -1: none is. */
export const tabIndexOf = (index: number, chosen: number): 0 | -1 =>
	index === Math.max(0, chosen) ? 0 : -1;
