/*
 * What the loader in the shop's page and the panel in its frame say to each other. Both name the other's exact origin when they
 * speak and check origin and source when they hear: any page can post messages to any frame.
 */

export interface HostPage {
	readonly url: string;
	readonly title: string;
	/** Where the visitor came from; empty: not known. */
	readonly referrer: string;
}

/** What a page gives to `parley('setAttributes', ...)`. Values that are not text or number are passed over. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * From the loader: a word after `parley:`, where the visitor is (address, title, and where from, as the browser has them), and what
 * belongs to the word as a JSON list. The words: `greet` tells the panel the origin of the page, by the event that carries it; `open`
 * and `close` follow the dialog; `page` is another page of the site, without a load; `send` (text, id of the greeting, its text) is a
 * quick answer of a greeting, sent as the visitor's. All others are commands that the page gave to `parley(...)`, such as `identify`
 * (proof signed by the site's own server; null: the visitor has logged out there) and `setAttributes`.
 */
export interface ToPanel {
	readonly type: string;
	readonly page: readonly [address: string, title: string, referrer: string];
	readonly args: string;
}

/** From the panel. `acted`: the visitor has written, so the next page may load the panel for the unread count. */
export type ToLoader =
	| { readonly type: 'parley:ready'; /** For the frame. */ readonly title: string }
	| { readonly type: 'parley:close' }
	| { readonly type: 'parley:acted' }
	/** `badge`: what is on the launcher, or nothing. `name`: what it is called then. */
	| {
			readonly type: 'parley:unread';
			readonly count: number;
			readonly badge: string;
			readonly name: string;
	  }
	/** For `parley('on', name, ...)`: 'message', 'started', 'ended', 'rated'. */
	| { readonly type: 'parley:event'; readonly name: string };
