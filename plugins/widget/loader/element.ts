/** Nodes only, never HTML: a page with Trusted Types refuses the rest. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	properties?: Partial<HTMLElementTagNameMap[Tag]>,
	...children: (Node | string)[]
): HTMLElementTagNameMap[Tag];
export function element(
	tag: string,
	properties?: Partial<HTMLElement>,
	...children: (Node | string)[]
): HTMLElement;
export function element(tag: string, properties?: object, ...children: (Node | string)[]) {
	const node = Object.assign(document.createElement(tag), properties);
	node.append(...children);
	return node;
}

export type MakeElement = typeof element;
