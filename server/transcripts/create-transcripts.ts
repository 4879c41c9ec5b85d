import type { ConversationId } from '../../shared/ids.ts';
import type { Language } from '../../shared/site/words.ts';
import {
	asConversationEvent,
	asVisitorEvent,
	visitorView,
	type NameOf,
	type Timelines,
} from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { Site, Sites } from '../sites/index.ts';
import { sayIn, type TranscriptFacts, type TranscriptPage } from './render-rows.ts';
import { renderVisitor, type TranscriptFormat } from './render-visitor.ts';
import {
	createLinkSigner,
	noTranscript,
	type LinkParts,
	type TranscriptLink,
	type TranscriptWanted,
} from './sign-link.ts';

export interface TranscriptsDeps {
	readonly store: Pick<Store, 'page'>;
	readonly timelines: Pick<Timelines, 'state'>;
	readonly sites: Pick<Sites, 'byId'>;
	readonly clock: Clock;
	/** The server's key. */
	readonly key: Uint8Array;
	readonly nameOf: NameOf;
	/** The language of a site's visitor who wants this locale. */
	readonly languageOf: (site: Site, locale: string | null) => Language;
}

export interface Transcript {
	/** Of the file, with its ending. */
	readonly name: string;
	readonly format: TranscriptFormat;
	/** The text, in pieces. */
	readonly pieces: AsyncIterable<string>;
}

export type Transcripts = ReturnType<typeof createTranscripts>;

const pageSize = 200;
const mostEvents = 10_000;

/** The visitor's own copies of conversations (D39). */
export function createTranscripts(deps: TranscriptsDeps) {
	const { store, timelines, sites, clock, nameOf } = deps;
	const signer = createLinkSigner(deps.key);

	async function read(conversation: ConversationId, after: number): Promise<TranscriptPage> {
		const found = await store.page(conversation, { visitor: true, after, limit: pageSize });
		const views = (events: readonly StoredEvent[]) =>
			events.flatMap((stored) => {
				const visible = asVisitorEvent(asConversationEvent(stored));
				return visible === null ? [] : [visitorView(visible, nameOf)];
			});
		return { events: views(found.events), amendments: views(found.amendments) };
	}

	async function* write(
		conversation: ConversationId,
		format: TranscriptFormat,
		facts: TranscriptFacts,
		first: TranscriptPage,
	): AsyncGenerator<string, void> {
		const rendering = renderVisitor(format, facts);
		yield rendering.begin();
		let page = first;
		let count = 0;
		for (;;) {
			yield rendering.page(page);
			count += page.events.length;
			const last = page.events.at(-1);
			const hasMore = last !== undefined && page.events.length === pageSize;
			if (!hasMore || count >= mostEvents) {
				yield rendering.end(hasMore);
				return;
			}
			page = await read(conversation, last.vseq);
		}
	}

	return {
		/** Whether the conversation is the asker's own is for the caller to know. */
		link: (wanted: TranscriptWanted): TranscriptLink => signer.sign(wanted, clock.now()),

		/** Throws `conversation_not_found` for what is no link of ours, `link_expired`, and what the store throws. */
		async open(parts: LinkParts): Promise<Transcript> {
			const { conversation, format, locale, timeZone } = signer.check(parts, clock.now());
			const { open, openedAt } = await timelines.state(conversation);
			const site = open === null ? null : sites.byId(open.site);
			if (site === null) throw noTranscript();
			const language = deps.languageOf(site, locale);
			const facts: TranscriptFacts = {
				site: site.name,
				language,
				locale: localeFor(language, locale),
				timeZone: isTimeZone(timeZone) ? timeZone : site.settings.hours.timeZone,
			};
			// Read before the answer begins, so that a store that does not answer is an error and not half a file.
			const first = await read(conversation, 0);
			return {
				name: nameFor(facts, openedAt, format),
				format,
				pieces: write(conversation, format, facts, first),
			};
		},
	};
}

/** The visitor's own way to write dates, if it is of the language that the words are in. */
function localeFor({ tag }: Language, locale: string | null): string {
	try {
		const [known] = Intl.getCanonicalLocales(locale ?? '');
		return known?.split('-')[0] === tag.split('-')[0] ? (known ?? tag) : tag;
	} catch {
		return tag;
	}
}

function isTimeZone(name: string | null): name is string {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name ?? '' });
		return name !== null;
	} catch {
		return false;
	}
}

/** "Chat with My shop 2026-11-24.txt", without what no file system takes. */
function nameFor(facts: TranscriptFacts, openedAt: number, format: TranscriptFormat): string {
	const title = sayIn(facts.language)('title', { site: facts.site });
	const day = new Intl.DateTimeFormat('sv', { timeZone: facts.timeZone }).format(openedAt);
	return `${title.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-')} ${day}.${format}`;
}
