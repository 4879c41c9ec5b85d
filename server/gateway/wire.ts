import type { RawData, WebSocket } from 'ws';

/** What carries a session's messages: a WebSocket, or requests that are answered when there is something to say. */
export interface Wire {
	/** Bytes that were sent and that the network has not taken yet. */
	readonly bufferedAmount: number;
	readonly isOpen: boolean;
	/** `done` is called when the network has taken the message; not always when the wire is gone before. */
	send(text: string, done: () => void): void;
	/** Asks whether the other side is still there: it answers by `pong`. */
	ping(): void;
	/** Says what was sent and then why it is over. `close` is heard when the other side was told. */
	close(code: number, reason: string): void;
	/** Cuts it; `close` is heard. */
	terminate(): void;
	/** Once, before anything can have come in. */
	listen(events: WireEvents): void;
}

export interface WireEvents {
	message(data: RawData, isBinary: boolean): void;
	pong(): void;
	/** The connection broke; `close` follows. */
	error(): void;
	/** Once: the wire is gone. */
	close(): void;
}

/** A class for the sake of memory: each idle socket has one. */
export class SocketWire implements Wire {
	readonly #socket: WebSocket;
	constructor(socket: WebSocket) {
		this.#socket = socket;
	}
	get bufferedAmount(): number {
		return this.#socket.bufferedAmount;
	}
	get isOpen(): boolean {
		return this.#socket.readyState === this.#socket.OPEN;
	}
	send(text: string, done: () => void): void {
		this.#socket.send(text, done);
	}
	ping(): void {
		this.#socket.ping();
	}
	close(code: number, reason: string): void {
		this.#socket.close(code, reason);
	}
	terminate(): void {
		this.#socket.terminate();
	}
	listen(events: WireEvents): void {
		this.#socket.on('message', events.message);
		this.#socket.on('pong', events.pong);
		this.#socket.on('error', events.error);
		this.#socket.on('close', events.close);
	}
}
