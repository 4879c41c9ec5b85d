import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Collection, Doc, Json, NewDoc } from '../ports/store.ts';
import type { TicketState } from './state.ts';

/** A ticket's state as a document, for lists and for reading on from there. Derived: moved only forward. */
export interface TicketDoc extends Doc {
	/** The seq of the last event that is in it. */
	readonly through: number;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly conversation: ConversationId;
	readonly status: string;
	readonly assignee: AgentId | null;
	/** Open, and nobody has replied yet. */
	readonly isNew: boolean;
	/** Solved or spam. */
	readonly isDone: boolean;
	readonly lastAt: number;
	readonly state: Json;
}

export const ticketsCollection: Collection<TicketDoc> = {
	name: 'tickets',
	indexes: {
		bySiteStatus: { fields: ['site', 'status', 'lastAt'] },
		bySiteNew: { fields: ['site', 'isNew', 'lastAt'] },
		byAssignee: { fields: ['assignee', 'isDone', 'lastAt'] },
		byVisitor: { fields: ['visitor', 'lastAt'] },
		byConversation: { fields: ['conversation'] },
	},
};

export const docOf = (state: TicketState): NewDoc<TicketDoc> => ({
	id: state.id,
	through: state.seq,
	site: state.site,
	visitor: state.visitor,
	conversation: state.conversation,
	status: state.status,
	assignee: state.assignee,
	isNew: state.status === 'open' && !state.isReplied,
	isDone: state.status === 'solved' || state.status === 'spam',
	lastAt: state.lastAt,
	// The state is plain JSON by its definition.
	state: state as unknown as Json,
});
export const ticketStateOf = (doc: TicketDoc): TicketState => doc.state as unknown as TicketState;

/** The last number that was given out. */
export interface Counter extends Doc {
	readonly last: number;
}
export const countersCollection: Collection<Counter> = { name: 'counters', indexes: {} };
