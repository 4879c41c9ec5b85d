import { useCallback, useEffect, useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { RefObject } from 'react';

/** So near the end the timeline follows what is new; further up somebody is reading. */
const stickyPx = 80;
/** So far before the beginning earlier messages are asked for. */
const earlyPx = 600;
/** What is new stands so far below the upper edge when the view opens there. */
const aboveNewPx = 48;

interface Options {
	/** The element that scrolls, and the one that grows in it. */
	readonly root: RefObject<HTMLDivElement | null>;
	readonly rows: RefObject<HTMLDivElement | null>;
	/** Changes whenever rows came, went or changed. */
	readonly change: unknown;
	readonly onNearStart: () => void;
}

/**
 * Opens at what is new, else at the end; stays at the end while one is there, and else where one reads, whatever comes above or
 * grows. The browser's own anchoring is switched off: not all have it, and two of them would fight.
 */
export function useScroll({ root, rows, change, onNearStart }: Options) {
	const [isAtEnd, setAtEnd] = useState(true);
	const follows = useRef(true);
	/** The row at the upper edge, and how far from it. */
	const anchor = useRef<{ readonly row: Element; readonly top: number } | null>(null);
	const near = useRef(onNearStart);
	near.current = onNearStart;

	const look = useCallback((): void => {
		const { current } = root;
		if (current === null) return;
		follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < stickyPx;
		setAtEnd(follows.current);
		anchor.current = follows.current ? null : anchorOf(current);
		if (current.scrollTop < earlyPx) near.current();
	}, [root]);
	const settle = useCallback((): void => {
		const { current } = root;
		if (current === null) return;
		if (follows.current) current.scrollTop = current.scrollHeight;
		else if (anchor.current?.row.isConnected === true)
			current.scrollTop += topOf(anchor.current.row, current) - anchor.current.top;
		if (current.scrollTop < earlyPx) near.current();
	}, [root]);
	const toEnd = useCallback((): void => {
		follows.current = true;
		anchor.current = null;
		setAtEnd(true);
		settle();
	}, [settle]);

	useLayoutEffect(() => {
		const { current } = root;
		const line = current?.querySelector('.newline') ?? null;
		if (current === null || line === null) return settle();
		current.scrollTop += topOf(line, current) - aboveNewPx;
		look();
	}, [root, look, settle]);
	useLayoutEffect(settle, [change, settle]);
	useEffect(() => {
		if (typeof ResizeObserver !== 'function') return;
		const observer = new ResizeObserver(settle);
		for (const { current } of [root, rows]) if (current !== null) observer.observe(current);
		return () => observer.disconnect();
	}, [root, rows, settle]);

	return { isAtEnd, onScroll: look, toEnd };
}

const topOf = (row: Element, root: Element): number =>
	row.getBoundingClientRect().top - root.getBoundingClientRect().top;

/** The first row that ends below the upper edge, found by halves: blocks first, then in the block. */
function anchorOf(root: Element): { row: Element; top: number } | null {
	const edge = root.getBoundingClientRect().top;
	const firstBelow = (elements: readonly Element[]): Element | null => {
		let [low, high] = [0, elements.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const bottom = elements[middle]?.getBoundingClientRect().bottom ?? 0;
			if (bottom > edge) high = middle;
			else low = middle + 1;
		}
		return elements[low] ?? null;
	};
	const block = firstBelow([...root.querySelectorAll('.block')]);
	const row = block === null ? null : (firstBelow([...block.children]) ?? block);
	return row === null ? null : { row, top: row.getBoundingClientRect().top - edge };
}
