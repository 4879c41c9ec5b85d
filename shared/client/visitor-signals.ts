import type { VisitorFrame } from '../protocol/visitor-frames.ts';
import type { ClientClock } from './parts.ts';

type Frame<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;
type Cursor = Omit<Frame<'cursor'>, 'type'>;

/** Between two words about the same thing. */
const paceMs = 1000;

/** What a visitor's client says by the way: what stands in the field, how far it has read. At most once a second each, the last one always. */
export class VisitorSignals {
	readonly #clock: ClientClock;
	readonly #send: (frame: VisitorFrame) => boolean;
	/** What stands in the field; null: nothing was written since the last message. */
	#draft: Frame<'draft'> | null = null;
	#isDraftTold = false;
	#cursor: Cursor | null = null;
	#told: Cursor | null = null;
	#cancel: (() => void) | null = null;
	#nextAt = 0;

	constructor(clock: ClientClock, send: (frame: VisitorFrame) => boolean) {
		this.#clock = clock;
		this.#send = send;
	}

	draft(conversation: string | null, text: string): void {
		this.#draft = { type: 'draft', conversation, text: text.slice(0, 4000) };
		this.#isDraftTold = false;
		this.#soon();
	}

	/** The message itself is on its way. */
	sent(): void {
		this.#draft = null;
	}

	/** Both only move up. */
	cursor(conversation: string, delivered: number, read: number): void {
		const last = this.#cursor?.conversation === conversation ? this.#cursor : null;
		this.#cursor = {
			conversation,
			delivered: Math.max(delivered, read, last?.delivered ?? 0),
			read: Math.max(read, last?.read ?? 0),
		};
		if (!isSame(this.#cursor, this.#told)) this.#soon();
	}

	/** A new connection: what was said may have been lost, and with the old one nothing stood in the field any more. */
	again(): void {
		this.#told = null;
		if (this.#draft?.text !== '') this.#isDraftTold = false;
		if (this.#cursor !== null || this.#draft !== null) this.#soon();
	}

	clear(): void {
		this.#draft = this.#cursor = this.#told = null;
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	#soon(): void {
		if (this.#cancel !== null) return;
		const wait = Math.max(0, Math.min(paceMs, this.#nextAt - this.#clock.now()));
		this.#cancel = this.#clock.after(wait, () => {
			this.#cancel = null;
			this.#nextAt = this.#clock.now() + paceMs;
			if (this.#draft !== null && !this.#isDraftTold) this.#isDraftTold = this.#send(this.#draft);
			if (this.#cursor === null || isSame(this.#cursor, this.#told)) return;
			if (this.#send({ type: 'cursor', ...this.#cursor })) this.#told = this.#cursor;
		});
	}
}

const isSame = (a: Cursor, b: Cursor | null): boolean =>
	b !== null &&
	a.conversation === b.conversation &&
	a.delivered === b.delivered &&
	a.read === b.read;
