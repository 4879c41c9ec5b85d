import * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { VisitorEventView } from '../views/event-view.ts';
import { clientId } from './client-id.ts';

/* What a visitor's client sends and hears. A socket message is a JSON array of 1-64 of these. */

const conversation = z.string().min(3).max(80);

export const visitorFrame = z.discriminatedUnion('type', [
	/** The first frame. Without a token the server makes one; with `conversation` and `after` it sends only what was missed. */
	z.object({
		type: z.literal('hello'),
		protocol: z.number().int(),
		site: z.string().min(1).max(64),
		token: z.string().length(43).nullable(),
		epoch: z.string().max(64).nullable(),
		conversation: conversation.nullable(),
		after: z.number().int().min(0),
	}),
	/** Goes to the running conversation; opens one when there is none. */
	z.object({
		type: z.literal('message.send'),
		clientId,
		text: z.string(),
		page: z.object({ url: z.string().max(2000), title: z.string().max(300) }).optional(),
	}),
	z.object({
		type: z.literal('message.redact'),
		clientId,
		conversation,
		target: z.number().int().min(1),
	}),
	z.object({ type: z.literal('conversation.end'), clientId, conversation }),
	z.object({
		type: z.literal('rating.send'),
		clientId,
		conversation,
		score: z.number().int().min(1).max(5),
		comment: z.string(),
	}),
	/** Events of the conversation above `after`, lowest first. */
	z.object({ type: z.literal('events.read'), conversation, after: z.number().int().min(0) }),
]);
export type VisitorFrame = z.infer<typeof visitorFrame>;

/** What the server says to a visitor. */
export type ToVisitor =
	| {
			readonly type: 'hello';
			readonly protocol: number;
			/** Numbers of another epoch mean nothing any more: start over. */
			readonly epoch: string;
			/** Set when the server made it: keep it before sending anything else. */
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
	/** Durable. `vseq` is null if nothing had to be stored. */
	| {
			readonly type: 'ack';
			readonly clientId: string;
			readonly conversation: string;
			readonly vseq: number | null;
			readonly createdAt: string | null;
	  }
	/** Not stored. With `retryMs`: send it again after that time, with the same clientId. */
	| {
			readonly type: 'refused';
			readonly clientId: string | null;
			readonly code: ErrorCode;
			readonly message: string;
			readonly retryMs: number | null;
	  }
	| { readonly type: 'beat'; readonly conversation: string | null; readonly head: number }
	/** The server closes; connect again after this time. */
	| { readonly type: 'bye'; readonly delayMs: number };
