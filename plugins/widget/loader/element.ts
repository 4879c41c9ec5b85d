const svgNamespace = 'http://www.w3.org/2000/svg';

/** Nodes only, never HTML: a page with Trusted Types refuses the rest. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes?: Readonly<Record<string, string>>,
	...children: (Node | string)[]
): HTMLElementTagNameMap[Tag];
export function element(
	tag: string,
	attributes?: Readonly<Record<string, string>>,
	...children: (Node | string)[]
): HTMLElement;
export function element(
	tag: string,
	attributes: Readonly<Record<string, string>> = {},
	...children: (Node | string)[]
) {
	const node = document.createElement(tag);
	for (const name in attributes) node.setAttribute(name, attributes[name] ?? '');
	node.append(...children);
	return node;
}

export function icon(): SVGSVGElement {
	const svg = document.createElementNS(svgNamespace, 'svg');
	svg.setAttribute('viewBox', '0 0 20 20');
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS(svgNamespace, 'path');
	path.setAttribute(
		'd',
		'M10 3.25c4 0 7.25 2.8 7.25 6.25S14 15.75 10 15.75c-.92 0-1.8-.15-2.6-.42L3.75 16.5l.9-3.05C3.46 12.4 2.75 11 2.75 9.5 2.75 6.05 6 3.25 10 3.25Z',
	);
	svg.append(path);
	return svg;
}
