import type { Attributes, HostPage, ToLoader, ToPanel } from '../messages.ts';
import { pageOf } from './page-of.ts';

export interface HostLink {
	/** Where the visitor is, as the loader says; undefined on the chat's own page. */
	readonly page: HostPage | undefined;
	/** The loader shows the panel. */
	readonly isOpen: boolean;
	say(message: ToLoader): void;
	ready(): void;
}

/** What the page around asks for, beside opening and closing. */
export type HostWish =
	/** A quick answer of a greeting was chosen. `greeting` is its id. */
	| {
			readonly type: 'parley:send';
			readonly text: string;
			readonly greeting: string;
			readonly said: string;
	  }
	/** Signed by the site's own server; null: the visitor has logged out there. */
	| { readonly type: 'parley:identify'; readonly proof: string | null }
	| { readonly type: 'parley:attributes'; readonly attributes: Attributes };

/** Null: a word that nobody knows. */
function wishOf({ type, args }: ToPanel): HostWish | null {
	const [first, second, third] = JSON.parse(args) as unknown[];
	if (type === 'parley:identify') return { type, proof: typeof first === 'string' ? first : null };
	if (type === 'parley:setAttributes')
		return { type: 'parley:attributes', attributes: (first ?? {}) as Attributes };
	if (type === 'parley:send')
		return { type, text: String(first), greeting: String(second), said: String(third) };
	return null;
}

interface HostActs {
	opened(): void;
	/** Closed, or on another page. */
	changed(): void;
	wish(wish: HostWish): void;
}

/**
 * The way to the loader in the page around. Its origin is not known before it greets; until then nothing is said. Which sites may
 * embed the panel is settled by the page's `frame-ancestors`.
 */
export function createHostLink(acts: HostActs): HostLink {
	let page: HostPage | undefined;
	let isOpen = false;
	let origin: string | null = null;
	let isReady = false;
	let unread: Extract<ToLoader, { type: 'parley:unread' }> | null = null;

	const post = (message: ToLoader) => origin !== null && window.parent.postMessage(message, origin);
	const announce = () => isReady && post({ type: 'parley:ready', title: document.title });

	window.addEventListener('message', ({ data, source, origin: from }: MessageEvent<ToPanel>) => {
		if (window.parent === window || source !== window.parent || typeof data?.type !== 'string')
			return;
		if (origin !== null && from !== origin) return;
		switch (data.type) {
			case 'parley:greet':
				origin = from;
				announce();
				if (unread !== null && unread.count > 0) post(unread);
				return;
			case 'parley:open':
				page = pageOf(data.page);
				isOpen = true;
				return acts.opened();
			case 'parley:page':
				page = pageOf(data.page);
				return acts.changed();
			case 'parley:close':
				isOpen = false;
				return acts.changed();
			default:
				// The origin may only be taken from a greeting.
				if (origin !== null) {
					const wish = wishOf(data);
					if (wish !== null) acts.wish(wish);
				}
		}
	});

	return {
		get page() {
			return page;
		},
		get isOpen() {
			return isOpen;
		},
		say(message) {
			if (message.type === 'parley:unread') {
				if (message.count === (unread?.count ?? 0)) return;
				unread = message;
			}
			post(message);
		},
		ready() {
			isReady = true;
			announce();
		},
	};
}
