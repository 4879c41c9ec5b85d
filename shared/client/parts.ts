/*
 * What a client needs from the world. The browser gives it in page.ts; Node (the fault checker, the tests) gives a `ws` socket,
 * a map and timers of its own.
 */

export interface SocketEvents {
	onOpen(): void;
	onMessage(text: string): void;
	/** Once, also when the socket never opened. */
	onClose(code: number): void;
}

export interface Socket {
	send(text: string): void;
	close(): void;
}

export type OpenSocket = (events: SocketEvents) => Socket;

/** Every verb may throw: a browser may forbid storage, and it may be full. */
export interface KeyValues {
	get(key: string): string | null;
	set(key: string, value: string): void;
	remove(key: string): void;
	/** All keys that begin so. */
	keys(prefix: string): string[];
}

export interface ClientClock {
	/** Milliseconds; may jump when the machine slept. */
	now(): number;
	/** Returns what cancels it. */
	after(ms: number, call: () => void): () => void;
}

/** `network`: the old socket is worth nothing. `seen`: a person looks again, so a wait is over but a live socket stays. */
export type WakeReason = 'network' | 'seen';

export interface ClientParts {
	readonly openSocket: OpenSocket;
	/** The same without a WebSocket, where networks let none through. */
	readonly openPoll?: OpenSocket;
	readonly storage: KeyValues;
	readonly clock: ClientClock;
	/** 0 <= n < 1. */
	readonly random: () => number;
	/** 8 to 64 characters that nobody else makes. */
	readonly newId: () => string;
	/** Calls back when waiting makes no sense any more; returns what ends it. */
	readonly onWake: (call: (reason: WakeReason) => void) => () => void;
}
