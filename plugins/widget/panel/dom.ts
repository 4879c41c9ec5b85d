/*
 * Building the page by nodes. There is no HTML text anywhere: what a visitor or an agent wrote can only ever become a text node,
 * and the page's policy (Trusted Types) refuses anything else.
 */

type Attributes = Readonly<Record<string, string | boolean | (() => void)>>;

/** A function as attribute `onclick` and the like listens; true and false set or leave out an attribute. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') element.addEventListener(name.slice(2), value);
		else if (typeof value === 'string') element.setAttribute(name, value);
		else if (value) element.setAttribute(name, '');
	}
	element.append(...children);
	return element;
}

const paths = {
	chat: 'M10 3.25c4 0 7.25 2.8 7.25 6.25S14 15.75 10 15.75c-.92 0-1.8-.15-2.6-.42L3.75 16.5l.9-3.05C3.46 12.4 2.75 11 2.75 9.5 2.75 6.05 6 3.25 10 3.25Z',
	close: 'm5 5 10 10M15 5 5 15',
	send: 'M10 16V4.5M5 9.25l5-5 5 5',
	check: 'M4 10.5 8 14.5l8-9',
	checks: 'm1.5 10.75 3.5 3.5 6.5-7.75M9 13.25l1 1 7.5-8.75',
	clock: 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6v4.25l2.75 1.6',
	alert: 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6.25v4.5M10 13.6h.01',
	bin: 'M3.5 5.5h13M8 5.25v-2h4v2M5 5.5l.75 11.25h8.5L15 5.5M8.4 8.75v5M11.6 8.75v5',
} as const;
export type IconName = keyof typeof paths;

/** An icon of the first load; the others are in icons.ts, so that they come with what uses them. */
export const icon = (name: IconName): SVGSVGElement => drawn(paths[name]);

/** `path` on a grid of 20 by 20. */
export function drawn(path: string): SVGSVGElement {
	const make = <Tag extends 'svg' | 'path'>(tag: Tag) =>
		document.createElementNS('http://www.w3.org/2000/svg', tag);
	const svg = make('svg');
	const line = make('path');
	svg.setAttribute('class', 'i');
	svg.setAttribute('viewBox', '0 0 20 20');
	svg.setAttribute('aria-hidden', 'true');
	line.setAttribute('d', path);
	svg.append(line);
	return svg;
}

/** A button that is an icon, which may come later; its label is its name and its hint. */
export const tool = (label: string, sign: Node | string, act: () => void): HTMLButtonElement =>
	h(
		'button',
		{ type: 'button', class: 'tool', 'aria-label': label, title: label, onclick: act },
		sign,
	);

/** Changes a text only when it differs: a live region would read an equal text again. */
export function setText(node: Node, text: string): void {
	if (node.textContent !== text) node.textContent = text;
}
