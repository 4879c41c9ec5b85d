import { get, post } from '../api.ts';
import { askPermission, permissionNow } from './show.ts';

/** `ios`: only once it is on the home screen. `none`: this browser cannot. */
export type PushState = 'none' | 'ios' | 'off' | 'on';

const path = '/api/v1/me/push';
const scope = '/console';
const placeOf = (agent: string): string => `parley:console:push:${agent}`;

/** Null: this browser has none, or the address is not a secure one. */
export async function workerOrNull(): Promise<ServiceWorkerRegistration | null> {
	if (!('serviceWorker' in navigator)) return null;
	try {
		// The browser looks for a newer one by itself, whenever the console is opened.
		const known = await navigator.serviceWorker.getRegistration(scope);
		return known ?? (await navigator.serviceWorker.register('/console/worker.js', { scope }));
	} catch {
		// A private window, or workers are switched off: the console does without.
		return null;
	}
}

export async function pushState(agent: string): Promise<PushState> {
	const worker = await workerOrNull();
	if (worker === null || !('pushManager' in worker)) return isApple() ? 'ios' : 'none';
	if (!wants(agent) || permissionNow() !== 'granted') return 'off';
	return (await worker.pushManager.getSubscription()) === null ? 'off' : 'on';
}

/** Must come from a click. Rejects with a sentence when the browser or its push service will not. */
export async function turnOn(agent: string): Promise<boolean> {
	if ((await askPermission()) !== 'granted') return false;
	const worker = await workerOrNull();
	if (worker === null) return false;
	await subscribe(worker);
	remember(agent, true);
	return true;
}

export async function turnOff(agent: string): Promise<void> {
	remember(agent, false);
	const worker = await workerOrNull();
	const subscription = (await worker?.pushManager.getSubscription()) ?? null;
	if (subscription === null) return;
	await post(`${path}/delete`, { endpoint: subscription.endpoint });
	await subscription.unsubscribe();
}

/** After a new sign-in: what was on before is on again, for the same agent only. */
export async function renew(agent: string): Promise<void> {
	if (!wants(agent) || permissionNow() !== 'granted') return;
	const worker = await workerOrNull();
	if (worker !== null && 'pushManager' in worker) await subscribe(worker);
}

export const sendTest = (): Promise<unknown> => post(`${path}/test`);

async function subscribe({ pushManager }: ServiceWorkerRegistration): Promise<void> {
	const { publicKey } = await get<{ publicKey: string }>(path);
	const key = bytesOf(publicKey);
	const known = await pushManager.getSubscription();
	// The server was set up anew: what belongs to its old key is worth nothing.
	const fits = known !== null && isSame(known.options.applicationServerKey, key);
	if (known !== null && !fits) await known.unsubscribe();
	const options = { userVisibleOnly: true, applicationServerKey: key };
	const subscription = fits ? known : await pushManager.subscribe(options);
	const { endpoint, keys } = subscription.toJSON();
	await post(path, { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] } });
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
	const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function isSame(known: ArrayBuffer | null, key: Uint8Array): boolean {
	if (known === null || known.byteLength !== key.length) return false;
	const bytes = new Uint8Array(known);
	return key.every((byte, index) => byte === bytes[index]);
}

function wants(agent: string): boolean {
	try {
		return localStorage.getItem(placeOf(agent)) !== null;
	} catch {
		return false;
	}
}

function remember(agent: string, isOn: boolean): void {
	try {
		if (isOn) localStorage.setItem(placeOf(agent), '1');
		else localStorage.removeItem(placeOf(agent));
	} catch {
		// Holds until the sign-in ends.
	}
}

/** An iPad says that it is a Mac. */
const isApple = (): boolean =>
	/iPhone|iPad/.test(navigator.userAgent) ||
	(/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
