/*
 * What clients did and were told, for the checker. A client logs `invoke` before it sends, then at most one of:
 *
 *     ok      the server acknowledged it: it must be there, once, everywhere
 *     fail    the server refused it for good: it must be nowhere
 *     info    the client will never learn: it may be there or not, but the same on all surfaces
 *
 * What has no outcome at the end counts as `info`. Every text is unique and names its talk, so that any surface can be checked
 * without ids: a visitor's view of an agent's message carries none. What says nothing is known by its clientId.
 */

/** What one visitor and the team say to each other; the test's own name for it, known before the server gives an id. */
export type Talk = string;

export interface Invoked {
	readonly clientId: string;
	readonly talk: Talk;
	/** Who sends; what one author sends in one talk must stay in that order. */
	readonly author: string;
	/** Null: it does something and says nothing, such as a rating; then surfaces know it by its clientId. */
	readonly text: string | null;
	/** Not for visitors' eyes. */
	readonly internal: boolean;
}
export interface Acknowledged {
	readonly conversation: string;
	readonly seq?: number | null;
	readonly vseq?: number | null;
}
export type Outcome =
	| { readonly kind: 'ok'; readonly ack: Acknowledged }
	| { readonly kind: 'fail'; readonly code: string }
	| { readonly kind: 'info' };
export interface Command extends Invoked {
	readonly outcome: Outcome;
}
/** How far a client held a conversation at some moment. */
export interface Sighting {
	readonly client: string;
	readonly epoch: string;
	readonly conversation: string;
	readonly number: number;
}

const info: Outcome = { kind: 'info' };

export class History {
	readonly #commands = new Map<string, Invoked & { outcome: Outcome }>();
	readonly #sightings: Sighting[] = [];

	/** A resend has the same clientId and is no new command. */
	invoke(command: Invoked): void {
		if (this.#commands.has(command.clientId))
			throw new Error(`${command.clientId} was invoked already`);
		this.#commands.set(command.clientId, { ...command, outcome: info });
	}

	ok(clientId: string, ack: Acknowledged): void {
		this.#settle(clientId, { kind: 'ok', ack });
	}

	fail(clientId: string, code: string): void {
		this.#settle(clientId, { kind: 'fail', code });
	}

	saw(sighting: Sighting): void {
		this.#sightings.push(sighting);
	}

	has(clientId: string): boolean {
		return this.#commands.has(clientId);
	}

	find(clientId: string): Command | undefined {
		return this.#commands.get(clientId);
	}

	/** In the order of their invocation. */
	get commands(): readonly Command[] {
		return [...this.#commands.values()];
	}

	get sightings(): readonly Sighting[] {
		return this.#sightings;
	}

	get counts(): { readonly ok: number; readonly fail: number; readonly info: number } {
		const counts = { ok: 0, fail: 0, info: 0 };
		for (const { outcome } of this.#commands.values()) counts[outcome.kind] += 1;
		return counts;
	}

	/** A resend may be acknowledged twice; the first answer stands, and the second must say the same (checked by number). */
	#settle(clientId: string, outcome: Outcome): void {
		const command = this.#commands.get(clientId);
		if (command === undefined) throw new Error(`${clientId} was never invoked`);
		if (command.outcome.kind === 'info') command.outcome = outcome;
	}
}

/** A text that nobody else says; the canary of its talk is in it. */
export const textOf = (talk: Talk, mark: string | number): string => `says {${talk}/${mark}}`;

/** By what an event is known on a surface; null: it is nobody's, or the surface does not tell. */
export const markOf = ({
	text,
	clientId,
}: {
	readonly text: string | null;
	readonly clientId: string | null;
}): string | null => text ?? (clientId === null ? null : `act ${clientId}`);

/** Null: no text of ours. */
export const talkOf = (text: string): Talk | null =>
	/\{([^/{}]+)\/[^{}]*\}/.exec(text)?.[1] ?? null;
