import type { OpenSocket } from './parts.ts';

/** What the server says to one request. */
export interface PollAnswer {
	readonly session?: string;
	readonly frames: readonly object[];
	readonly closed?: { readonly code: number };
}

/** Posts JSON. Rejects unless the answer is 200 and JSON, and when `isOver` aborts. */
export type Post = (body: string, isOver: AbortSignal) => Promise<PollAnswer>;

/**
 * A socket made of requests, for networks that let no WebSocket through: one hangs until the server has something to say, others
 * carry what is sent, one after the other. Any that fails is a lost connection.
 */
export const pollSocket =
	(post: Post): OpenSocket =>
	(events) => {
		const over = new AbortController();
		let session: string | null = null;
		function end(code: number): void {
			if (over.signal.aborted) return;
			over.abort();
			events.onClose(code);
		}
		async function ask(frames: string): Promise<void> {
			const body = `{"session":${JSON.stringify(session)},"frames":${frames}}`;
			const answer = await post(body, over.signal).catch(() => null);
			if (over.signal.aborted) return;
			if (answer === null) return end(1006);
			events.onMessage(JSON.stringify(answer.frames));
			if (answer.closed !== undefined) return end(answer.closed.code);
			if (session !== null) return;
			session = answer.session ?? '';
			void poll();
		}
		async function poll(): Promise<void> {
			while (!over.signal.aborted) await ask('[]');
		}
		let sent = Promise.resolve().then(() => events.onOpen());
		return {
			send: (text) => void (sent = sent.then(() => (over.signal.aborted ? undefined : ask(text)))),
			close: () => over.abort(),
		};
	};
