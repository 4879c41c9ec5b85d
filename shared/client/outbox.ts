import type { ClientClock, KeyValues } from './parts.ts';
import { OutboxStorage, type OutboxItem, type Owned, type Sendable } from './outbox-storage.ts';

interface OutboxOptions<F extends Sendable> {
	readonly storage: KeyValues;
	readonly clock: ClientClock;
	readonly prefix: string;
	/**
	 * Under whose name is written and sent now; null while that is not known. What was written under one name is never sent under
	 * another; what was written under none goes under the first.
	 */
	readonly owner: () => string | null;
	/** What must keep its order among itself, such as the conversation. */
	readonly laneOf: (frame: F) => string;
	/** Commands that make no sense any more after a reload are not kept. */
	readonly isDurable: (frame: F) => boolean;
	/** Kept even when it was refused for good: the person who wrote it sees that, and decides what becomes of it. */
	readonly isText: (frame: F) => boolean;
	/** True: what is missing in storage was answered in another tab. False: the browser may have lost it. */
	readonly isStorageWhole: () => boolean;
	/** False: not connected. */
	readonly send: (frames: readonly F[]) => boolean;
	readonly onChange: () => void;
}

/** No answer for so long on an open connection: sent again, with the same id. */
const answerMs = 15_000;
/** Put off so often, an item says why: it may go on for long. */
const silentTries = 3;

type Held<F extends Sendable> = {
	item: OutboxItem<F>;
	owner: string | null;
	sentAt: number;
	notBefore: number;
	/** How long it was put off the last time. */
	waitMs: number;
	strikes: number;
	putOff: number;
};

const heldOf = <F extends Sendable>({ item, owner }: Owned<F>): Held<F> => ({
	item,
	owner,
	sentAt: 0,
	notBefore: 0,
	waitMs: 0,
	strikes: 0,
	putOff: 0,
});

/**
 * What is written but not acknowledged. An item is stored before the socket sees it and stays until the server has answered, so
 * neither a reload nor a crash on either side loses it; its id makes sending twice harmless. One item of a lane is on its way at
 * a time: a busy server cannot turn two messages round.
 */
export class Outbox<F extends Sendable> {
	readonly #options: OutboxOptions<F>;
	readonly #storage: OutboxStorage<F>;
	#held: Held<F>[] = [];
	#lastAt = 0;
	#cancelRetry: (() => void) | null = null;

	constructor(options: OutboxOptions<F>) {
		this.#options = options;
		this.#storage = new OutboxStorage(options.storage, options.prefix);
		this.adopt();
	}

	get items(): readonly OutboxItem<F>[] {
		return this.#held.map(({ item }) => item);
	}

	get isKept(): boolean {
		return this.#storage.isKept;
	}

	add(frame: F): void {
		const at = Math.max(this.#options.clock.now(), this.#lastAt + 1);
		this.#lastAt = at;
		const item: OutboxItem<F> = { frame, at, state: 'waiting', code: null, message: null };
		const held = heldOf({ item, owner: this.#options.owner() });
		this.#keep(held);
		this.#held.push(held);
		this.flush();
	}

	/**
	 * Brings what is held and what is stored together: takes over what another tab left behind when it closed, lets go what another
	 * tab has had answered, and what is not of the present owner. The latter stays stored.
	 */
	adopt(): void {
		const owner = this.#options.owner();
		this.#held = this.#held.filter((held) => !this.#isAnswered(held));
		const stored = this.#storage.all();
		for (const held of this.#held) {
			const { clientId } = held.item.frame;
			// Another tab may have been the first to learn whose it is.
			held.owner ??= stored.get(clientId)?.owner ?? null;
			stored.delete(clientId);
		}
		this.#held.push(...[...stored.values()].map(heldOf));
		for (const held of this.#held) {
			if (held.owner !== null || owner === null) continue;
			held.owner = owner;
			this.#keep(held);
		}
		this.#held = this.#held.filter((held) => held.owner === owner);
		this.#held.sort((a, b) => a.item.at - b.item.at);
		this.#lastAt = Math.max(this.#lastAt, ...this.#held.map(({ item }) => item.at));
	}

	/** Stores everything anew: storage has lost it. */
	keepAgain(): void {
		for (const held of this.#held) this.#keep(held);
	}

	/** Sends what may go: the first of each lane. */
	flush(): void {
		const now = this.#options.clock.now();
		const lanes = new Set<string>();
		const ready: Held<F>[] = [];
		const answered = new Set<Held<F>>();
		let nextAt = Infinity;
		for (const held of this.#held) {
			if (held.item.state === 'failed' || held.item.state === 'sent') continue;
			const lane = this.#options.laneOf(held.item.frame);
			if (lanes.has(lane)) continue;
			if (held.item.state === 'waiting' && this.#isAnswered(held)) {
				answered.add(held);
				continue;
			}
			lanes.add(lane);
			if (held.item.state === 'sending') continue;
			if (held.notBefore <= now) ready.push(held);
			else nextAt = Math.min(nextAt, held.notBefore);
		}
		this.#held = this.#held.filter((held) => !answered.has(held));
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
		held.item = { ...held.item, state: 'sent', code: null, message: null };
		this.#storage.remove(clientId);
		this.flush();
		return held.item.frame;
	}

	forget(clientId: string): void {
		const before = this.#held.length;
		this.#held = this.#held.filter(({ item }) => item.frame.clientId !== clientId);
		if (this.#held.length === before) return;
		this.#storage.remove(clientId);
		this.flush();
	}

	/** With `retryMs` it stays and goes again; without, it has failed and only the person can send it again. */
	refuse(clientId: string, code: string, message: string, retryMs: number | null): void {
		const held = this.#find(clientId);
		if (held === undefined) return;
		if (retryMs === null) {
			this.#fail(held, code, message);
		} else {
			held.putOff += 1;
			const word = held.putOff >= silentTries ? { code, message } : {};
			held.item = { ...held.item, ...word, state: 'waiting' };
			held.waitMs = retryMs;
			held.notBefore = this.#options.clock.now() + retryMs;
		}
		this.flush();
	}

	tryAgain(clientId: string): void {
		const held = this.#find(clientId);
		if (held?.item.state !== 'failed') return;
		Object.assign(held, heldOf(held));
		held.item = { ...held.item, state: 'waiting', code: null, message: null };
		this.#keep(held);
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
		const now = this.#options.clock.now();
		const due = now - answerMs;
		for (const held of this.#held) {
			// Where the clock was set back by an hour, neither lasts an hour longer.
			held.sentAt = Math.min(held.sentAt, now);
			held.notBefore = Math.min(held.notBefore, now + held.waitMs);
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
		if (this.#isStored(held)) this.#keep(held);
		else this.#storage.remove(held.item.frame.clientId);
	}

	#find(clientId: string): Held<F> | undefined {
		return this.#held.find(({ item }) => item.frame.clientId === clientId);
	}

	#isStored({ item: { frame, state } }: Held<F>): boolean {
		if (state === 'sent' || !this.#options.isDurable(frame)) return false;
		return state !== 'failed' || this.#options.isText(frame);
	}

	/** Another tab sent it too and was told that it is stored: sent once more, it might begin another conversation. */
	#isAnswered(held: Held<F>): boolean {
		if (!this.#isStored(held) || !this.#options.isStorageWhole()) return false;
		return !this.#storage.has(held.item.frame.clientId);
	}

	#keep(held: Held<F>): void {
		if (this.#isStored(held)) this.#storage.put(held);
	}
}
