import { DomainError } from '../../shared/errors.ts';
import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Language } from '../../shared/site/words.ts';
import {
	asConversationEvent,
	asVisitorEvent,
	conversationView,
	mayRead,
	teamView,
	visitorView,
	type Author,
	type ConversationState,
	type NameOf,
	type Timelines,
} from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { Site, Sites } from '../sites/index.ts';
import { sayIn, type TranscriptFacts } from './render-rows.ts';
import { renderTeam, renderTeamJson, type TeamFacts } from './render-team.ts';
import { teamWords } from './team-words.ts';
import { renderVisitor } from './render-visitor.ts';
import { renderVisitorJson } from './render-visitor-json.ts';
import {
	createLinkSigner,
	noTranscript,
	type LinkParts,
	type TranscriptLink,
	type TranscriptWanted,
} from './sign-link.ts';
import type { Rendering } from './write-rows.ts';

export interface TranscriptsDeps {
	readonly store: Pick<Store, 'page'>;
	readonly timelines: Pick<Timelines, 'state'>;
	readonly sites: Pick<Sites, 'byId'>;
	readonly clock: Clock;
	/** The server's key. */
	readonly key: Uint8Array;
	readonly nameOf: NameOf;
	/** Null: said no name. */
	readonly visitorName: (visitor: VisitorId) => Promise<string | null>;
	/** The language of a site's visitor who wants this locale. */
	readonly languageOf: (site: Site, locale: string | null) => Language;
}

export const copyFormats = ['txt', 'html', 'json'] as const;
export type CopyFormat = (typeof copyFormats)[number];

export interface Transcript {
	/** Of the file, with its ending. */
	readonly name: string;
	readonly format: CopyFormat;
	/** The text, in pieces. */
	readonly pieces: AsyncIterable<string>;
}

/** What an agent wants of a conversation. */
export interface CopyWanted {
	readonly copy: 'team' | 'visitor';
	readonly format: CopyFormat;
	/** BCP 47; null: not known. */
	readonly locale: string | null;
	/** IANA; null: the site's. */
	readonly timeZone: string | null;
}

export type Transcripts = ReturnType<typeof createTranscripts>;

const pageSize = 200;
const mostEvents = 10_000;

/** Conversations as files: the visitor's own copy, and the team's (D39). */
export function createTranscripts(deps: TranscriptsDeps) {
	const { store, timelines, sites, clock, nameOf } = deps;
	const signer = createLinkSigner(deps.key);

	interface Reading<View> {
		/** Only what the visitor may see. */
		readonly visitor: boolean;
		readonly views: (events: readonly StoredEvent[]) => View[];
		/** Where the next page begins. */
		readonly numberOf: (event: StoredEvent) => number;
	}
	const forVisitor = {
		visitor: true,
		views: (events: readonly StoredEvent[]) =>
			events.flatMap((stored) => {
				const visible = asVisitorEvent(asConversationEvent(stored));
				return visible === null ? [] : [visitorView(visible, nameOf)];
			}),
		numberOf: ({ vseq }: StoredEvent) => vseq ?? 0,
	};
	const forTeam = {
		visitor: false,
		views: (events: readonly StoredEvent[]) =>
			events.map((stored) => teamView(asConversationEvent(stored), nameOf)),
		numberOf: ({ seq }: StoredEvent) => seq,
	};

	/** The first page is read before the answer begins, so that a store that does not answer is an error and not half a file. */
	async function piecesOf<View>(
		conversation: ConversationId,
		{ visitor, views, numberOf }: Reading<View>,
		rendering: Rendering<{ readonly events: View[]; readonly amendments: View[] }>,
	): Promise<AsyncIterable<string>> {
		const read = (after: number) => store.page(conversation, { visitor, after, limit: pageSize });
		const first = await read(0);
		return (async function* write() {
			yield rendering.begin();
			let page = first;
			let count = 0;
			for (;;) {
				yield rendering.page({ events: views(page.events), amendments: views(page.amendments) });
				count += page.events.length;
				const last = page.events.at(-1);
				const hasMore = last !== undefined && page.events.length === pageSize;
				if (!hasMore || count >= mostEvents) {
					yield rendering.end(hasMore);
					return;
				}
				page = await read(numberOf(last));
			}
		})();
	}

	async function visitorCopy(
		{ id, openedAt }: ConversationState,
		site: Site,
		{ format, locale, timeZone }: Omit<CopyWanted, 'copy'>,
	): Promise<Transcript> {
		const language = deps.languageOf(site, locale);
		const facts: TranscriptFacts = {
			site: site.name,
			language,
			locale: localeFor(language, locale),
			timeZone: isTimeZone(timeZone) ? timeZone : site.settings.hours.timeZone,
		};
		const rendering = format === 'json' ? renderVisitorJson(facts) : renderVisitor(format, facts);
		const title = sayIn(language)('title', { site: site.name });
		return {
			name: fileName(title, facts.timeZone, openedAt, format),
			format,
			pieces: await piecesOf(id, forVisitor, rendering),
		};
	}

	async function teamCopy(
		state: ConversationState,
		site: Site,
		{ format, locale, timeZone }: Omit<CopyWanted, 'copy'>,
	): Promise<Transcript> {
		const conversation = conversationView(state, nameOf);
		if (conversation === null) throw noConversation();
		const { tag, say } = teamWords(locale);
		const facts: TeamFacts = {
			site: site.name,
			conversation,
			visitor: await deps.visitorName(conversation.visitor),
			locale: localeFor({ tag }, locale),
			timeZone: isTimeZone(timeZone) ? timeZone : site.settings.hours.timeZone,
		};
		const rendering = format === 'json' ? renderTeamJson(facts) : renderTeam(format, facts);
		const visitor = facts.visitor ?? say('visitor');
		const title = say('title', { visitor, site: site.name });
		return {
			name: fileName(title, facts.timeZone, state.openedAt, format),
			format,
			pieces: await piecesOf(state.id, forTeam, rendering),
		};
	}

	const siteOf = (id: SiteId | undefined): Site | null =>
		id === undefined ? null : sites.byId(id);

	return {
		/** Whether the conversation is the asker's own is for the caller to know. */
		link: (wanted: TranscriptWanted): TranscriptLink => signer.sign(wanted, clock.now()),

		/** Throws `conversation_not_found` for what is no link of ours, `link_expired`, and what the store throws. */
		async open(parts: LinkParts): Promise<Transcript> {
			const { conversation, ...wanted } = signer.check(parts, clock.now());
			const state = await timelines.state(conversation);
			const site = siteOf(state.open?.site);
			if (site === null) throw noTranscript();
			return visitorCopy(state, site, wanted);
		},

		/** For an agent. Throws `conversation_not_found` for one of a site that is not the agent's. */
		async copy(by: Author, id: ConversationId, wanted: CopyWanted): Promise<Transcript> {
			const state = await timelines.state(id);
			const site = siteOf(state.open?.site);
			if (site === null || !mayRead(state, by)) throw noConversation();
			return wanted.copy === 'visitor'
				? visitorCopy(state, site, wanted)
				: teamCopy(state, site, wanted);
		},
	};
}

const noConversation = (): DomainError =>
	new DomainError('conversation_not_found', 'There is no such conversation.');

/** The reader's own way to write dates, if it is of the language that the words are in. */
function localeFor({ tag }: Pick<Language, 'tag'>, locale: string | null): string {
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
function fileName(title: string, timeZone: string, openedAt: number, format: CopyFormat): string {
	const day = new Intl.DateTimeFormat('sv', { timeZone }).format(openedAt);
	return `${title.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-')} ${day}.${format}`;
}
