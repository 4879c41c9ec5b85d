import * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import { priorities, type ConversationView, type TeamEventView } from '../views/event-view.ts';
import { clientId } from './client-id.ts';

/* What an agent's client sends and hears. The socket is opened with the session's cookie. */

const conversation = z.string().min(3).max(80);
const target = z.number().int().min(1);
const command = { clientId, conversation };

export const agentFrame = z.discriminatedUnion('type', [
	z.object({ type: z.literal('hello'), protocol: z.number().int() }),
	z.object({ type: z.literal('message.send'), ...command, text: z.string() }),
	z.object({ type: z.literal('note.send'), ...command, text: z.string() }),
	z.object({ type: z.literal('message.edit'), ...command, target, text: z.string() }),
	z.object({ type: z.literal('message.redact'), ...command, target }),
	z.object({ type: z.literal('conversation.claim'), ...command }),
	z.object({ type: z.literal('conversation.requeue'), ...command, reason: z.string() }),
	z.object({ type: z.literal('conversation.join'), ...command }),
	z.object({ type: z.literal('conversation.leave'), ...command }),
	z.object({
		type: z.literal('conversation.transfer'),
		...command,
		to: z.string().max(64),
		reason: z.string(),
	}),
	z.object({
		type: z.literal('conversation.tag'),
		...command,
		add: z.array(z.string()).max(20),
		remove: z.array(z.string()).max(20),
	}),
	z.object({
		type: z.literal('conversation.prioritise'),
		...command,
		priority: z.enum(priorities),
	}),
	z.object({ type: z.literal('conversation.end'), ...command, reason: z.string() }),
	/** Newest first, a page of 50; `before` is the `next` of the page before. */
	z.object({
		type: z.literal('conversations.list'),
		requestId: clientId,
		status: z.enum(['waiting', 'active', 'pending', 'ended']),
		before: z.array(z.union([z.string(), z.number(), z.null()])).nullable(),
	}),
	/** Events of one conversation: above `after` lowest first, or below `before` (null: the newest). */
	z.object({
		type: z.literal('events.read'),
		requestId: clientId,
		conversation,
		after: z.number().int().min(0).nullable(),
		before: z.number().int().min(1).nullable(),
	}),
]);
export type AgentFrame = z.infer<typeof agentFrame>;

/** What the server says to an agent. */
export type ToAgent =
	| {
			readonly type: 'hello';
			readonly protocol: number;
			readonly epoch: string;
			readonly agent: { readonly id: string; readonly name: string; readonly role: string };
			readonly beatMs: number;
	  }
	/** Committed just now, in any conversation that the agent may see. `view` comes when more than the last message changed. */
	| {
			readonly type: 'event';
			readonly event: TeamEventView;
			readonly view: ConversationView | null;
	  }
	| {
			readonly type: 'conversations';
			readonly requestId: string;
			readonly items: readonly ConversationView[];
			readonly next: readonly (string | number | boolean | null)[] | null;
	  }
	| {
			readonly type: 'events';
			readonly requestId: string;
			readonly view: ConversationView;
			readonly events: readonly TeamEventView[];
			/** Latest edit or deletion of events on this page that stand further on. */
			readonly amendments: readonly TeamEventView[];
	  }
	| {
			readonly type: 'ack';
			readonly clientId: string;
			readonly conversation: string;
			readonly seq: number | null;
			readonly createdAt: string | null;
	  }
	| {
			readonly type: 'refused';
			/** The clientId or requestId that it answers. */
			readonly clientId: string | null;
			readonly code: ErrorCode;
			readonly message: string;
			readonly retryMs: number | null;
	  }
	| { readonly type: 'beat' }
	| { readonly type: 'bye'; readonly delayMs: number };
