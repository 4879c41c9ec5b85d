import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { ClientParts, KeyValues } from '../../shared/client/parts.ts';

export type Frame = { readonly type: string; readonly [key: string]: unknown };

/** The real client on Node: a `ws` socket, a map for storage. `tap` hears every frame before the client does. */
export function nodeParts(options: {
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly stored: Map<string, string>;
	readonly tap: (frame: Frame) => void;
}): ClientParts {
	const { url, headers = {}, stored, tap } = options;
	return {
		openSocket(events) {
			const socket = new WebSocket(url, { headers, perMessageDeflate: false });
			socket.on('open', () => events.onOpen());
			socket.on('message', (data: Buffer) => {
				const text = data.toString();
				for (const frame of JSON.parse(text) as Frame[]) tap(frame);
				events.onMessage(text);
			});
			// Said by `close` too, which always follows.
			socket.on('error', () => {});
			socket.on('close', (code) => events.onClose(code));
			return { send: (text) => socket.send(text), close: () => socket.close() };
		},
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
		newId: () => randomBytes(12).toString('hex'),
		onWake: () => () => {},
	};
}

const storageIn = (stored: Map<string, string>): KeyValues => ({
	get: (key) => stored.get(key) ?? null,
	set: (key, value) => void stored.set(key, value),
	remove: (key) => void stored.delete(key),
	keys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
});
