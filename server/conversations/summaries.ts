import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Collection, Doc, Json, NewDoc, Store } from '../ports/store.ts';
import type { ConversationState } from './state.ts';

/** A conversation's state as a document, for lists and for reading on from there. Derived: moved only forward, rebuilt by repair. */
export interface Summary extends Doc {
	readonly id: ConversationId;
	/** The seq of the last event that is in it. */
	readonly through: number;
	readonly site: SiteId;
	readonly visitor: VisitorId;
	readonly status: string;
	readonly assignee: AgentId | null;
	readonly lastAt: number;
	readonly state: Json;
}

export const summaries: Collection<Summary> = {
	name: 'conversations',
	indexes: {
		bySiteStatus: { fields: ['site', 'status', 'lastAt'] },
		byVisitor: { fields: ['visitor', 'lastAt'] },
		byAssignee: { fields: ['assignee', 'status', 'lastAt'] },
	},
};

export function summaryOf(state: ConversationState): NewDoc<Summary> | null {
	if (state.open === null) return null;
	return {
		id: state.id,
		through: state.seq,
		site: state.open.site,
		visitor: state.open.visitor,
		status: state.status,
		assignee: state.assignee,
		lastAt: state.lastAt,
		// The state is plain JSON by its definition.
		state: state as unknown as Json,
	};
}

export async function saveSummary(store: Store, state: ConversationState): Promise<void> {
	const summary = summaryOf(state);
	if (summary !== null) await store.put(summaries, summary, 'through');
}

export const stateOf = (summary: Summary): ConversationState =>
	summary.state as unknown as ConversationState;
