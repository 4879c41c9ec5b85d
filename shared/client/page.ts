import type {
	ClientClock,
	ClientParts,
	KeyValues,
	OpenSocket,
	Socket,
	WakeReason,
} from './parts.ts';
import type { PageFetch } from './poll-page.ts';

/*
 * The client's parts as a browser has them. The page is described by its shape, so that shared/ needs no DOM types and a test can
 * give a page of its own.
 */

type Listening = {
	addEventListener(type: string, listener: () => void): void;
	removeEventListener(type: string, listener: () => void): void;
};

interface PageLike extends Listening, PageFetch {
	readonly WebSocket: new (url: string) => PageSocket;
	/** Reading it may throw where site data is blocked. */
	readonly localStorage: PageStorage;
	readonly document: Listening & { readonly visibilityState: string };
	readonly crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): unknown };
	setTimeout(call: () => void, ms: number): number;
	clearTimeout(timer: number): void;
}

interface PageSocket {
	onopen: ((event: never) => unknown) | null;
	onmessage: ((event: never) => unknown) | null;
	onclose: ((event: never) => unknown) | null;
	send(text: string): void;
	close(): void;
}

interface PageStorage {
	readonly length: number;
	key(index: number): string | null;
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

/** `pollUrl` is where the same is said by requests. */
export const pageParts = (page: PageLike, socketUrl: string, pollUrl: string): ClientParts => ({
	openSocket: socketsOf(page.WebSocket, socketUrl),
	openPoll: lately(async () => (await import('./poll-page.ts')).pollOf(page, pollUrl)),
	storage: storageOf(page),
	clock: clockOf(page),
	random: Math.random,
	newId: () => randomId(page),
	onWake: (call) => onWake(page, call),
});

const socketsOf =
	(WebSocket: PageLike['WebSocket'], url: string): OpenSocket =>
	(events) => {
		const socket = new WebSocket(url);
		socket.onopen = () => events.onOpen();
		socket.onmessage = ({ data }: { readonly data: unknown }) => events.onMessage(String(data));
		socket.onclose = ({ code }: { readonly code: number }) => events.onClose(code);
		return { send: (text) => socket.send(text), close: () => socket.close() };
	};

/** Few networks need it: it comes when it is used. */
const lately =
	(load: () => Promise<OpenSocket>): OpenSocket =>
	(events) => {
		let socket: Socket | null = null;
		let isClosed = false;
		load().then(
			(open) => !isClosed && (socket = open(events)),
			() => events.onClose(0),
		);
		return {
			send: (text) => socket?.send(text),
			close: () => ((isClosed = true), socket?.close()),
		};
	};

/** `localStorage` is asked for at each use, because in some browsers already naming it throws. */
const storageOf = (page: Pick<PageLike, 'localStorage'>): KeyValues => ({
	get: (key) => page.localStorage.getItem(key),
	set: (key, value) => page.localStorage.setItem(key, value),
	remove: (key) => page.localStorage.removeItem(key),
	keys: (prefix) => {
		const { localStorage } = page;
		const keys = Array.from(
			{ length: localStorage.length },
			(_, index) => localStorage.key(index) ?? '',
		);
		return keys.filter((key) => key.startsWith(prefix));
	},
});

const clockOf = (page: Pick<PageLike, 'setTimeout' | 'clearTimeout'>): ClientClock => ({
	now: () => Date.now(),
	after: (ms, call) => {
		const timer = page.setTimeout(call, ms);
		return () => page.clearTimeout(timer);
	},
});

/** 128 bits. `crypto.randomUUID` is missing on plain http, `getRandomValues` is not. */
function randomId(page: Pick<PageLike, 'crypto'>): string {
	const bytes = new Uint8Array(16);
	page.crypto.getRandomValues(bytes);
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function onWake(page: PageLike, call: (reason: WakeReason) => void): () => void {
	const online = () => call('network');
	const visible = () => {
		if (page.document.visibilityState === 'visible') call('seen');
	};
	page.addEventListener('online', online);
	page.addEventListener('pageshow', visible);
	page.document.addEventListener('visibilitychange', visible);
	return () => {
		page.removeEventListener('online', online);
		page.removeEventListener('pageshow', visible);
		page.document.removeEventListener('visibilitychange', visible);
	};
}
