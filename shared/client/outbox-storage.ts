import type { KeyValues } from './parts.ts';

export type Sendable = { readonly type: string; readonly clientId: string };

export type OutboxItem<F extends Sendable> = {
	readonly frame: F;
	/** When it was written; unique in this client, and the order of sending. */
	readonly at: number;
	/** `sent`: the server has it, but its event is not here yet. `failed`: refused for good. */
	readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
	/** Why it has failed, or why it still waits after some tries. */
	readonly code: string | null;
	readonly message: string | null;
};

/** `owner`: under whose name it was written; null: before anybody had one. */
export type Owned<F extends Sendable> = {
	readonly item: OutboxItem<F>;
	readonly owner: string | null;
};

/** The items of an outbox in the browser's storage: a key for each, so that no tab overwrites what another one keeps. */
export class OutboxStorage<F extends Sendable> {
	/** False when the browser's storage does not work: what is pending lives as long as the page. */
	isKept = true;
	readonly #storage: KeyValues;
	readonly #prefix: string;

	constructor(storage: KeyValues, prefix: string) {
		this.#storage = storage;
		this.#prefix = prefix;
	}

	/** By clientId. */
	all(): Map<string, Owned<F>> {
		const found = new Map<string, Owned<F>>();
		this.#try(() => {
			for (const key of this.#storage.keys(this.#prefix)) {
				const owned = ownedIn<F>(this.#storage.get(key));
				if (owned !== null) found.set(owned.item.frame.clientId, owned);
			}
		});
		return found;
	}

	/** False only where storage works and does not have it. */
	has(clientId: string): boolean {
		let has = true;
		this.#try(() => (has = this.#storage.get(this.#prefix + clientId) !== null));
		return has || !this.isKept;
	}

	put({ item, owner }: Owned<F>): void {
		const { frame, at, state, code, message } = item;
		const failure = state === 'failed' ? { code, message } : {};
		const text = JSON.stringify({ frame, at, owner, ...failure });
		this.#try(() => this.#storage.set(this.#prefix + frame.clientId, text));
	}

	remove(clientId: string): void {
		this.#try(() => this.#storage.remove(this.#prefix + clientId));
	}

	#try(use: () => unknown): void {
		try {
			use();
		} catch {
			this.isKept = false;
		}
	}
}

/** Null: not ours, or half written. */
function ownedIn<F extends Sendable>(text: string | null): Owned<F> | null {
	try {
		const stored = JSON.parse(text ?? '') as Partial<OutboxItem<F>> & { owner?: string | null };
		const { frame, at, owner = null, code = null, message = null } = stored;
		if (
			typeof frame?.type !== 'string' ||
			typeof frame.clientId !== 'string' ||
			typeof at !== 'number'
		)
			return null;
		const state = code === null ? 'waiting' : 'failed';
		return { item: { frame, at, state, code, message }, owner };
	} catch {
		return null;
	}
}
