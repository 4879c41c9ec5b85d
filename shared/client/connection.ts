import { closeCodes, wireLimits } from '../protocol/limits.ts';
import { backoffMs } from './backoff.ts';
import { messagesOf } from './messages.ts';
import type { ClientParts, Socket, WakeReason } from './parts.ts';

/** `open` means that the server has answered `hello`. `stopped` comes back only by `start`. */
export type LinkState =
	| { readonly kind: 'connecting' }
	| { readonly kind: 'open' }
	| { readonly kind: 'waiting'; readonly sinceAt: number; readonly retryAt: number }
	| { readonly kind: 'stopped'; readonly code: string | null };

type Frame = { readonly type: string };
type Heard = Frame & { readonly delayMs?: number; readonly beatMs?: number };

interface ConnectionHandlers<ToServer extends Frame> {
	hello(): ToServer;
	/** Every frame, the answer to `hello` first. */
	onFrame(frame: Frame): void;
	/** After `onFrame` of the answer to `hello`. */
	onOpen(): void;
	onClose(code: number): void;
	onChange(): void;
	/** Every five seconds while open: the time to look for answers that did not come. */
	onTick(): void;
}

const tickMs = 5_000;
/** From the first attempt to connect until the answer to `hello`. */
const openMs = 15_000;
/** Sockets in a row that were not greeted, after which the next attempt is by polls. */
const maxMisses = 2;
/** How long sockets are not tried then, unless the network changes. */
const pollMs = 300_000;

/** Keeps one socket open: greets, notices silence and sleep, and comes back with jitter. Knows no frame but hello and bye. */
export class Connection<ToServer extends Frame> {
	state: LinkState = { kind: 'stopped', code: null };
	readonly #parts: ClientParts;
	readonly #handlers: ConnectionHandlers<ToServer>;
	#socket: Socket | null = null;
	/** Counts sockets, so that the late events of one that was given up say nothing. */
	#generation = 0;
	#attempt = 0;
	#misses = 0;
	/** When a socket was tried last. */
	#missedAt = 0;
	#lostAt: number | null = null;
	#byeMs: number | null = null;
	#startedAt = 0;
	#heardAt = 0;
	#tickedAt = 0;
	#beatMs: number = wireLimits.beatMs;
	#cancelRetry: (() => void) | null = null;
	#cancelTick: (() => void) | null = null;
	#endWake: (() => void) | null = null;

	constructor(parts: ClientParts, handlers: ConnectionHandlers<ToServer>) {
		this.#parts = parts;
		this.#handlers = handlers;
	}

	start(): void {
		if (this.state.kind !== 'stopped') return;
		this.#attempt = 0;
		this.#endWake ??= this.#parts.onWake((reason) => this.#wake(reason));
		this.#connect();
	}

	stop(code: string | null = null): void {
		this.#drop();
		this.#endWake?.();
		this.#endWake = null;
		this.#lostAt = null;
		this.#become({ kind: 'stopped', code });
	}

	/** Connects now if it waits. */
	retryNow(): void {
		if (this.state.kind === 'waiting') this.#connect();
	}

	/** Gives the socket up and greets anew at once. */
	again(): void {
		this.#connect();
	}

	/** False: not open, nothing was sent. */
	send(frames: readonly ToServer[]): boolean {
		if (this.state.kind !== 'open' || this.#socket === null) return false;
		for (const message of messagesOf(frames)) this.#socket.send(message);
		return true;
	}

	#connect(): void {
		this.#drop();
		const generation = this.#generation;
		this.#startedAt = this.#parts.clock.now();
		this.#heardAt = this.#startedAt;
		if (this.#isSocketDue(this.#startedAt)) this.#misses = 1;
		this.#become({ kind: 'connecting' });
		const isCurrent = () => generation === this.#generation;
		const { openSocket, openPoll } = this.#parts;
		try {
			this.#socket = (this.#misses < maxMisses ? openSocket : (openPoll ?? openSocket))({
				onOpen: () => isCurrent() && this.#socket?.send(JSON.stringify([this.#handlers.hello()])),
				onMessage: (text) => isCurrent() && this.#hear(text, isCurrent),
				onClose: (code) => isCurrent() && this.#lost(code),
			});
		} catch {
			// A browser may refuse to make the socket at all (a policy, a blocked port): a loss as any other.
			if (isCurrent()) this.#lost(0);
			return;
		}
		this.#tickedAt = this.#startedAt;
		this.#tick();
	}

	#hear(text: string, isCurrent: () => boolean): void {
		this.#heardAt = this.#parts.clock.now();
		for (const frame of framesIn(text)) {
			if (!isCurrent()) return;
			if (frame.type === 'bye') this.#byeMs = frame.delayMs ?? 0;
			const isHello = frame.type === 'hello' && this.state.kind === 'connecting';
			if (isHello) {
				this.#beatMs = frame.beatMs ?? this.#beatMs;
				this.#attempt = 0;
				this.#lostAt = null;
				if (this.#misses < maxMisses) this.#misses = 0;
				this.state = { kind: 'open' };
			}
			this.#handlers.onFrame(frame);
			if (isHello && isCurrent()) {
				this.#handlers.onOpen();
				this.#handlers.onChange();
			}
		}
	}

	/** The socket is gone or given up: says so, and sets the time of the next try. */
	#lost(code: number): void {
		// Our own codes come only through a socket that works.
		if (this.state.kind === 'connecting' && code < 4000) this.#missed();
		this.#drop();
		this.#handlers.onClose(code);
		if (this.state.kind === 'stopped') return;
		if (code === closeCodes.notSignedIn) return this.stop('not_signed_in');
		if (code === closeCodes.tooMany || code === closeCodes.badFrame)
			this.#attempt = Math.max(this.#attempt, 4);
		const now = this.#parts.clock.now();
		const waitMs = this.#byeMs ?? backoffMs(this.#attempt, this.#parts.random());
		this.#attempt += 1;
		this.#byeMs = null;
		this.#lostAt ??= now;
		this.#cancelRetry = this.#parts.clock.after(waitMs, () => this.#connect());
		this.#become({ kind: 'waiting', sinceAt: this.#lostAt, retryAt: now + waitMs });
	}

	/** One timer notices a dead server, an answer that never came, and that the machine slept. */
	#tick(): void {
		this.#cancelTick = this.#parts.clock.after(tickMs, () => {
			const now = this.#parts.clock.now();
			if (now < this.#tickedAt) this.#setBack(now);
			const slept = now - this.#tickedAt > 2 * tickMs;
			this.#tickedAt = now;
			// A hidden tab's timers are late too, but its socket hears the beats: lateness alone proves nothing.
			if (slept && this.#isQuiet(now)) return this.#connect();
			const isSilent = now - this.#heardAt >= wireLimits.silenceMs;
			const isTooSlow = this.state.kind === 'connecting' && now - this.#startedAt >= openMs;
			if (isSilent || isTooSlow) return this.#lost(0);
			if (this.state.kind === 'open') this.#handlers.onTick();
			if (this.#isSocketDue(now)) this.#probe();
			this.#tick();
		});
	}

	/** The clock was set back: what has happened has happened by now at the latest, or a silence would last an hour longer. */
	#setBack(now: number): void {
		this.#heardAt = Math.min(this.#heardAt, now);
		this.#startedAt = Math.min(this.#startedAt, now);
		this.#missedAt = Math.min(this.#missedAt, now);
	}

	/** Where polls fail too the server is away, which says nothing about sockets. */
	#missed(): void {
		this.#misses = this.#misses < maxMisses ? this.#misses + 1 : 0;
		this.#missedAt = this.#parts.clock.now();
	}

	#isSocketDue(now: number): boolean {
		return this.#misses >= maxMisses && now - this.#missedAt >= pollMs;
	}

	/** Sockets may have failed only while the server was away: tries one beside the polls, which nobody notices. */
	#probe(): void {
		const generation = this.#generation;
		this.#missedAt = this.#parts.clock.now();
		try {
			const probe = this.#parts.openSocket({
				onOpen: () => {
					probe.close();
					if (generation !== this.#generation) return;
					this.#misses = 1;
					this.#connect();
				},
				onMessage: () => undefined,
				onClose: () => undefined,
			});
		} catch {
			// Refused by the browser: polls go on.
		}
	}

	#wake(reason: WakeReason): void {
		if (reason === 'network') this.#misses = Math.min(this.#misses, 1);
		if (this.state.kind === 'waiting') return this.#connect();
		if (
			this.state.kind === 'open' &&
			(reason === 'network' || this.#isQuiet(this.#parts.clock.now()))
		)
			this.#connect();
	}

	/** A beat is missing: after a sleep or a long absence that is reason enough. */
	#isQuiet(now: number): boolean {
		return now - this.#heardAt > this.#beatMs + tickMs;
	}

	/** Forgets the socket before it closes: a dead network may take minutes to say so. */
	#drop(): void {
		this.#generation += 1;
		this.#cancelRetry?.();
		this.#cancelTick?.();
		this.#cancelRetry = null;
		this.#cancelTick = null;
		const socket = this.#socket;
		this.#socket = null;
		try {
			socket?.close();
		} catch {
			// Best effort: it is given up either way.
		}
	}

	#become(state: LinkState): void {
		this.state = state;
		this.#handlers.onChange();
	}
}

/** What is not a list of frames is passed over: a newer server may say more than this client knows. */
function framesIn(text: string): Heard[] {
	try {
		const frames: unknown = JSON.parse(text);
		return Array.isArray(frames)
			? (frames as Heard[]).filter((frame) => typeof frame?.type === 'string')
			: [];
	} catch {
		return [];
	}
}
