import type { ClientParts, KeyValues, OpenSocket, SocketEvents, WakeReason } from './parts.ts';

/* A world for tests: time that stands until it is moved, sockets that the test is the server of, storage that survives a reload. */

class FakeSocket {
	readonly sent: { readonly type: string; readonly [key: string]: unknown }[] = [];
	isClosed = false;
	readonly events: SocketEvents;
	readonly isPoll: boolean;
	constructor(events: SocketEvents, isPoll: boolean) {
		this.events = events;
		this.isPoll = isPoll;
	}
	hear(...frames: readonly object[]): void {
		this.events.onMessage(JSON.stringify(frames));
	}
	take<Type extends string>(type: Type) {
		return this.sent.filter((frame) => frame.type === type);
	}
}

export interface FakeWorld {
	readonly parts: ClientParts;
	readonly sockets: FakeSocket[];
	readonly stored: Map<string, string>;
	readonly last: () => FakeSocket;
	/** Opens the newest socket. */
	readonly open: () => FakeSocket;
	readonly advance: (ms: number) => void;
	/** The machine sleeps: time goes on, timers do not. */
	readonly sleep: (ms: number) => void;
	readonly wake: (reason: WakeReason) => void;
}

export const storageIn = (stored: Map<string, string>): KeyValues => ({
	get: (key) => stored.get(key) ?? null,
	set: (key, value) => void stored.set(key, value),
	remove: (key) => void stored.delete(key),
	keys: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
});

const refuse = (): never => {
	throw new Error('site data is blocked');
};
export const blockedStorage: KeyValues = { get: refuse, set: refuse, remove: refuse, keys: refuse };

export function fakeWorld(
	given: {
		stored?: Map<string, string>;
		storage?: KeyValues;
		random?: number;
		polls?: boolean;
	} = {},
): FakeWorld {
	const stored = given.stored ?? new Map<string, string>();
	const sockets: FakeSocket[] = [];
	const timers = new Set<{ at: number; call: () => void }>();
	const wakers = new Set<(reason: WakeReason) => void>();
	let now = 1_000_000;
	let ids = stored.size * 1000;
	const last = () => {
		const socket = sockets.at(-1);
		if (socket === undefined) throw new Error('no socket was made');
		return socket;
	};
	const opening =
		(isPoll: boolean): OpenSocket =>
		(events) => {
			const socket = new FakeSocket(events, isPoll);
			sockets.push(socket);
			return {
				send: (text) => void socket.sent.push(...(JSON.parse(text) as FakeSocket['sent'])),
				close: () => {
					socket.isClosed = true;
				},
			};
		};
	return {
		stored,
		sockets,
		last,
		open: () => {
			last().events.onOpen();
			return last();
		},
		advance: (ms) => {
			const end = now + ms;
			for (;;) {
				const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
				if (due === undefined) break;
				timers.delete(due);
				now = Math.max(now, due.at);
				due.call();
			}
			now = end;
		},
		sleep: (ms) => {
			now += ms;
		},
		wake: (reason) => {
			for (const call of wakers) call(reason);
		},
		parts: {
			openSocket: opening(false),
			...(given.polls === true ? { openPoll: opening(true) } : {}),
			storage: given.storage ?? storageIn(stored),
			clock: {
				now: () => now,
				after: (ms, call) => {
					const timer = { at: now + ms, call };
					timers.add(timer);
					return () => void timers.delete(timer);
				},
			},
			random: () => given.random ?? 0.5,
			newId: () => `client-${String((ids += 1)).padStart(6, '0')}`,
			onWake: (call) => {
				wakers.add(call);
				return () => void wakers.delete(call);
			},
		},
	};
}
