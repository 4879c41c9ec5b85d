import type { Greeting, SiteSettings } from './site-settings.ts';
import type { WordList } from './words.ts';

/*
 * What the server writes into the loader and into the panel's page: the site's settings as far as a visitor's browser needs
 * them, with every word in the visitor's language.
 */

/**
 * In `/widget.js?site=KEY`. Every byte is in the page of the shop: hence an order in place of names, and nothing that the server can
 * work out.
 */
export type LoaderSettings = readonly [
	/** The site's public key. */
	key: string,
	/** Origin of the server, without a slash at the end. */
	url: string,
	/** Rules to stand after the launcher's own (plugins/widget/loader/style.ts); empty when all is as by default. */
	css: string,
	/** Regular expression of the paths without a launcher; it begins with `^`, or finds nothing. */
	hideOn: string,
	/** 1: the panel loads by itself. */
	isWatch: 0 | 1,
	/** Words on the launcher; empty: none. */
	label: string,
	/** Links for when the chat cannot be reached. Without an address: the chat itself. With no target it is tried again. */
	ways: readonly (readonly [text: string, target: '_blank' | '', href?: string])[],
	chatWithUs: string,
	opening: string,
	unreachable: string,
	unreachableMore: string,
	close: string,
];

/** For greeting.js, as far as it can be made ready. */
export interface ShownGreeting extends Pick<
	Greeting,
	'id' | 'text' | 'replies' | 'afterSeconds' | 'scrolled' | 'pagesSeen' | 'device'
> {
	/** Who says it, and below, where it is a person, for whom. */
	readonly who: string;
	readonly site: string;
	/** In the place of a face. */
	readonly letters: string;
	/** Its name for those who cannot see it. */
	readonly label: string;
	/** Regular expression of the paths where it may come. */
	readonly pages: string;
}

/** In the panel's page. */
export interface PanelSettings extends Pick<
	SiteSettings,
	'prechat' | 'articles' | 'privacyUrl' | 'rating' | 'texts'
> {
	readonly key: string;
	readonly name: string;
	readonly url: string;
	/** BCP 47, of `words`. */
	readonly language: string;
	readonly words: WordList;
	/** IANA, of the hours. */
	readonly timeZone: string;
	/** The hours in lines that a person reads, in the site's time zone; empty: there are none. */
	readonly hours: readonly { readonly days: string; readonly times: string }[];
	readonly hasPosition: boolean;
	readonly whenClosed: SiteSettings['hours']['whenClosed'];
	readonly whenAway: SiteSettings['hours']['whenAway'];
	readonly promise: string;
	readonly replyMinutes: number | null;
	/** False: no plugin sends mail, so nothing may promise it. */
	readonly hasMail: boolean;
	/** Bytes of one file. */
	readonly fileBytes: number;
	/** The team may see where visitors are before they write (D30). */
	readonly isWatch: boolean;
}
