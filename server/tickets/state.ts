import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Priority } from '../../shared/views/event-view.ts';
import type { TicketStatus } from '../../shared/views/ticket-view.ts';
import type { TicketEvent } from './events.ts';

/**
 * A ticket's state is its events applied one by one. Plain JSON.
 *
 *     (nothing) --opened--> open --reply "and set pending"--> pending --the customer answers--> open
 *     open, pending --> solved --the customer answers--> open;  spam stays spam until somebody says otherwise
 */
export interface TicketState {
	readonly id: string;
	/** The last event that is applied. */
	readonly seq: number;
	readonly number: number;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly conversation: ConversationId;
	readonly source: 'offline' | 'hand';
	/** The last message of the customer that is in it. */
	readonly said: number;
	readonly title: string;
	readonly group: string | null;
	readonly assignee: AgentId | null;
	readonly priority: Priority;
	readonly status: TicketStatus;
	/** Somebody has replied since it was opened. */
	readonly isReplied: boolean;
	readonly openedAt: number;
	/** Of the last reply, comment or answer. */
	readonly lastAt: number;
}

/** Null in: there is no ticket yet. */
export function applyTicketEvent(
	id: string,
	state: TicketState | null,
	event: TicketEvent,
): TicketState | null {
	if (event.type === 'opened') {
		const { note: _note, ...facts } = event.body;
		return {
			id,
			seq: event.seq,
			...facts,
			priority: 'normal',
			status: 'open',
			isReplied: false,
			openedAt: event.at,
			lastAt: event.at,
		};
	}
	if (state === null) return null;
	const next = { ...state, seq: event.seq };
	switch (event.type) {
		case 'replied':
			return {
				...next,
				isReplied: true,
				lastAt: event.at,
				status: event.body.status ?? state.status,
			};
		case 'commented':
			return { ...next, lastAt: event.at };
		case 'answered':
			return {
				...next,
				said: event.body.said,
				lastAt: event.at,
				status: event.body.status ?? state.status,
			};
		case 'changed':
			return { ...next, ...event.body };
	}
}
