import { useEffect } from '@wordpress/element';

/** The number on the sign of the installed app, where the system shows one. */
export function useAppBadge(count: number): void {
	useEffect(() => {
		const { setAppBadge, clearAppBadge } = navigator as Partial<Navigator>;
		const set = count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator);
		// Not installed, or not allowed: the title says it too.
		set?.catch(() => {});
	}, [count]);
	useEffect(() => () => void navigator.clearAppBadge?.().catch(() => {}), []);
}
