import { useSyncExternalStore } from '@wordpress/element';

/** Chromium's offer to install the page; other browsers have it in their own menus. */
interface InstallEvent extends Event {
	prompt(): Promise<unknown>;
}

let offer: InstallEvent | null = null;
const listeners = new Set<() => void>();
const set = (next: InstallEvent | null): void => {
	offer = next;
	for (const listener of listeners) listener();
};
// It comes once, soon after the page has been loaded, whatever is shown then.
globalThis.addEventListener?.('beforeinstallprompt', (event) => {
	event.preventDefault();
	set(event as InstallEvent);
});
globalThis.addEventListener?.('appinstalled', () => set(null));

/** Asks to install; null: this browser offers nothing, or it is installed. */
export function useInstall(): (() => void) | null {
	const now = useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => offer,
	);
	if (now === null) return null;
	return () => void now.prompt().finally(() => set(null));
}
