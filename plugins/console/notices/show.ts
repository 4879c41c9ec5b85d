import { go } from '../shell/router.ts';
import type { NoticeText } from './notice-text.ts';

export type Permission = NotificationPermission | 'unsupported' | 'insecure';

/** Whether this browser shows notifications of this page. */
export function permissionNow(): Permission {
	if (!window.isSecureContext) return 'insecure';
	return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** Asks the person; must come from a click. */
export async function askPermission(): Promise<Permission> {
	if (permissionNow() !== 'default') return permissionNow();
	return Notification.requestPermission();
}

export interface Shown extends NoticeText {
	/** A newer notice with the same tag takes its place, a push with it too. */
	readonly tag: string;
	readonly conversation: string | null;
}

const open = new Map<string, Notification>();
const icon = '/assets/console/icon-192.png';

/** Without a sound of its own: the console has made one, if it should. */
export async function show({ title, body, tag, conversation }: Shown): Promise<void> {
	if (permissionNow() !== 'granted') return;
	const options = { body, tag, icon, silent: true, data: { conversation } };
	try {
		const shown = new Notification(title, options);
		open.set(tag, shown);
		shown.addEventListener('close', () => open.get(tag) === shown && open.delete(tag));
		shown.addEventListener('click', () => {
			window.focus();
			if (conversation !== null) go('inbox', conversation);
			shown.close();
		});
	} catch {
		// On phones only a service worker may show one.
		const worker = await navigator.serviceWorker?.getRegistration('/console');
		await worker?.showNotification(title, options);
	}
}

/** What is before the eyes needs no notice any more. */
export function close(tag: string): void {
	open.get(tag)?.close();
}

export const tagOf = (conversation: string): string => `parley-${conversation}`;
