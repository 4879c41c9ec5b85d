import { useEffect, useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { ReactNode } from 'react';

interface Props<Item> {
	readonly items: readonly Item[];
	readonly keyOf: (item: Item) => string;
	/** Pixels of a row that was not measured yet. */
	readonly estimate: number;
	readonly children: (item: Item, index: number) => ReactNode;
	/** Kept in view when it changes: the chosen one. */
	readonly follow?: string | null;
	readonly className?: string;
}

/** Rows above and below what is seen. */
const margin = 6;

/**
 * A list of which only the rows near the view exist, for lists of ten thousand. Stands in an element of its own that scrolls;
 * rows may differ in height. Short lists are drawn whole.
 */
export function VirtualList<Item>(props: Props<Item>) {
	const { items, keyOf, estimate, children, follow = null, className = '' } = props;
	const root = useRef<HTMLDivElement>(null);
	const heights = useRef(new Map<string, number>());
	const [view, setView] = useState({ top: 0, height: 800 });
	const [, measured] = useState(0);

	useEffect(() => {
		const scroller = root.current?.parentElement ?? null;
		if (scroller === null) return;
		const look = (): void => setView({ top: scroller.scrollTop, height: scroller.clientHeight });
		look();
		scroller.addEventListener('scroll', look, { passive: true });
		const observer = new ResizeObserver(look);
		observer.observe(scroller);
		return () => {
			scroller.removeEventListener('scroll', look);
			observer.disconnect();
		};
	}, []);

	const heightOf = (item: Item): number => heights.current.get(keyOf(item)) ?? estimate;
	const tops: number[] = [];
	let total = 0;
	for (const item of items) {
		tops.push(total);
		total += heightOf(item);
	}
	let first = 0;
	while (first < items.length - 1 && (tops[first + 1] ?? 0) < view.top) first += 1;
	let last = first;
	while (last < items.length - 1 && (tops[last] ?? 0) < view.top + view.height) last += 1;
	first = Math.max(0, first - margin);
	last = Math.min(items.length - 1, last + margin);

	// After each drawing: rows may have changed their height. Ends by itself, since a height that is known sets nothing.
	// oxlint-disable-next-line react-hooks/exhaustive-deps
	useLayoutEffect(() => {
		let isNew = false;
		for (const row of root.current?.children ?? []) {
			const key = (row as HTMLElement).dataset['key'];
			if (key === undefined) continue;
			const height = (row as HTMLElement).offsetHeight;
			if (height === 0 || heights.current.get(key) === height) continue;
			heights.current.set(key, height);
			isNew = true;
		}
		if (isNew) measured((count) => count + 1);
	});
	useEffect(() => {
		const at = follow === null ? -1 : items.findIndex((item) => keyOf(item) === follow);
		const scroller = root.current?.parentElement ?? null;
		if (at === -1 || scroller === null) return;
		const [top, height] = [tops[at] ?? 0, items[at] === undefined ? 0 : heightOf(items[at])];
		if (top < scroller.scrollTop) scroller.scrollTop = top;
		else if (top + height > scroller.scrollTop + scroller.clientHeight)
			scroller.scrollTop = top + height - scroller.clientHeight;
		// Only when another one is chosen: a list that grows must not jump.
		// oxlint-disable-next-line react-hooks/exhaustive-deps
	}, [follow]);

	return (
		<div ref={root} className={`virtual ${className}`} style={{ blockSize: total }}>
			{items.slice(first, last + 1).map((item, n) => (
				<div key={keyOf(item)} data-key={keyOf(item)} style={{ insetBlockStart: tops[first + n] }}>
					{children(item, first + n)}
				</div>
			))}
		</div>
	);
}
