import type { PushView } from '../../shared/views/notice-view.ts';
import { noticeText } from './notices/notice-text.ts';
import { wordsIn } from './notices/words.ts';
import { offlinePage } from './notices/offline-page.ts';

/*
 * The console's service worker: shows pushes, opens what they are about, and says that there is no connection. It keeps nothing:
 * each page comes from the server.
 */

interface WorkerEvent extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface PushEvent extends WorkerEvent {
	readonly data: { json(): unknown } | null;
}
interface ClickEvent extends WorkerEvent {
	readonly notification: Notification;
}
interface FetchEvent extends WorkerEvent {
	readonly request: Request;
	/** The page, asked for while the worker was still starting. */
	readonly preloadResponse: Promise<Response | undefined>;
	respondWith(answer: Promise<Response>): void;
}
interface Client {
	readonly url: string;
	readonly visibilityState: DocumentVisibilityState;
	focus(): Promise<unknown>;
	postMessage(message: unknown): void;
}
/** What a worker has in place of a window; the types of the project are those of pages. */
interface Worker {
	readonly registration: ServiceWorkerRegistration;
	readonly clients: {
		matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Client[]>;
		openWindow(url: string): Promise<unknown>;
		claim(): Promise<void>;
	};
	skipWaiting(): Promise<void>;
	addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
	addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
	addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void;
	addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
const worker = globalThis as unknown as Worker;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(begin()));
worker.addEventListener('push', (event) => event.waitUntil(show(readPush(event.data))));
worker.addEventListener('notificationclick', (event) => {
	const { conversation } = event.notification.data as { conversation: string | null };
	event.notification.close();
	event.waitUntil(open(conversation));
});
worker.addEventListener('fetch', (event) => {
	if (event.request.mode !== 'navigate') return;
	event.respondWith(pageFor(event).catch(() => offlinePage(navigator.language)));
});

async function begin(): Promise<void> {
	// Where there is no preload, a page waits for the worker: some milliseconds.
	await (worker.registration.navigationPreload as NavigationPreloadManager | undefined)?.enable();
	await worker.clients.claim();
}
const pageFor = async (event: FetchEvent): Promise<Response> =>
	(await event.preloadResponse) ?? fetch(event.request);

function readPush(data: PushEvent['data']): PushView | null {
	try {
		return data === null ? null : (data.json() as PushView);
	} catch {
		return null;
	}
}

/** Something must be shown for each push, or the browser takes the right to push away. */
function show(push: PushView | null): Promise<void> {
	const spoken = push === null || push.language === 'auto' ? navigator.language : push.language;
	const words = wordsIn(spoken.startsWith('de') ? 'de' : 'en');
	const { title, body } =
		push === null
			? { title: words.noticeMessage, body: '' }
			: noticeText(push, push.showsText, words);
	const conversation = push?.conversation ?? null;
	return worker.registration.showNotification(title, {
		body,
		// As the page's own notices are called: one takes the place of the other.
		tag: conversation === null ? 'parley' : `parley-${conversation}`,
		icon: '/assets/console/icon-192.png',
		silent: push?.isSilent ?? false,
		data: { conversation },
	});
}

/** In a console that is open, else in a new one. */
async function open(conversation: string | null): Promise<void> {
	const address =
		conversation === null ? '/console' : `/console#c=${encodeURIComponent(conversation)}`;
	const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const consoles = windows.filter(({ url }) => new URL(url).pathname.startsWith('/console'));
	const [best] = [
		...consoles.filter(({ visibilityState }) => visibilityState === 'visible'),
		...consoles,
	];
	if (best === undefined) return void (await worker.clients.openWindow(address));
	best.postMessage({ type: 'open', conversation });
	// Refused without a click of a person: the message has arrived all the same.
	await best.focus().catch(() => {});
}
