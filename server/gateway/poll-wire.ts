import type { ServerResponse } from 'node:http';
import type { Wire, WireEvents } from './wire.ts';

/*
 * A wire without a socket. The client always has one request hanging, the poll, which is answered as soon as something was said;
 * the beat of every session ends it in time. What the client says comes by requests beside it.
 *
 * Only polls carry frames: of two answers that are under way at once the later one may arrive first, and order is promised.
 * Answers are not acknowledged. A connection that broke before its answer was out ends the wire as it would end a socket, and
 * the client, whose request has failed, greets anew and resumes by number.
 */

/** Beats without any request after which nobody is there any more: the third one is not answered. */
const maxQuietBeats = 2;

interface Closed {
	readonly code: number;
	readonly reason: string;
}

export class PollWire implements Wire {
	#events: WireEvents | null = null;
	/** Lists of frames, as they came from the outbox. */
	#queued: string[] = [];
	#bytes = 0;
	#sent: (() => void)[] = [];
	#hanging: ServerResponse | null = null;
	#isScheduled = false;
	#closed: Closed | null = null;
	#isGone = false;
	#quietBeats = 0;
	/** Said with the first answer. */
	#id: string | null;
	readonly #left: () => void;

	/** `left` is called once, when no request is expected any more. */
	constructor(id: string, left: () => void) {
		this.#id = id;
		this.#left = left;
	}

	get bufferedAmount(): number {
		return this.#bytes;
	}
	get isOpen(): boolean {
		return this.#closed === null && !this.#isGone;
	}

	listen(events: WireEvents): void {
		this.#events = events;
	}

	send(text: string, done: () => void): void {
		if (this.#isGone) return;
		this.#queued.push(text);
		this.#bytes += Buffer.byteLength(text);
		this.#sent.push(done);
		this.#schedule();
	}

	/** Any request says as much as a pong, and polls come with each beat. */
	ping(): void {
		this.#quietBeats += 1;
		if (this.#quietBeats <= maxQuietBeats) this.#events?.pong();
	}

	close(code: number, reason: string): void {
		this.#closed ??= { code, reason };
		this.#schedule();
	}

	terminate(): void {
		this.#hanging?.destroy();
		this.#leave();
	}

	/** Frames of one request, and the response that is answered at once or, for a poll, when there is something to say. */
	take(frames: readonly unknown[], isPoll: boolean, response: ServerResponse): void {
		this.#quietBeats = 0;
		// Gone before it could be served.
		if (response.destroyed) return this.terminate();
		let isOut = false;
		response.once('finish', () => {
			isOut = true;
		});
		response.once('close', () => {
			if (!isOut) this.terminate();
		});
		if (isPoll) {
			const older = this.#hanging;
			this.#hanging = response;
			older?.end(this.#answer('[]'));
		}
		if (frames.length > 0) this.#events?.message(Buffer.from(JSON.stringify(frames)), false);
		if (isPoll) this.#schedule();
		else if (this.#closed !== null && this.#hanging === null) this.#sayAll(response);
		else response.end(this.#answer('[]'));
	}

	/** At the end of the turn: what was said last and why it is over go together. */
	#schedule(): void {
		if (this.#isScheduled || this.#hanging === null) return;
		this.#isScheduled = true;
		queueMicrotask(() => {
			this.#isScheduled = false;
			const response = this.#hanging;
			if (response === null || (this.#queued.length === 0 && this.#closed === null)) return;
			this.#hanging = null;
			this.#sayAll(response);
		});
	}

	#sayAll(response: ServerResponse): void {
		const [queued, sent, bytes] = [this.#queued, this.#sent, this.#bytes];
		this.#queued = [];
		this.#sent = [];
		const frames = `[${queued.map((list) => list.slice(1, -1)).join(',')}]`;
		response.end(this.#answer(frames, this.#closed), () => {
			this.#bytes -= bytes;
			for (const done of sent) done();
		});
		if (this.#closed !== null) this.#leave();
	}

	#answer(frames: string, closed: Closed | null = null): string {
		const session = this.#id === null ? '' : `"session":${JSON.stringify(this.#id)},`;
		this.#id = null;
		return `{${session}"frames":${frames}${closed === null ? '' : `,"closed":${JSON.stringify(closed)}`}}`;
	}

	#leave(): void {
		if (this.#isGone) return;
		this.#isGone = true;
		this.#queued = [];
		this.#left();
		this.#events?.close();
	}
}
