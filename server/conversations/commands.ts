import type {
	AgentId,
	ClientId,
	ConversationId,
	GroupId,
	SiteId,
	VisitorId,
} from '../../shared/ids.ts';
import type { Actor } from '../../shared/actor.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { wireLimits } from '../../shared/protocol/limits.ts';
import type { Priority } from '../../shared/views/event-view.ts';
import type { Bodies, ConversationEvent, FileRef, Opening, ProposedEvent } from './events.ts';

/** D37. A reader reads; an agent answers; a supervisor also acts on others' conversations; admin and owner also configure. */
export const roles = ['owner', 'admin', 'supervisor', 'agent', 'reader'] as const;
export type Role = (typeof roles)[number];

/** Who commands, with what is needed to decide whether they may. Built from a session, never from a frame. */
export type Author =
	| {
			readonly kind: 'visitor';
			readonly id: VisitorId;
			readonly site: SiteId;
			readonly via?: Actor['via'];
	  }
	| {
			readonly kind: 'agent';
			readonly id: AgentId;
			readonly role: Role;
			/** Sites whose conversations this agent may see. */
			readonly sites: 'all' | readonly SiteId[];
			readonly via?: Actor['via'];
	  }
	| {
			readonly kind: 'bot';
			readonly id: string;
			readonly sites: readonly SiteId[];
			readonly via?: Actor['via'];
	  }
	| { readonly kind: 'system'; readonly id: string; readonly via?: Actor['via'] };

/** What never changes about the event that an edit or a redaction is about; read before deciding. */
export interface Target {
	readonly seq: number;
	readonly vseq: number | null;
	readonly type: ConversationEvent['type'];
	readonly audience: 'visitor' | 'internal';
	readonly author: Actor;
	readonly at: number;
}

interface Common {
	readonly by: Author;
	/** Made by the author; a resend has the same. */
	readonly clientId: ClientId;
	readonly at: number;
}

export type Command = Common &
	(
		| {
				readonly kind: 'post';
				readonly text: string;
				readonly files?: readonly FileRef[];
				readonly quickReplies?: readonly string[];
				readonly opening?: Opening;
				/** In what state it opens; `waiting` when left out. */
				readonly status?: 'waiting' | 'pending';
		  }
		| {
				readonly kind: 'note';
				readonly text: string;
				readonly files?: readonly FileRef[];
				/** About how it went: only once it has ended. */
				readonly isReview?: boolean;
		  }
		| { readonly kind: 'edit'; readonly target: Target; readonly text: string }
		| { readonly kind: 'redact'; readonly target: Target }
		| { readonly kind: 'claim' }
		| {
				readonly kind: 'requeue';
				readonly reason: string;
				readonly group?: GroupId;
				/** Only if this agent has it still. */
				readonly from?: AgentId;
				/** Nobody is there: it does not wait but is answered later. */
				readonly later?: boolean;
		  }
		/** Given by routing to an agent whose slot is reserved. */
		| { readonly kind: 'assign'; readonly to: AgentId }
		| { readonly kind: 'ask'; readonly asked: Bodies['asked'] }
		| {
				readonly kind: 'answer';
				readonly about: 'resolved' | 'transfer';
				readonly yes: boolean;
		  }
		| { readonly kind: 'idle'; readonly isIdle: boolean }
		| { readonly kind: 'archive' }
		| { readonly kind: 'defer' }
		| { readonly kind: 'join' }
		| { readonly kind: 'leave' }
		| {
				readonly kind: 'transfer';
				readonly to: AgentId;
				readonly reason: string;
				/** That agent is not there: it is answered later. */
				readonly later?: boolean;
		  }
		| { readonly kind: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
		| { readonly kind: 'prioritise'; readonly priority: Priority }
		| { readonly kind: 'end'; readonly reason: string }
		| { readonly kind: 'reopen'; readonly reason: 'link' | 'mail' | 'agent' }
		| {
				readonly kind: 'rate';
				readonly score: number | null;
				readonly effort?: number | null;
				readonly comment: string;
		  }
	);
export type CommandKind = Command['kind'];
export type CommandOf<Kind extends CommandKind> = Extract<Command, { kind: Kind }>;

export interface Refused {
	readonly kind: 'refused';
	readonly code: ErrorCode;
	/** For the person who commanded. */
	readonly message: string;
}
export type Decision =
	| { readonly kind: 'append'; readonly event: ProposedEvent }
	/** It is so already; nothing to append. */
	| { readonly kind: 'unchanged' }
	| Refused;

export type Outcome =
	| { readonly kind: 'done'; readonly event: ConversationEvent; readonly replayed: boolean }
	| { readonly kind: 'unchanged' }
	| Refused;

export const refused = (code: ErrorCode, message: string): Refused => ({
	kind: 'refused',
	code,
	message,
});

export const limits = {
	/** Characters of a message, a note, an edit. */
	text: wireLimits.text,
	/** Characters of a reason or a rating's comment. */
	reason: 1000,
	tags: 20,
	/** Characters of one tag. */
	tag: 40,
	files: 10,
	quickReplies: 6,
	/** Characters of one quick reply. */
	quickReply: 80,
	/** How long a visitor may take an own message back, in milliseconds (D10). */
	visitorRedactionMs: 5 * 60_000,
} as const;

/** Where a command goes; `<visitorId>.<n>`. */
export const conversationId = (visitor: VisitorId, n: number): ConversationId =>
	`${visitor}.${n}` as ConversationId;
export const visitorOf = (conversation: ConversationId): VisitorId =>
	conversation.slice(0, conversation.lastIndexOf('.')) as VisitorId;
export const numberOf = (conversation: ConversationId): number =>
	Number(conversation.slice(conversation.lastIndexOf('.') + 1));
