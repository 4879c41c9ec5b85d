import type { ConversationId, SiteId } from '../../../shared/ids.ts';
import { snippetOf, type Snippet } from '../../../shared/search/find-words.ts';
import { asConversationEvent, type ConversationEvent } from '../../conversations/index.ts';
import type { EventPage, SearchHit, Store } from '../../ports/store.ts';
import type { HitPlace } from './cursor.ts';

/** Something that was said, is still there, and has the words in it. */
export interface Found {
	readonly conversation: ConversationId;
	readonly event: ConversationEvent & { readonly type: 'message' | 'note' };
	readonly snippet: Snippet;
}

/** Of one look at the index; little more than a page shows. */
const hitsAtATime = 32;

/** Hits of one site, newest first, one at a time. What was taken back or edited away since it was indexed is left out. */
export function hitsOfSite(
	store: Pick<Store, 'search' | 'page'>,
	site: SiteId,
	text: string,
	from: HitPlace,
) {
	let { before } = from;
	let skip = from.used;
	let hits: readonly { readonly hit: Found | null }[] = [];
	let used = 0;
	/** Of the look that `hits` came from; null: there was none yet. */
	let next: number | null | undefined;
	let isStopped = false;

	async function look(maxMs: number): Promise<void> {
		const page = await store.search(site, text, {
			limit: hitsAtATime,
			maxMs,
			...(before === null ? {} : { before }),
		});
		hits = (await readHits(store, page.hits, text)).map((hit) => ({ hit }));
		used = Math.min(skip, hits.length);
		skip = 0;
		next = page.next;
		isStopped = page.partial;
	}

	return {
		site,
		/** The next hit without using it up; null: no more, or no more in this time. */
		async peek(msLeft: () => number): Promise<Found | null> {
			for (;;) {
				for (; used < hits.length; used += 1) {
					const hit = hits[used]?.hit ?? null;
					if (hit !== null) return hit;
				}
				if (next === null) return null;
				if (next !== undefined) {
					if (msLeft() <= 0) return null;
					before = next;
				}
				await look(Math.max(1, msLeft()));
				if (isStopped && hits.length === 0) return null;
			}
		},
		take(): void {
			used += 1;
		},
		/** Where to go on; null: at the end. */
		place(): HitPlace | null {
			if (used < hits.length || next === undefined) return { before, used };
			return next === null ? null : { before: next, used: 0 };
		},
	};
}
export type HitsOfSite = ReturnType<typeof hitsOfSite>;

/** Events that are read together lie within so many numbers: of one conversation, often most of what was said. */
const widestRead = 32;

/** In the order of the hits; null: not there any more, or without the words. */
async function readHits(
	store: Pick<Store, 'page'>,
	hits: readonly SearchHit[],
	text: string,
): Promise<(Found | null)[]> {
	const found = new Map<SearchHit, Found | null>();
	await Promise.all(
		spansOf(hits).map(async (span) => {
			const { timeline, seq: first } = span[0]!;
			const last = span.at(-1)!.seq;
			const page = await store.page(timeline, {
				after: first - 1,
				before: last + 1,
				limit: last - first + 1,
			});
			for (const hit of span) found.set(hit, foundOn(page, hit.seq, text));
		}),
	);
	return hits.map((hit) => found.get(hit) ?? null);
}

/** Each within one conversation, oldest first. */
function spansOf(hits: readonly SearchHit[]): SearchHit[][] {
	const spans: SearchHit[][] = [];
	const byTimeline = new Map<SearchHit['timeline'], SearchHit[]>();
	for (const hit of hits) {
		byTimeline.set(hit.timeline, [...(byTimeline.get(hit.timeline) ?? []), hit]);
	}
	for (const ofOne of byTimeline.values()) {
		let span: SearchHit[] = [];
		for (const hit of ofOne.sort((one, other) => one.seq - other.seq)) {
			if (span[0] === undefined || hit.seq - span[0].seq >= widestRead) spans.push((span = []));
			span.push(hit);
		}
	}
	return spans;
}

function foundOn(page: EventPage, seq: number, text: string): Found | null {
	const stored = page.events.find((each) => each.seq === seq);
	if (stored === undefined || stored.erasedAt !== null) return null;
	const event = asConversationEvent(stored);
	if (event.type !== 'message' && event.type !== 'note') return null;
	const changes = page.amendments
		.filter(({ target }) => target === seq)
		.map((each) => asConversationEvent(each));
	if (changes.some((each) => each.type === 'redaction' || each.erasedAt !== null)) return null;
	const edit = changes.findLast((each) => each.type === 'edit');
	const names = (event.body.files ?? []).map((file) => file.name);
	const said = edit?.type === 'edit' ? edit.body.text : [event.body.text, ...names].join(' ');
	const snippet = snippetOf(said, text);
	return snippet === null ? null : { conversation: event.timeline, event, snippet };
}
