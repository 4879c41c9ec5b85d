import type { element } from './element.ts';
import type { remembered } from './memory.ts';

/** A command and what belongs to it. */
export type Command = (name: string, ...args: unknown[]) => void;

/** What greeting.js gets from the loader. In order, not by name: names cost bytes in both. */
export type Core = readonly [
	shadow: ShadowRoot,
	launcher: HTMLAnchorElement,
	makeElement: typeof element,
	remember: typeof remembered,
	/** Says it to the panel, now or when it is ready. */
	keep: Command,
	open: () => void,
	/** As `parley('on', ...)`. 'page': the address has changed. */
	on: (name: string, listener: (value: unknown) => void) => void,
];

/** The page's own stub, or the function that has taken its place. */
export type Queue = Command & {
	q?: Parameters<Command>[];
	/** Keys of the sites that have started. */
	_?: string[];
};

declare global {
	var parley: Queue | undefined;
}
