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
	for (const name in attributes) node.setAttribute(name, attributes[name] as string);
	node.append(...children);
	return node;
}

export function icon(): SVGSVGElement {
	const svg = document.createElementNS(svgNamespace, 'svg');
	svg.setAttribute('viewBox', '0 0 40 40');
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS(svgNamespace, 'path');
	path.setAttribute(
		'd',
		'M20 6c8 0 15 6 15 13s-7 13-15 13q-3 0-5-1l-7 2 2-6Q5 24 5 19C5 12 12 6 20 6Z',
	);
	svg.append(path);
	return svg;
}
