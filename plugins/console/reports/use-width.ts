import { useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { RefObject } from 'react';

const unmeasured = 600;

/** Pixels that an element has, so that a chart is drawn at its size and its words are never scaled. */
export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
	const ref = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(unmeasured);
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null || typeof ResizeObserver === 'undefined') return;
		const measure = (): void => setWidth(Math.max(200, Math.floor(element.clientWidth)));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, []);
	return [ref, width];
}
