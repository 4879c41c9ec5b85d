/** Time as the domain sees it; a fake one in tests. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Runs once after `ms`; the answer cancels it. Never longer than a request or a poll: what must survive a restart is a timer row (D24). */
	after(ms: number, run: () => void): () => void;
}
