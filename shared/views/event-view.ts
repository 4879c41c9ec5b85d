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
	/** Pixels; null when it is not shown as an image. */
	readonly width: number | null;
	readonly height: number | null;
	/** Made anew by the server as an image, so that it may be shown; else it is only downloaded. */
	readonly isInline: boolean;
};

/** Up to which number everything has come to a side, and has been seen there. */
export type Marks = { readonly delivered: number; readonly read: number };

/** Whether somebody is there, as a visitor may know it. */
export type PresenceView = {
	/** `away`: within hours, and nobody is there. `closed`: out of hours. */
	readonly state: 'open' | 'away' | 'closed';
	/** ISO 8601: until when it is open; null: no hours, or closed. */
	readonly until: string | null;
	/** ISO 8601: when it opens again; null: open, or not known. */
	readonly backAt: string | null;
	/** Who is there, three at most. */
	readonly agents: readonly { readonly name: string }[];
};

/** One of the visitor's own conversations in a list. */
export type PastConversation = {
	readonly id: string;
	readonly status: Status;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly lastAt: string;
	/** Beginning of the last message that can be read; empty: none. */
	readonly preview: string;
	readonly agentName: string | null;
	readonly head: number;
};

/** Who a visitor is, as the team knows it. What is not verified was said by the visitor. */
export type VisitorView = {
	readonly id: VisitorId;
	readonly site: SiteId;
	readonly name: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	/** Said by the site's own server, and under which id it knows the person. */
	readonly isVerified: boolean;
	readonly externalId: string | null;
	readonly custom: Readonly<Record<string, string | number | boolean>>;
	/** ISO 8601; null: not asked, or not given. */
	readonly consentAt: string | null;
	/** The team's mark: what must be seen first. */
	readonly flag: string | null;
	readonly locale: string | null;
	readonly timeZone: string | null;
};

/** Somebody on the site, as the team sees it (H56). */
export type VisitView = {
	readonly visitor: VisitorId;
	readonly site: SiteId;
	readonly name: string | null;
	readonly conversation: ConversationId | null;
	readonly page: { readonly url: string; readonly title: string } | null;
	/** Pages of this visit, oldest first, the present one last; 50 at most. */
	readonly trail: readonly { readonly url: string; readonly title: string; readonly at: string }[];
	readonly referrer: string | null;
	/** ISO 8601. */
	readonly since: string;
	readonly locale: string | null;
	readonly timeZone: string | null;
	/** In words, such as "Firefox 143, macOS"; null: not recognised. */
	readonly browser: string | null;
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
			readonly quickReplies: readonly string[];
			readonly deleted: boolean;
			/** Only on notes: said about how the ended conversation went (G73). */
			readonly review?: true;
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
	/** Back in the line; `group`: of which group from now on, null: as before. */
	| {
			readonly type: 'requeued';
			readonly reason: string;
			readonly group: string | null;
			readonly groupName: string | null;
	  }
	/** The visitor is asked: whether all is solved, or whether a colleague may take over. */
	| {
			readonly type: 'asked';
			readonly about: 'resolved' | 'transfer';
			readonly toName: string | null;
	  }
	| { readonly type: 'answered'; readonly about: 'resolved' | 'transfer'; readonly yes: boolean }
	/** The visitor has been gone for a while: no slot is held (D23). `isIdle` false: came back. */
	| { readonly type: 'idle'; readonly isIdle: boolean }
	| { readonly type: 'archived' }
	/** The visitor will not wait: the answer may come later. */
	| { readonly type: 'deferred' }
	| { readonly type: 'tagged'; readonly add: readonly string[]; readonly remove: readonly string[] }
	| { readonly type: 'prioritised'; readonly priority: Priority }
	| { readonly type: 'ended'; readonly by: EndedBy; readonly reason: string }
	| { readonly type: 'reopened' }
	| {
			readonly type: 'rating';
			readonly score: number | null;
			readonly effort: number | null;
			readonly comment: string;
	  };

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
			/** Answers that may be chosen instead of writing. */
			readonly quickReplies: readonly string[];
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
	| { readonly type: 'requeued' | 'deferred' }
	| {
			readonly type: 'asked';
			readonly about: 'resolved' | 'transfer';
			readonly toName: string | null;
	  }
	| { readonly type: 'answered'; readonly about: 'resolved' | 'transfer'; readonly yes: boolean }
	| { readonly type: 'ended'; readonly by: EndedBy }
	| { readonly type: 'reopened' }
	| { readonly type: 'rating'; readonly score: number | null; readonly effort: number | null };

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
	readonly effort: number | null;
	/** What it is about, as the visitor chose. */
	readonly group: string | null;
	readonly source: string;
	/** The visitor has been gone for a while; no slot is held. */
	readonly isIdle: boolean;
	/** ISO 8601; null: in the lists still. */
	readonly archivedAt: string | null;
	readonly messageCount: number;
	readonly openedAt: string;
	readonly lastAt: string;
	/** Since when the visitor waits for an answer; null when it is the visitor's turn. */
	readonly waitingSinceAt: string | null;
	readonly preview: string;
};
