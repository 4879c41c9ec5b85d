import type { AgentId, SiteId } from '../../../shared/ids.ts';
import type { RatingFilter } from '../../../shared/views/archive-view.ts';
import type { ConversationState } from '../../conversations/index.ts';

/** Left out: any. */
export interface ArchiveFilter {
	/** What the words of a message must hold; empty: no search. */
	readonly text: string;
	readonly sites: readonly SiteId[];
	readonly group?: string;
	/** Who answered. */
	readonly agent?: AgentId;
	readonly tag?: string;
	readonly rating?: RatingFilter;
	/** Epoch milliseconds, both counted in. */
	readonly from?: number;
	readonly to?: number;
}

/** Whether the conversation is one of those that are wanted; times aside, which are those of what was said. */
export function isWanted(state: ConversationState, filter: ArchiveFilter): boolean {
	const { open } = state;
	if (open === null || !filter.sites.includes(open.site)) return false;
	if (filter.group !== undefined && (state.group ?? open.group) !== filter.group) return false;
	if (filter.agent !== undefined && state.assignee !== filter.agent) return false;
	if (filter.tag !== undefined && !state.tags.includes(filter.tag)) return false;
	return filter.rating === undefined || isRated(state.rating, filter.rating);
}

function isRated(rating: number | null, wanted: RatingFilter): boolean {
	if (rating === null) return false;
	if (wanted === 'good') return rating >= 4;
	if (wanted === 'bad') return rating <= 2;
	return rating === Number(wanted);
}

export const isWithin = (at: number, { from, to }: ArchiveFilter): boolean =>
	(from === undefined || at >= from) && (to === undefined || at <= to);
