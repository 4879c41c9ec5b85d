import type { AgentId, ConversationId, SiteId, VisitorId } from '../ids.ts';

/*
 * The only shapes of events that leave the server. The team's view has everything; the visitor's view is built field by field
 * from what the visitor may see and carries `vseq` only (D8).
 */

export type Author = {
	readonly kind: 'visitor' | 'agent' | 'bot' | 'system';
	readonly id: string;
	readonly name: string;
};

export type FileView = {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
};

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
/** `pending`: asked, but with the bot, in the form, or after hours. `waiting`: in the queue. `active`: an agent joined. */
export type Status = 'pending' | 'waiting' | 'active' | 'ended';
export type EndedBy = 'visitor' | 'agent' | 'system';

/** What happened, as the team reads it. Deleted texts are empty and `deleted` is true. */
export type TeamEventBody =
	| {
			readonly type: 'message' | 'note';
			readonly text: string;
			readonly files: readonly FileView[];
			readonly deleted: boolean;
	  }
	| {
			readonly type: 'edit';
			readonly target: number;
			readonly text: string;
			readonly deleted: boolean;
	  }
	| { readonly type: 'redaction'; readonly target: number }
	| {
			readonly type: 'assigned' | 'joined' | 'left';
			readonly agent: AgentId;
			readonly agentName: string;
	  }
	| {
			readonly type: 'transferred';
			readonly agent: AgentId;
			readonly agentName: string;
			readonly reason: string;
	  }
	| { readonly type: 'requeued'; readonly reason: string }
	| { readonly type: 'tagged'; readonly add: readonly string[]; readonly remove: readonly string[] }
	| { readonly type: 'prioritised'; readonly priority: Priority }
	| { readonly type: 'ended'; readonly by: EndedBy; readonly reason: string }
	| { readonly type: 'reopened' }
	| { readonly type: 'rating'; readonly score: number; readonly comment: string };

export type TeamEventView = TeamEventBody & {
	readonly conversation: ConversationId;
	readonly seq: number;
	/** Null: internal, the visitor does not see it. */
	readonly vseq: number | null;
	/** ISO 8601. */
	readonly createdAt: string;
	readonly author: Author;
	/** Lets the author's own client recognise it. */
	readonly clientId: string | null;
};

/** What happened, as the visitor reads it. `target` counts vseq. */
export type VisitorEventBody =
	| {
			readonly type: 'message';
			readonly text: string;
			readonly files: readonly FileView[];
			readonly deleted: boolean;
	  }
	| {
			readonly type: 'edit';
			readonly target: number;
			readonly text: string;
			readonly deleted: boolean;
	  }
	| { readonly type: 'redaction'; readonly target: number }
	| { readonly type: 'assigned' | 'joined' | 'left' | 'transferred'; readonly agentName: string }
	| { readonly type: 'requeued' }
	| { readonly type: 'ended'; readonly by: EndedBy }
	| { readonly type: 'reopened' }
	| { readonly type: 'rating'; readonly score: number };

export type VisitorEventView = VisitorEventBody & {
	readonly vseq: number;
	/** ISO 8601. */
	readonly createdAt: string;
	/** No id: an agent is a name to the visitor, and `visitor` is always this visitor. */
	readonly author: { readonly kind: Author['kind']; readonly name: string };
	/** Only on the visitor's own. */
	readonly clientId: string | null;
};

/** A conversation in the team's lists. */
export type ConversationView = {
	readonly id: ConversationId;
	/** The last event that is in this view. */
	readonly seq: number;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly status: Status;
	readonly endedBy: EndedBy | null;
	readonly assignee: AgentId | null;
	readonly assigneeName: string | null;
	readonly participants: readonly AgentId[];
	readonly tags: readonly string[];
	readonly priority: Priority;
	readonly rating: number | null;
	readonly messageCount: number;
	readonly openedAt: string;
	readonly lastAt: string;
	/** Since when the visitor waits for an answer; null when it is the visitor's turn. */
	readonly waitingSinceAt: string | null;
	readonly preview: string;
};
