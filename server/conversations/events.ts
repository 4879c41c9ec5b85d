import type {
	AgentId,
	BlobId,
	ConversationId,
	GroupId,
	SiteId,
	VisitorId,
} from '../../shared/ids.ts';
import type { EndedBy, Priority, Status } from '../../shared/views/event-view.ts';
import type { StoredEvent } from '../ports/store.ts';

/*
 * What a conversation's timeline can hold. The first event opens it and carries `open`; facts that belong together ride in
 * one event (D1): a message of an agent may assign and activate, an end says who ended.
 */

/** How the conversation came about (H13-H17). */
export type Source =
	| 'launcher'
	| 'greeting'
	| 'agent'
	| 'link'
	| 'inline'
	| 'page'
	| 'mail'
	| 'other';

// Types, not interfaces: only they are known to be plain JSON.
export type Opening = {
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly source: Source;
	/** Where the visitor was. */
	readonly page?: { readonly url: string; readonly title: string };
	readonly referrer?: string;
	/** What it is about, by the id of one of the site's topics. */
	readonly group?: string;
	/** The greeting that the visitor answered. */
	readonly greeting?: { readonly id: string; readonly text: string };
	/** The ended conversation that this one goes on from (D36). */
	readonly follows?: ConversationId;
};

export type FileRef = {
	readonly blob: BlobId;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	/** Pixels. */
	readonly width?: number;
	readonly height?: number;
	/** Made anew by us as an image: may be shown. */
	readonly inline?: boolean;
};

/** Where a conversation is handed on to. */
export type HandTo =
	| { readonly kind: 'agent'; readonly id: AgentId }
	| { readonly kind: 'group'; readonly id: GroupId };

export interface Bodies {
	readonly message: {
		readonly text: string;
		readonly files?: readonly FileRef[];
		/** Answers that the visitor may choose instead of writing. */
		readonly quickReplies?: readonly string[];
		readonly open?: Opening;
		/** The agent who takes the conversation by writing this. */
		readonly assign?: AgentId;
		readonly status?: Status;
	};
	/** Said among agents. A type of its own: no view for visitors accepts it. */
	readonly note: {
		readonly text: string;
		readonly files?: readonly FileRef[];
		/** Said about how a conversation went that has ended (G73). */
		readonly review?: true;
	};
	/** `targetVseq`: the target as the visitor knows it; null for a note. */
	readonly edit: { readonly text: string; readonly targetVseq: number | null };
	readonly redaction: { readonly targetVseq: number | null };
	readonly assigned: { readonly agent: AgentId };
	/** `group`: of which group from now on; left out: as before. `later`: nobody is there, so it is answered later. */
	readonly requeued: {
		readonly reason: string;
		readonly group?: GroupId;
		readonly later?: boolean;
	};
	/** The visitor is asked; `to`: who would take over, when that is the question. */
	readonly asked:
		| { readonly about: 'resolved' }
		| {
				readonly about: 'transfer';
				readonly to: HandTo;
				readonly reason: string;
				readonly later?: boolean;
		  };
	readonly answered: { readonly about: 'resolved' | 'transfer'; readonly yes: boolean };
	/** The visitor is gone, or back (D23). */
	readonly idle: { readonly isIdle: boolean };
	readonly archived: Readonly<Record<string, never>>;
	/** The visitor will not wait: the answer may come later. */
	readonly deferred: Readonly<Record<string, never>>;
	readonly joined: { readonly agent: AgentId };
	readonly left: { readonly agent: AgentId };
	/** `later`: that agent is not there, and answers later. */
	readonly transferred: {
		readonly to: AgentId;
		readonly reason: string;
		readonly later?: boolean;
	};
	readonly tagged: { readonly add: readonly string[]; readonly remove: readonly string[] };
	readonly prioritised: { readonly priority: Priority };
	readonly ended: { readonly by: EndedBy; readonly reason: string };
	readonly reopened: { readonly reason: 'link' | 'mail' | 'agent' };
	readonly rating: {
		/** 1 to 5; null: not asked. */
		readonly score: number | null;
		/** 1 very difficult to 5 very easy. */
		readonly effort?: number;
		readonly comment: string;
	};
}
export type EventType = keyof Bodies;

type EventOf<Type extends EventType> = Omit<StoredEvent, 'type' | 'body' | 'timeline'> & {
	readonly timeline: ConversationId;
	readonly type: Type;
	/** Its texts and files are empty when `erasedAt` is set; what it says about people and status stays. */
	readonly body: Bodies[Type];
};
export type ConversationEvent = { [Type in EventType]: EventOf<Type> }[EventType];

/** What `decide` proposes; the numbers come from the state it was decided on. */
type NewOf<Type extends EventType> = Omit<EventOf<Type>, 'timeline' | 'seq' | 'erasedAt' | 'sinks'>;
export type ProposedEvent = { [Type in EventType]: NewOf<Type> }[EventType];

/** The one place where a stored event becomes a conversation's: only this domain writes these timelines. */
export const asConversationEvent = (event: StoredEvent): ConversationEvent =>
	event as ConversationEvent;

/** Who may see each type. An edit or a redaction is as visible as its target. */
export const audienceOf: { readonly [Type in EventType]: 'visitor' | 'internal' | 'as_target' } = {
	message: 'visitor',
	note: 'internal',
	edit: 'as_target',
	redaction: 'as_target',
	assigned: 'visitor',
	requeued: 'visitor',
	asked: 'visitor',
	answered: 'visitor',
	idle: 'internal',
	archived: 'internal',
	deferred: 'visitor',
	joined: 'visitor',
	left: 'visitor',
	transferred: 'visitor',
	tagged: 'internal',
	prioritised: 'internal',
	ended: 'visitor',
	reopened: 'visitor',
	rating: 'visitor',
};
