import type { ClientClock, KeyValues } from './parts.ts';

export type Sendable = { readonly type: string; readonly clientId: string };

export type OutboxItem<F extends Sendable> = {
	readonly frame: F;
	/** When it was written; unique in this client, and the order of sending. */
	readonly at: number;
	/** `sent`: the server has it, but its event is not here yet. `failed`: refused for good. */
	readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
	readonly code: string | null;
	readonly message: string | null;
};

export interface OutboxOptions<F extends Sendable> {
	readonly storage: KeyValues;
	readonly clock: ClientClock;
	/** Keys of this sender; another visitor or agent of the same browser has other ones. */
	readonly prefix: string;
	/** What must keep its order among itself, such as the conversation. */
	readonly laneOf: (frame: F) => string;
	/** Commands that make no sense any more after a reload are not kept. */
	readonly isDurable: (frame: F) => boolean;
	/** False: not connected. */
	readonly send: (frames: readonly F[]) => boolean;
	readonly onChange: () => void;
}

/** No answer for so long on an open connection: sent again, with the same id. */
const answerMs = 15_000;

type Held<F extends Sendable> = {
	item: OutboxItem<F>;
	sentAt: number;
	notBefore: number;
	strikes: number;
};

/**
 * What is written but not acknowledged. An item is stored before the socket sees it and stays until the server has answered, so
 * neither a reload nor a crash on either side loses it; its id makes sending twice harmless. One item of a lane is on its way at
 * a time: a busy server cannot turn two messages round.
 */
export class Outbox<F extends Sendable> {
	/** False when the browser's storage does not work: what is pending lives as long as the page. */
	isKept = true;
	readonly #options: OutboxOptions<F>;
	#held: Held<F>[] = [];
	#lastAt = 0;
	#cancelRetry: (() => void) | null = null;

	constructor(options: OutboxOptions<F>) {
		this.#options = options;
		this.adopt();
	}

	get items(): readonly OutboxItem<F>[] {
		return this.#held.map(({ item }) => item);
	}

	add(frame: F): void {
		const at = Math.max(this.#options.clock.now(), this.#lastAt + 1);
		this.#lastAt = at;
		const item: OutboxItem<F> = { frame, at, state: 'waiting', code: null, message: null };
		this.#keep(item);
		this.#held.push({ item, sentAt: 0, notBefore: 0, strikes: 0 });
		this.flush();
	}

	/** Takes over what is stored: at the start, and what another tab left behind when it closed. */
	adopt(): void {
		const known = new Set(this.#held.map(({ item }) => item.frame.clientId));
		try {
			for (const key of this.#options.storage.keys(this.#options.prefix)) {
				const item = itemIn<F>(this.#options.storage.get(key));
				if (item === null || known.has(item.frame.clientId)) continue;
				this.#held.push({ item, sentAt: 0, notBefore: 0, strikes: 0 });
			}
		} catch {
			this.isKept = false;
		}
		this.#held.sort((a, b) => a.item.at - b.item.at);
		this.#lastAt = Math.max(this.#lastAt, ...this.#held.map(({ item }) => item.at));
	}

	/** Sends what may go: the first of each lane. */
	flush(): void {
		const now = this.#options.clock.now();
		const lanes = new Set<string>();
		const ready: Held<F>[] = [];
		let nextAt = Infinity;
		for (const held of this.#held) {
			if (held.item.state === 'failed' || held.item.state === 'sent') continue;
			const lane = this.#options.laneOf(held.item.frame);
			if (lanes.has(lane)) continue;
			lanes.add(lane);
			if (held.item.state === 'sending') continue;
			if (held.notBefore <= now) ready.push(held);
			else nextAt = Math.min(nextAt, held.notBefore);
		}
		if (ready.length > 0 && this.#options.send(ready.map(({ item }) => item.frame))) {
			for (const held of ready) {
				held.item = { ...held.item, state: 'sending' };
				held.sentAt = now;
			}
		}
		this.#cancelRetry?.();
		this.#cancelRetry =
			nextAt === Infinity ? null : this.#options.clock.after(nextAt - now, () => this.flush());
		this.#options.onChange();
	}

	/** The server has it. It stays in `items` as `sent` until `forget`. */
	acknowledge(clientId: string): F | null {
		const held = this.#find(clientId);
		if (held === undefined) return null;
		held.item = { ...held.item, state: 'sent' };
		this.#unkeep(clientId);
		this.flush();
		return held.item.frame;
	}

	forget(clientId: string): void {
		const before = this.#held.length;
		this.#held = this.#held.filter(({ item }) => item.frame.clientId !== clientId);
		if (this.#held.length === before) return;
		this.#unkeep(clientId);
		this.flush();
	}

	/** With `retryMs` it stays and goes again; without, it has failed and only the person can send it again. */
	refuse(clientId: string, code: string, message: string, retryMs: number | null): void {
		const held = this.#find(clientId);
		if (held === undefined) return;
		if (retryMs === null) {
			this.#fail(held, code, message);
		} else {
			held.item = { ...held.item, state: 'waiting' };
			held.notBefore = this.#options.clock.now() + retryMs;
		}
		this.flush();
	}

	tryAgain(clientId: string): void {
		const held = this.#find(clientId);
		if (held?.item.state !== 'failed') return;
		held.item = { ...held.item, state: 'waiting', code: null, message: null };
		held.notBefore = 0;
		held.strikes = 0;
		this.#keep(held.item);
		this.flush();
	}

	/** The connection is gone: what was on its way goes again. `isBad`: the server could not read what it was sent. */
	interrupted(isBad: boolean): void {
		for (const held of this.#held) {
			if (held.item.state !== 'sending') continue;
			held.item = { ...held.item, state: 'waiting' };
			held.strikes += isBad ? 1 : 0;
			if (held.strikes > 1) this.#fail(held, 'bad_frame', '');
		}
		this.#options.onChange();
	}

	/** Sends again what was not answered. */
	tick(): void {
		const due = this.#options.clock.now() - answerMs;
		for (const held of this.#held) {
			if (held.item.state === 'sending' && held.sentAt <= due)
				held.item = { ...held.item, state: 'waiting' };
		}
		this.flush();
	}

	stop(): void {
		this.#cancelRetry?.();
		this.#cancelRetry = null;
	}

	#fail(held: Held<F>, code: string, message: string): void {
		held.item = { ...held.item, state: 'failed', code, message };
		this.#unkeep(held.item.frame.clientId);
	}

	#find(clientId: string): Held<F> | undefined {
		return this.#held.find(({ item }) => item.frame.clientId === clientId);
	}

	#keep({ frame, at }: OutboxItem<F>): void {
		if (!this.#options.isDurable(frame)) return;
		try {
			this.#options.storage.set(
				this.#options.prefix + frame.clientId,
				JSON.stringify({ frame, at }),
			);
		} catch {
			this.isKept = false;
		}
	}

	#unkeep(clientId: string): void {
		try {
			this.#options.storage.remove(this.#options.prefix + clientId);
		} catch {
			this.isKept = false;
		}
	}
}

/** Null: not ours, or half written. */
function itemIn<F extends Sendable>(text: string | null): OutboxItem<F> | null {
	try {
		const { frame, at } = JSON.parse(text ?? '') as { frame?: F; at?: number };
		if (
			typeof frame?.type !== 'string' ||
			typeof frame.clientId !== 'string' ||
			typeof at !== 'number'
		)
			return null;
		return { frame, at, state: 'waiting', code: null, message: null };
	} catch {
		return null;
	}
}
