import * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import {
	agentStatuses,
	type Changeable,
	type OwnDutyView,
	type TeamMemberView,
} from '../views/desk-view.ts';
import {
	priorities,
	type ConversationView,
	type Marks,
	type TeamEventView,
	type VisitorView,
	type VisitView,
} from '../views/event-view.ts';
import { clientId } from './client-id.ts';

/* What an agent's client sends and hears. The socket is opened with the session's cookie. */

const conversation = z.string().min(3).max(80);
const target = z.number().int().min(1);
const number = z.number().int().min(0);
const command = { clientId, conversation };
const files = z.array(z.string().min(1).max(64)).max(10).optional();

export const agentFrame = z.discriminatedUnion('type', [
	z.object({ type: z.literal('hello'), protocol: z.number().int() }),
	/** `quickReplies`: buttons that the visitor may choose instead of writing. */
	z.object({
		type: z.literal('message.send'),
		...command,
		text: z.string(),
		files,
		quickReplies: z.array(z.string().min(1).max(80)).max(6).optional(),
	}),
	z.object({ type: z.literal('note.send'), ...command, text: z.string(), files }),
	z.object({ type: z.literal('message.edit'), ...command, target, text: z.string() }),
	z.object({ type: z.literal('message.redact'), ...command, target }),
	z.object({ type: z.literal('conversation.claim'), ...command }),
	z.object({ type: z.literal('conversation.requeue'), ...command, reason: z.string() }),
	z.object({ type: z.literal('conversation.join'), ...command }),
	z.object({ type: z.literal('conversation.leave'), ...command }),
	z.object({
		type: z.literal('conversation.transfer'),
		...command,
		/** An agent, or with `toKind` a group. */
		to: z.string().max(64),
		toKind: z.enum(['agent', 'group']).optional(),
		reason: z.string(),
		/** The visitor is asked first, and a refusal keeps the conversation (H84). */
		ask: z.boolean().optional(),
		/** When the target is not there: the visitor waits, or is answered later. */
		whenAbsent: z.enum(['wait', 'later']).optional(),
	}),
	/** Asks the visitor whether everything is solved (M42): yes ends it, no goes on. */
	z.object({ type: z.literal('conversation.ask'), ...command, about: z.literal('resolved') }),
	/** An ended conversation leaves the lists (D41); it stays in the archive. */
	z.object({ type: z.literal('conversation.archive'), ...command }),
	/** Runs again, at the head of the line. For supervisors and above. */
	z.object({ type: z.literal('conversation.reopen'), ...command }),
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
	/** Writes first to a visitor who is on the site (H63). Refused with `wrong_state` while a conversation runs. */
	z.object({
		type: z.literal('conversation.start'),
		clientId,
		visitor: z.string().min(3).max(64),
		text: z.string(),
	}),
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
	/** This agent is writing to the visitor; said again every five seconds. Not answered; may be dropped. */
	z.object({ type: z.literal('typing'), conversation, isOn: z.boolean() }),
	/** How far this agent has received and read, in the visitor's numbers (`vseq`). Only ever moves up. Not answered. */
	z.object({ type: z.literal('cursor'), conversation, delivered: number, read: number }),
	/** A link to a file of an event, good for some minutes. */
	z.object({
		type: z.literal('file.link'),
		requestId: clientId,
		conversation,
		seq: z.number().int().min(1),
		file: z.string().min(1).max(64),
	}),
	/** A link with which this visitor goes on elsewhere (M10): once, within 10 minutes. */
	z.object({ type: z.literal('conversation.link'), requestId: clientId, conversation }),
	z.object({
		type: z.literal('visitor.read'),
		requestId: clientId,
		visitor: z.string().min(3).max(64),
	}),
	/** Names and what else is known of several visitors. Those that this agent may not see are left out. */
	z.object({
		type: z.literal('visitors.read'),
		requestId: clientId,
		visitors: z.array(z.string().min(3).max(64)).min(1).max(50),
	}),
	/** What this agent wants now (H4, H5); answered by `duty`. */
	z.object({
		type: z.literal('status.set'),
		requestId: clientId,
		status: z.enum(agentStatuses),
	}),
	/** Which conversation this console has before its eyes; null: none. Not answered. */
	z.object({
		type: z.literal('watch'),
		conversation: conversation.nullable(),
		/** False: the console's window is hidden, so that the agent may be told elsewhere. Left out: it can be seen. */
		isVisible: z.boolean().optional(),
	}),
	/** Who is on the sites now; from then on every change is told, until `isOn` is false. */
	z.object({ type: z.literal('visits.watch'), requestId: clientId, isOn: z.boolean() }),
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
			/** How far the visitor has received and read, in `vseq`. */
			readonly marks: Marks;
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
	/** What the visitor has in the field and has not sent (H25). Empty: nothing any more. */
	| { readonly type: 'draft'; readonly conversation: string; readonly text: string }
	/** Another agent is writing there. */
	| {
			readonly type: 'typing';
			readonly conversation: string;
			readonly name: string;
			readonly isOn: boolean;
	  }
	/** How far the visitor has received and read, in `vseq`. */
	| { readonly type: 'marks'; readonly conversation: string; readonly visitor: Marks }
	| {
			readonly type: 'link';
			readonly requestId: string;
			readonly url: string;
			readonly expiresAt: string;
	  }
	/** Asked for, or (requestId null) changed. */
	| {
			readonly type: 'visitor';
			readonly requestId: string | null;
			readonly visitor: VisitorView;
	  }
	| {
			readonly type: 'visitors';
			readonly requestId: string;
			readonly items: readonly VisitorView[];
	  }
	/** The whole team, after hello and whenever a status, a load or a group changes. */
	| { readonly type: 'team'; readonly agents: readonly TeamMemberView[] }
	/** After hello, as the answer to `status.set` (with its requestId), and whenever it changes. */
	| { readonly type: 'duty'; readonly requestId: string | null; readonly duty: OwnDutyView }
	/** Documents of this kind changed: whoever shows them asks anew. `id` null: any of them. */
	| { readonly type: 'changed'; readonly what: Changeable; readonly id: string | null }
	/** Agents who have this conversation before their eyes. */
	| {
			readonly type: 'watchers';
			readonly conversation: string;
			readonly agents: readonly { readonly id: string; readonly name: string }[];
	  }
	/** Everybody who is on the sites of this agent. */
	| {
			readonly type: 'visits';
			readonly requestId: string;
			readonly items: readonly VisitView[];
			/** Sites that show only who has written (quiet mode): why the list may be empty. */
			readonly quietSites: readonly string[];
	  }
	/** Came, went on to another page, or (null) left. */
	| { readonly type: 'visit'; readonly visitor: string; readonly visit: VisitView | null }
	/** The database is away, or back: what is sent now is put off. */
	| { readonly type: 'store'; readonly isAway: boolean }
	| { readonly type: 'beat' }
	| { readonly type: 'bye'; readonly delayMs: number };
