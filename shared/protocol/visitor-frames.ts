import * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import type {
	Marks,
	PastConversation,
	PresenceView,
	VisitorEventView,
} from '../views/event-view.ts';
import { clientId } from './client-id.ts';

/* What a visitor's client sends and hears. A socket message is a JSON array of 1-64 of these. */

const conversation = z.string().min(3).max(80);
const number = z.number().int().min(0);
const page = z.object({ url: z.string().max(2000), title: z.string().max(300) });
const email = z
	.string()
	.max(254)
	.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address');
const custom = z
	.record(z.string().min(1).max(40), z.union([z.string().max(500), z.number(), z.boolean()]))
	.refine((values) => Object.keys(values).length <= 20, 'may have up to 20 entries');

/** How a conversation came about (H17). */
export const sources = ['launcher', 'greeting', 'inline', 'page', 'link'] as const;

export const visitorFrame = z.discriminatedUnion('type', [
	/** The first frame. Without a token the server makes one; with `conversation` and `after` it sends only what was missed. */
	z.object({
		type: z.literal('hello'),
		protocol: z.number().int(),
		site: z.string().min(1).max(64),
		token: z.string().min(43).max(64).nullable(),
		epoch: z.string().max(64).nullable(),
		conversation: conversation.nullable(),
		after: number,
		/** The code of a conversation link (D27): this browser becomes the visitor who made it, once. */
		code: z.string().min(20).max(64).optional(),
		/** BCP 47, and an IANA time zone. */
		locale: z.string().max(35).optional(),
		timeZone: z.string().max(60).optional(),
	}),
	/** Goes to the running conversation; opens one when there is none. */
	z.object({
		type: z.literal('message.send'),
		clientId,
		text: z.string(),
		/** Ids of files that were uploaded before. */
		files: z.array(z.string().min(1).max(64)).max(10).optional(),
		page: page.optional(),
		/** These three count only for the message that opens a conversation. */
		referrer: z.string().max(2000).optional(),
		source: z.enum(sources).optional(),
		group: z.string().max(40).optional(),
		/** What the site's greeting had said before the visitor answered it. */
		greeting: z.object({ id: z.string().max(40), text: z.string().max(300) }).optional(),
	}),
	z.object({
		type: z.literal('message.redact'),
		clientId,
		conversation,
		target: z.number().int().min(1),
	}),
	/** The visitor will not wait: the answer may come later. From `waiting` to `pending`. */
	z.object({ type: z.literal('conversation.defer'), clientId, conversation }),
	z.object({ type: z.literal('conversation.end'), clientId, conversation }),
	/** To what the conversation asks (`asked`): whether all is solved, or whether a colleague may take over. */
	z.object({
		type: z.literal('question.answer'),
		clientId,
		conversation,
		about: z.enum(['resolved', 'transfer']),
		yes: z.boolean(),
	}),
	z.object({
		type: z.literal('rating.send'),
		clientId,
		conversation,
		/** Satisfaction, 1 very bad to 5 very good; null when only the effort was asked. */
		score: z.number().int().min(1).max(5).nullable(),
		/** How much effort it took, 1 very difficult to 5 very easy. */
		effort: z.number().int().min(1).max(5).nullable().optional(),
		comment: z.string(),
	}),
	/** What the visitor says about themselves; unverified. Left out: unchanged. Null: removed. */
	z.object({
		type: z.literal('attributes.set'),
		clientId,
		name: z.string().trim().max(80).nullable().optional(),
		email: email.nullable().optional(),
		phone: z.string().trim().max(40).nullable().optional(),
		/** The visitor agreed to the site's line about keeping. */
		consent: z.boolean().optional(),
		custom: custom.optional(),
	}),
	/** A JWT that the site's own server signed: who this visitor is. */
	z.object({ type: z.literal('identify'), clientId, proof: z.string().max(1500) }),
	/** Log-out: this token, and what came of it, means nothing any more. Whoever has it may say so, also under another name by now. */
	z.object({ type: z.literal('token.revoke'), clientId, token: z.string().min(43).max(64) }),
	/** Sent when mail is set up; refused with `mail_not_set_up` otherwise. */
	z.object({ type: z.literal('transcript.mail'), clientId, conversation, email }),
	/** What stands in the field, unsent. Empty: nothing. Not answered; may be dropped. */
	z.object({
		type: z.literal('draft'),
		conversation: conversation.nullable(),
		text: z.string().max(4000),
	}),
	/** How far messages have come to this client, and how far they were seen. Only ever moves up. Not answered. */
	z.object({ type: z.literal('cursor'), conversation, delivered: number, read: number }),
	/** The visitor is on this page now. Not answered. In quiet mode it counts only after the first message. */
	z.object({ type: z.literal('visit'), page, referrer: z.string().max(2000).optional() }),
	/** Events of the conversation above `after`, lowest first. */
	z.object({ type: z.literal('events.read'), conversation, after: number }),
	/** The visitor's conversations, newest first, up to 20. */
	z.object({ type: z.literal('conversations.list'), requestId: clientId }),
	/** A link to a file of a message, good for some minutes. */
	z.object({
		type: z.literal('file.link'),
		requestId: clientId,
		conversation,
		vseq: z.number().int().min(1),
		file: z.string().min(1).max(64),
	}),
	z.object({
		type: z.literal('transcript.link'),
		requestId: clientId,
		conversation,
		format: z.enum(['txt', 'html']),
		locale: z.string().max(35).optional(),
		timeZone: z.string().max(60).optional(),
	}),
	/** A link that goes on with this conversation elsewhere: once, within 10 minutes. */
	z.object({ type: z.literal('conversation.link'), requestId: clientId, conversation }),
]);
export type VisitorFrame = z.infer<typeof visitorFrame>;

/** What the server says to a visitor. */
export type ToVisitor =
	| {
			readonly type: 'hello';
			readonly protocol: number;
			/** Numbers of another epoch mean nothing any more: start over. */
			readonly epoch: string;
			/** Set when the server made it, or gave another one for a code or in place of one that has grown old: keep it before sending anything else. */
			readonly token?: string;
			/** The newest conversation; null when there is none yet. */
			readonly conversation: string | null;
			readonly head: number;
			readonly beatMs: number;
	  }
	/** Ascending; more follows when `head` is higher than the last one. */
	| {
			readonly type: 'events';
			readonly conversation: string;
			readonly events: readonly VisitorEventView[];
			/** Latest edit or deletion of events on this page that stand further on. */
			readonly amendments: readonly VisitorEventView[];
			readonly head: number;
	  }
	/** Committed just now. */
	| { readonly type: 'event'; readonly conversation: string; readonly event: VisitorEventView }
	/** Durable. `vseq` is null if nothing had to be stored in a conversation. */
	| {
			readonly type: 'ack';
			readonly clientId: string;
			readonly conversation: string;
			readonly vseq: number | null;
			readonly createdAt: string | null;
	  }
	/** Not stored, or not known. With `retryMs`: send it again after that time, with the same clientId. */
	| {
			readonly type: 'refused';
			/** The clientId or requestId that it answers; null: hello, or what could not be read. */
			readonly clientId: string | null;
			readonly code: ErrorCode;
			readonly message: string;
			readonly retryMs: number | null;
	  }
	/** Whether somebody is there: after hello and whenever it changes. */
	| ({ readonly type: 'presence' } & PresenceView)
	/** The place in the line; null: not in one; 0: in the line, but the place is not told. From and to in minutes, null while they cannot be told. */
	| {
			readonly type: 'queue';
			readonly conversation: string;
			readonly position: number | null;
			readonly fromMinutes: number | null;
			readonly toMinutes: number | null;
	  }
	/** How far the team has received and read, and how far this visitor has read on any device. */
	| {
			readonly type: 'marks';
			readonly conversation: string;
			readonly team: Marks;
			readonly own: Marks;
	  }
	/** Somebody of the team is writing; `isOn` false or ten seconds: no more. */
	| {
			readonly type: 'typing';
			readonly conversation: string;
			readonly name: string;
			readonly isOn: boolean;
	  }
	/** What is known of this visitor. After hello and on change. */
	| {
			readonly type: 'visitor';
			readonly name: string | null;
			readonly email: string | null;
			readonly phone: string | null;
			/** Said by the site's own server. */
			readonly isVerified: boolean;
			/** The visitor has agreed to the site's line about keeping. */
			readonly hasConsented: boolean;
	  }
	/** From now on this browser is another visitor: keep this token, forget the rest, connect anew. */
	| { readonly type: 'identity'; readonly token: string }
	| {
			readonly type: 'conversations';
			readonly requestId: string;
			readonly items: readonly PastConversation[];
	  }
	/** `url` is absolute. */
	| {
			readonly type: 'link';
			readonly requestId: string;
			readonly url: string;
			readonly expiresAt: string;
	  }
	/** The database is away, or back: what is sent now is put off. */
	| { readonly type: 'store'; readonly isAway: boolean }
	| { readonly type: 'beat'; readonly conversation: string | null; readonly head: number }
	/** The server closes; connect again after this time. */
	| { readonly type: 'bye'; readonly delayMs: number };
