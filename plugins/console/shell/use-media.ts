import { useEffect, useState } from '@wordpress/element';

/** Whether the window fits, e.g. `(max-width: 767px)`. */
export function useMedia(query: string): boolean {
	const [fits, setFits] = useState(() => globalThis.matchMedia?.(query).matches ?? false);
	useEffect(() => {
		const list = globalThis.matchMedia?.(query);
		if (list === undefined) return;
		const look = (): void => setFits(list.matches);
		look();
		list.addEventListener('change', look);
		return () => list.removeEventListener('change', look);
	}, [query]);
	return fits;
}
