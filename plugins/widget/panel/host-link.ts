import type { ToLoader, ToPanel } from '../messages.ts';

interface HostLink {
	/** Where the visitor is, as the loader says; undefined on the chat's own page. */
	readonly page: { readonly url: string; readonly title: string } | undefined;
	/** The loader shows the panel. */
	readonly isOpen: boolean;
	say(message: ToLoader): void;
	ready(): void;
}

/**
 * The way to the loader in the page around. Its origin is not known before it greets; until then nothing is said. Which sites may
 * embed the panel is settled by the page's `frame-ancestors`.
 */
export function createHostLink({
	onOpened,
	onClosed,
}: {
	readonly onOpened: () => void;
	readonly onClosed: () => void;
}): HostLink {
	const link = { page: undefined as HostLink['page'], isOpen: false };
	let origin: string | null = null;
	let isReady = false;
	let saidUnread = 0;

	const post = (message: ToLoader) => origin !== null && window.parent.postMessage(message, origin);
	const announce = () => isReady && post({ type: 'parley:ready' });

	window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
		if (
			window.parent === window ||
			event.source !== window.parent ||
			typeof event.data?.type !== 'string'
		)
			return;
		if (origin !== null && event.origin !== origin) return;
		const { data } = event;
		if (data.type === 'parley:greet') {
			origin = event.origin;
			announce();
			if (saidUnread > 0) post({ type: 'parley:unread', count: saidUnread });
		} else if (data.type === 'parley:opened') {
			link.page = data.page;
			link.isOpen = true;
			onOpened();
		} else if (data.type === 'parley:closed') {
			link.isOpen = false;
			onClosed();
		}
	});

	return {
		get page() {
			return link.page;
		},
		get isOpen() {
			return link.isOpen;
		},
		say(message) {
			if (message.type === 'parley:unread') {
				if (message.count === saidUnread) return;
				saidUnread = message.count;
			}
			post(message);
		},
		ready() {
			isReady = true;
			announce();
		},
	};
}
