import type { SiteId } from '../ids.ts';

/** A text that agents have ready (H33). */
export type ReplyView = {
	readonly id: string;
	/** What is typed after `#`; no blanks. */
	readonly key: string;
	readonly title: string;
	/** May hold {name}, {firstName}, {agent} and {site}, which are filled in when it is chosen. */
	readonly text: string;
	/** For the whole team; else only for the agent who asks. */
	readonly isShared: boolean;
	readonly sites: 'all' | readonly SiteId[];
	/** How often it was chosen. */
	readonly uses: number;
	/** Whether the agent who asks may change it. */
	readonly mayChange: boolean;
	/** Goes up with each edit. */
	readonly rev: number;
};

export const replyLimits = { key: 40, title: 100 } as const;
