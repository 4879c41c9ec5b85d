/*
 * What the loader in the shop's page and the panel in its frame say to each other. Both name the other's exact origin when they
 * speak and check origin and source when they hear: any page can post messages to any frame.
 */

/** From the loader. `greet` tells the panel the origin of the page, by the event that carries it. */
export type ToPanel =
	| { readonly type: 'parley:greet' }
	| {
			readonly type: 'parley:opened';
			readonly page: { readonly url: string; readonly title: string };
	  }
	| { readonly type: 'parley:closed' };

/** From the panel. `acted`: the visitor has written, so the next page may load the panel for the unread count. */
export type ToLoader =
	| { readonly type: 'parley:ready' }
	| { readonly type: 'parley:close' }
	| { readonly type: 'parley:acted' }
	| { readonly type: 'parley:unread'; readonly count: number };
