import type { Snippet } from '../search/find-words.ts';
import type { ConversationView } from './event-view.ts';

/* What a search of the archive shows. */

/** Something that was said and has the words in it. */
export type ArchiveHit = {
	readonly seq: number;
	readonly kind: 'visitor' | 'agent' | 'bot' | 'system' | 'note' | 'review';
	/** Empty: the visitor, or nobody in particular. */
	readonly authorName: string;
	/** ISO 8601. */
	readonly createdAt: string;
	/** Text and ranges in it, never HTML. */
	readonly snippet: Snippet;
};

export type ArchiveRow = {
	readonly conversation: ConversationView;
	/** Null: said no name. */
	readonly visitorName: string | null;
	/** Empty: none, or one that is not there any more. */
	readonly groupName: string;
	/** Numbers of its tickets. */
	readonly tickets: readonly { readonly id: string; readonly number: number }[];
	/** Newest first, three at most. */
	readonly hits: readonly ArchiveHit[];
	/** Of what was looked at for this page. */
	readonly hitCount: number;
};

export type ArchivePage = {
	/** Newest first. */
	readonly items: readonly ArchiveRow[];
	/** Hand back as `cursor`; null: that was all. */
	readonly next: string | null;
	/** True: the search took too long and was stopped; `next` goes on. */
	readonly isPartial: boolean;
};

export const ratingFilters = ['good', 'bad', '1', '2', '3', '4', '5'] as const;
export type RatingFilter = (typeof ratingFilters)[number];

/** A conversation of a visitor, as the team sees it beside the present one (H26). */
export type EarlierConversation = {
	readonly id: string;
	readonly status: string;
	/** ISO 8601. */
	readonly openedAt: string;
	readonly lastAt: string;
	/** Who answered (G100); null: nobody. */
	readonly assignee: string | null;
	readonly assigneeName: string | null;
	readonly rating: number | null;
	readonly preview: string;
	readonly tags: readonly string[];
	readonly ticketCount: number;
};
