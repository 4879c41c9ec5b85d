import type { AgentId, ConversationId, SiteId, VisitorId } from '../ids.ts';
import type { Author, Priority } from './event-view.ts';

/*
 * A request that is followed until it is solved: left out of hours, or made by hand from a conversation. What the customer said is read
 * from the conversation each time, so a text that was taken back or erased there is gone here too.
 */

/** `open`: it is the team's turn. `pending`: the customer's. */
export const ticketStatuses = ['open', 'pending', 'solved', 'spam'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** What a list can show. `new`: open, and nobody has replied yet. `mine`: assigned to the asking agent and not done. */
export const ticketLists = ['new', ...ticketStatuses, 'mine'] as const;
export type TicketList = (typeof ticketLists)[number];

export type TicketView = {
	readonly id: string;
	/** Shown as T-12. */
	readonly number: number;
	/** Empty: nobody gave one; `preview` stands for it. */
	readonly title: string;
	/** Beginning of what was last said in the conversation; empty: nothing that can be read. */
	readonly preview: string;
	readonly status: TicketStatus;
	/** Open, and nobody has replied yet. */
	readonly isNew: boolean;
	readonly priority: Priority;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	/** Null: not said. */
	readonly requesterName: string | null;
	readonly requesterEmail: string | null;
	readonly conversation: ConversationId;
	/** Of the conversation. */
	readonly tags: readonly string[];
	readonly group: string | null;
	readonly groupName: string;
	readonly assignee: AgentId | null;
	readonly assigneeName: string;
	/** `offline`: left while nobody was there. `hand`: made from a conversation. */
	readonly source: 'offline' | 'hand';
	/** ISO 8601. */
	readonly openedAt: string;
	readonly lastAt: string;
};

/** What is set; left out: as it is. Null: nobody, none. */
export type TicketChange = {
	readonly status?: TicketStatus;
	readonly title?: string;
	readonly assignee?: AgentId | null;
	readonly group?: string | null;
	readonly priority?: Priority;
};

/** What happened, as the team reads it. */
export type TicketEventView = {
	readonly seq: number;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly author: Author;
} & (
	| {
			readonly type: 'opened';
			readonly source: TicketView['source'];
			/** Written when it was made by hand; only the team sees it. */
			readonly note: string;
	  }
	/** To the requester. */
	| { readonly type: 'replied'; readonly text: string; readonly status: TicketStatus | null }
	/** Among the team. */
	| { readonly type: 'commented'; readonly text: string }
	/** The customer wrote again. `status`: what it became by that. */
	| {
			readonly type: 'answered';
			readonly text: string;
			readonly deleted: boolean;
			readonly status: TicketStatus | null;
	  }
	| {
			readonly type: 'changed';
			readonly change: TicketChange;
			/** Of the agent and the group that were set; empty: none. */
			readonly assigneeName: string;
			readonly groupName: string;
	  }
);

/** One ticket with all that happened in it (H46). */
export type WholeTicket = {
	readonly ticket: TicketView;
	/** Oldest first. */
	readonly events: readonly TicketEventView[];
	/** The conversation that it comes from (H47). */
	readonly talk: {
		readonly openedAt: string;
		readonly lastAt: string;
		readonly messageCount: number;
		/** Who answered; empty: nobody. */
		readonly agentName: string;
		/** Beginning of the first message; empty: taken back or erased. */
		readonly first: string;
	};
	/** Other tickets of the same person. */
	readonly others: readonly TicketView[];
};

export type TicketPage = {
	readonly items: readonly TicketView[];
	/** Hand back as `cursor`; null: that was all. */
	readonly next: string | null;
	/** Of each list, a thousand at most. */
	readonly counts: Readonly<Record<TicketList, number>>;
};
