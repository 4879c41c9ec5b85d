import type { Frame } from './test-server.ts';

export interface PollAnswer {
	readonly status: number;
	readonly session?: string | null;
	readonly frames?: readonly Frame[];
	readonly closed?: { readonly code: number; readonly reason: string };
	readonly error?: { readonly code: string };
}

/** One request of a client without sockets, as it goes over the wire. */
export async function ask(
	url: string,
	body: unknown,
	init: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<PollAnswer> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...init.headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		...(init.signal === undefined ? {} : { signal: init.signal }),
	});
	return { status: response.status, ...((await response.json()) as Omit<PollAnswer, 'status'>) };
}

/** A session by polls, one request at a time. */
export class TestPoll {
	readonly heard: Frame[] = [];
	session: string | null = null;
	readonly url: string;
	readonly #headers: Record<string, string>;
	#read = 0;

	constructor(url: string, headers: Record<string, string> = {}) {
		this.url = url;
		this.#headers = headers;
	}

	/** Opens the session, or hands frames in. */
	async send(...frames: readonly Frame[]): Promise<PollAnswer> {
		return this.#keep(await this.raw(frames));
	}
	async poll(signal?: AbortSignal): Promise<PollAnswer> {
		return this.#keep(await this.raw([], signal));
	}
	raw(frames: readonly unknown[], signal?: AbortSignal): Promise<PollAnswer> {
		const init = { headers: this.#headers, ...(signal === undefined ? {} : { signal }) };
		return ask(this.url, { session: this.session, frames }, init);
	}

	/** The next frame of this type that was not given out before; polls until it comes. */
	async next(type: string): Promise<Frame> {
		for (let polls = 0; polls < 20;) {
			const frame = this.heard[this.#read++];
			if (frame?.type === type) return frame;
			if (frame !== undefined) continue;
			this.#read -= 1;
			await this.poll();
			polls += 1;
		}
		throw new Error(`No ${type} came. Heard: ${JSON.stringify(this.heard)}`);
	}

	#keep(answer: PollAnswer): PollAnswer {
		this.session ??= answer.session ?? null;
		this.heard.push(...(answer.frames ?? []));
		return answer;
	}
}
