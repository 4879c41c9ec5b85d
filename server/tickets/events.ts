import type { AgentId, ConversationId, SiteId, TimelineId, VisitorId } from '../../shared/ids.ts';
import type { Priority } from '../../shared/views/event-view.ts';
import type { TicketStatus } from '../../shared/views/ticket-view.ts';
import type { StoredEvent } from '../ports/store.ts';

/*
 * What a ticket's timeline can hold. Nothing that the customer said is copied into it: `answered` names the message, so that
 * what is taken back or erased in the conversation is gone here as well.
 */

export type TicketBodies = {
	readonly opened: {
		readonly number: number;
		readonly site: SiteId;
		readonly visitor: VisitorId;
		readonly conversation: ConversationId;
		readonly source: 'offline' | 'hand';
		/** The last message of the customer that is in it. */
		readonly said: number;
		/** Empty: what was said stands for it. */
		readonly title: string;
		readonly group: string | null;
		readonly assignee: AgentId | null;
		/** Only the team sees it. */
		readonly note: string;
	};
	readonly replied: { readonly text: string; readonly status?: TicketStatus };
	readonly commented: { readonly text: string };
	/** `said`: the message's number in the conversation. */
	readonly answered: { readonly said: number; readonly status?: TicketStatus };
	readonly changed: {
		readonly status?: TicketStatus;
		readonly title?: string;
		readonly assignee?: AgentId | null;
		readonly group?: string | null;
		readonly priority?: Priority;
	};
};
export type TicketEventType = keyof TicketBodies;

type EventOf<Type extends TicketEventType> = Omit<StoredEvent, 'type' | 'body'> & {
	readonly type: Type;
	readonly body: TicketBodies[Type];
};
export type TicketEvent = { [Type in TicketEventType]: EventOf<Type> }[TicketEventType];
export type ProposedTicketEvent = {
	[Type in TicketEventType]: { readonly type: Type; readonly body: TicketBodies[Type] };
}[TicketEventType];

/** Only this domain writes these timelines. */
export const asTicketEvent = (event: StoredEvent): TicketEvent => event as TicketEvent;

const prefix = 'ticket:';
export const timelineOf = (ticket: string): TimelineId => `${prefix}${ticket}` as TimelineId;
/** Null: the timeline is no ticket's. */
export const ticketIdOf = (timeline: TimelineId): string | null =>
	timeline.startsWith(prefix) ? timeline.slice(prefix.length) : null;
