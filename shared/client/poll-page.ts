import type { OpenSocket } from './parts.ts';
import { pollSocket, type PollAnswer, type Post } from './poll-socket.ts';

/* The browser's side of polling, apart from page.ts because few networks need it. */

interface PageRequest {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body: string;
	readonly signal: AbortSignal;
}

interface PageResponse {
	readonly ok: boolean;
	json(): Promise<unknown>;
}

/** As much of the page as is needed. */
export interface PageFetch {
	fetch(url: string, init: PageRequest): Promise<PageResponse>;
}

/** `url` is where polls go. */
export const pollOf = (page: PageFetch, url: string): OpenSocket => pollSocket(postOf(page, url));

const postOf =
	(page: PageFetch, url: string): Post =>
	async (body, signal) => {
		const headers = { 'Content-Type': 'application/json' };
		const response = await page.fetch(url, { method: 'POST', headers, body, signal });
		if (!response.ok) throw new Error();
		return (await response.json()) as PollAnswer;
	};
