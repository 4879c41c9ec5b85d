import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { EndedBy, Priority, Status } from '../../shared/views/event-view.ts';
import type { Collection, Doc, NewDoc } from '../ports/store.ts';
import type { Spread } from './spread.ts';

/*
 * What reports count, one row for each conversation (D15): numbers, times and names of things, never a text. It is folded
 * forward from the timeline and made whole again from it by `parley repair`. Times are epoch milliseconds, lengths of time
 * milliseconds.
 */

/** What one agent did in it. */
export type AgentFacts = {
	readonly messages: number;
	/** From when to when the agent was in it; null: is still. */
	readonly spans: readonly (readonly [from: number, to: number | null])[];
	/** Time to send: from when the agent could answer (was in it, and the visitor had written) to the message. */
	readonly sends: Spread;
	/** What the visitor waited for each answer of this agent after the first reply. */
	readonly responses: Spread;
	/** How often this agent handed it on to an agent or a group. */
	readonly handedOn: number;
};

/** The visitor left, or was sent to the offline path, before an agent had written. */
export type Leaving = {
	readonly seq: number;
	/** Whether the site was open then, by the hours of the day on which this was folded. */
	readonly isOpen: boolean;
};

/** What is under way; means nothing to a report. */
export type Running = {
	/** In the queue since; null: is not in it. */
	readonly queuedAt: number | null;
	/** Since when a first reply is due; null: none is. */
	readonly replyFrom: number | null;
	/** The oldest message of the visitor that no agent has answered. */
	readonly askedAt: number | null;
	/** The visitor waits there for the answer; false: it comes later. */
	readonly isLive: boolean;
	/** An agent has written since it was opened, or opened again. */
	readonly isAnswered: boolean;
	readonly assignee: AgentId | null;
	/** When the visitor last wrote. */
	readonly seenAt: number;
	/** Of the session that is open now. */
	readonly sessionAt: number | null;
};

export interface Facts extends Doc {
	readonly id: ConversationId;
	/** The seq of the last event that is in it. */
	readonly through: number;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly source: string;
	/** Where it was routed to last; null: to nobody in particular. */
	readonly group: string | null;
	readonly status: Status;
	readonly openedAt: number;
	/** The site was open when it began. */
	readonly isInHours: boolean;
	/** An agent wrote first. */
	readonly isByAgent: boolean;
	readonly priority: Priority;
	readonly tags: readonly string[];
	/** Each stay in the queue that ended with an agent, 50 at most. */
	readonly waits: readonly number[];
	readonly firstReply: { readonly ms: number; readonly by: AgentId } | null;
	readonly visitorMessages: number;
	readonly agentMessages: number;
	readonly agents: Readonly<Record<string, AgentFacts>>;
	/** Who had it last; stays after the end. */
	readonly owner: AgentId | null;
	readonly transfers: number;
	/** Of all sessions that have ended; a conversation that is opened again has several. */
	readonly sessionMs: number;
	/** Null: it runs. */
	readonly endedAt: number | null;
	readonly endedBy: EndedBy | null;
	readonly reopened: number;
	/** What the visitor said when asked whether all is solved; null: not said. */
	readonly isResolved: boolean | null;
	readonly leavings: readonly Leaving[];
	/** 1 to 5. */
	readonly rating: number | null;
	/** 1 very difficult to 5 very easy. */
	readonly effort: number | null;
	readonly ratedAt: number | null;
	/** When somebody of the team wrote or noted something after the rating. */
	readonly followedAt: number | null;
	readonly running: Running;
}

export type Row = NewDoc<Facts>;

export const factsCollection: Collection<Facts> = {
	name: 'conversation_facts',
	indexes: {
		bySite: { fields: ['site', 'openedAt'] },
		bySiteStatus: { fields: ['site', 'status', 'openedAt'] },
	},
};

/** Missed (H12, G86): left, or sent to the offline path, while hours were open and no agent had written. */
export const isMissed = ({ leavings }: Pick<Facts, 'leavings'>): boolean =>
	leavings.some(({ isOpen }) => isOpen);
