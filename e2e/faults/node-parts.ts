import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { ClientClock, ClientParts, KeyValues, OpenSocket } from '../../shared/client/parts.ts';
import type { PollAnswer, Post } from '../../shared/client/poll-socket.ts';

export type Frame = { readonly type: string; readonly [key: string]: unknown };
type Headers = Readonly<Record<string, string>>;

/** The real client on Node: a `ws` socket, a map for storage. `tap` hears every frame before the client does. */
export function nodeParts(options: {
	readonly url: string;
	readonly headers?: Headers;
	readonly stored: Map<string, string>;
	readonly tap: (frame: Frame) => void;
}): ClientParts {
	const { url, headers = {}, stored, tap } = options;
	return {
		openSocket: tapped(webSockets(url, headers), tap),
		storage: storageIn(stored),
		clock: {
			now: () => Date.now(),
			after(ms, call) {
				// Clients of a killed server come back within seconds, or a run would be mostly waiting.
				const timer = setTimeout(call, Math.min(ms, 2000));
				return () => clearTimeout(timer);
			},
		},
		random: Math.random,
		newId,
		onWake: () => () => {},
	};
}

export const webSockets =
	(url: string, headers: Headers = {}): OpenSocket =>
	(events) => {
		const socket = new WebSocket(url, { headers, perMessageDeflate: false });
		socket.on('open', () => events.onOpen());
		socket.on('message', (data: Buffer) => events.onMessage(data.toString()));
		// Said by `close` too, which always follows.
		socket.on('error', () => {});
		socket.on('close', (code) => events.onClose(code));
		return { send: (text) => socket.send(text), close: () => socket.close() };
	};

export const postTo =
	(url: string, headers: Headers = {}): Post =>
	async (body, signal) => {
		const type = { 'Content-Type': 'application/json' };
		const init = { method: 'POST', headers: { ...type, ...headers }, body, signal };
		const response = await fetch(url, init);
		if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
		return (await response.json()) as PollAnswer;
	};

export const tapped =
	(open: OpenSocket, tap: (frame: Frame) => void): OpenSocket =>
	(events) =>
		open({
			...events,
			onMessage(text) {
				for (const frame of JSON.parse(text) as Frame[]) tap(frame);
				events.onMessage(text);
			},
		});

export const storageIn = (stored: Map<string, string>): KeyValues => ({
	get: (key) => stored.get(key) ?? null,
	set: (key, value) => void stored.set(key, value),
	remove: (key) => void stored.delete(key),
	keys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
});

export const newId = (): string => randomBytes(12).toString('hex');

/** A client's clock that runs faster than ours, so that a silence of 40 s is over in some seconds, and that jumps. */
export class OddClock implements ClientClock {
	readonly #speed: number;
	readonly #startedAt = performance.now();
	readonly #base = Date.now();
	#jumped = 0;

	constructor(speed: number) {
		this.#speed = speed;
	}

	/** The machine sleeps for so long, or somebody sets its clock. */
	jump(ms: number): void {
		this.#jumped += ms;
	}

	now = (): number =>
		Math.round(this.#base + (performance.now() - this.#startedAt) * this.#speed + this.#jumped);

	after = (ms: number, call: () => void): (() => void) => {
		const timer = setTimeout(call, ms / this.#speed);
		return () => clearTimeout(timer);
	};
}
