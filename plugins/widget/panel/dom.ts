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
	more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
	send: 'M10 16V4.5M5 9.25l5-5 5 5',
	check: 'M4 10.5 8 14.5l8-9',
	clock: 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6v4.25l2.75 1.6',
	alert: 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M10 6.25v4.5M10 13.6h.01',
	end: 'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0m4.75-2.5 5 5M12.5 7.5l-5 5',
	bin: 'M3.5 5.5h13M8 5.25v-2h4v2M5 5.5l.75 11.25h8.5L15 5.5M8.4 8.75v5M11.6 8.75v5',
	nowave:
		'M2.5 8.25a10.75 10.75 0 0 1 15 0M5.4 11.5A6.6 6.6 0 0 1 10 9.65M12.9 12.4l3.85 3.85M16.75 12.4l-3.85 3.85M9.5 15.25h.01',
} as const;
export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGSVGElement {
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('class', 'i');
	svg.setAttribute('viewBox', '0 0 20 20');
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
	path.setAttribute('d', paths[name]);
	svg.append(path);
	return svg;
}

/** Changes a text only when it differs: a live region would read an equal text again. */
export function setText(node: Node, text: string): void {
	if (node.textContent !== text) node.textContent = text;
}
