import type { AgentId, ConversationId } from '../../shared/ids.ts';
import type { EndedBy, Priority, Status } from '../../shared/views/event-view.ts';
import { cutText } from '../ports/cut-text.ts';
import type { Bodies, ConversationEvent, Opening } from './events.ts';

/**
 * A conversation's state is its events applied one by one, nothing else. It is plain JSON, so that a snapshot of it can be
 * stored and moved forward.
 *
 *     (nothing) --first event--> waiting | pending | active
 *     pending  --> waiting --> active <--> waiting (requeued)
 *     waiting --deferred--> pending
 *     active, waiting --handed on, answered later--> pending
 *     pending, waiting, active --> ended --reopened--> waiting
 */
export interface ConversationState {
	readonly id: ConversationId;
	/** The last event that is applied; 0 before the first. */
	readonly seq: number;
	readonly vseq: number;
	readonly open: Opening | null;
	/** Where it is routed to now; null: to whoever sees the site. */
	readonly group: string | null;
	/** The visitor has been gone for a while; a mark on `active` (D23). */
	readonly isIdle: boolean;
	/** When it left the lists; null: it has not. */
	readonly archivedAt: number | null;
	/** What the visitor was asked and has not answered. */
	readonly question: Bodies['asked'] | null;
	readonly status: Status | 'none';
	readonly endedBy: EndedBy | null;
	/** Who answers. */
	readonly assignee: AgentId | null;
	/** Agents in the conversation, the assignee among them. */
	readonly participants: readonly AgentId[];
	readonly tags: readonly string[];
	readonly priority: Priority;
	/** Seqs whose text was taken back. */
	readonly redacted: readonly number[];
	readonly rating: number | null;
	readonly effort: number | null;
	readonly openedAt: number;
	/** Of the last event that both sides count as talk: a message. */
	readonly lastAt: number;
	/** The oldest message of the visitor that nobody has answered; null when it is the visitor's turn. */
	readonly waitingSince: number | null;
	readonly messages: number;
	/** The last message that is still readable, for lists: its number and its first 120 characters. */
	readonly preview: { readonly seq: number; readonly text: string } | null;
}

export const noConversation = (id: ConversationId): ConversationState => ({
	id,
	seq: 0,
	vseq: 0,
	open: null,
	group: null,
	isIdle: false,
	archivedAt: null,
	question: null,
	status: 'none',
	endedBy: null,
	assignee: null,
	participants: [],
	tags: [],
	priority: 'normal',
	redacted: [],
	rating: null,
	effort: null,
	openedAt: 0,
	lastAt: 0,
	waitingSince: null,
	messages: 0,
	preview: null,
});

export function applyEvent(state: ConversationState, event: ConversationEvent): ConversationState {
	// By far the most frequent, and copied once.
	if (event.type === 'message') return applyMessage(state, event);
	const next = { ...state, seq: event.seq, vseq: event.vseq ?? state.vseq };
	switch (event.type) {
		case 'edit':
			return event.target === state.preview?.seq
				? { ...next, preview: { seq: state.preview.seq, text: previewOf(event.body.text) } }
				: next;
		case 'redaction':
			return {
				...next,
				redacted: event.target === null ? state.redacted : [...state.redacted, event.target],
				preview: event.target === state.preview?.seq ? null : state.preview,
			};
		case 'assigned':
			return {
				...next,
				status: 'active',
				assignee: event.body.agent,
				participants: withAgent(state, event.body.agent),
			};
		case 'transferred':
			return {
				...next,
				status: event.body.later === true ? 'pending' : 'active',
				// Whoever takes it up later finds out anew whether the visitor is there.
				isIdle: event.body.later === true ? false : (state.isIdle ?? false),
				question: null,
				assignee: event.body.to,
				participants: withAgent(state, event.body.to),
			};
		case 'requeued':
			return {
				...next,
				status: event.body.later === true ? 'pending' : 'waiting',
				assignee: null,
				isIdle: false,
				question: null,
				group: event.body.group ?? state.group ?? null,
			};
		case 'asked':
			return { ...next, question: event.body };
		case 'answered':
			return { ...next, question: null };
		case 'idle':
			return { ...next, isIdle: event.body.isIdle };
		case 'archived':
			return { ...next, archivedAt: event.at };
		case 'deferred':
			return { ...next, status: 'pending' };
		case 'joined':
			return { ...next, participants: withAgent(state, event.body.agent) };
		case 'left':
			return {
				...next,
				participants: state.participants.filter((agent) => agent !== event.body.agent),
			};
		case 'tagged':
			return {
				...next,
				tags: [...state.tags.filter((tag) => !event.body.remove.includes(tag)), ...event.body.add],
			};
		case 'prioritised':
			return { ...next, priority: event.body.priority };
		case 'ended':
			return {
				...next,
				status: 'ended',
				endedBy: event.body.by,
				isIdle: false,
				waitingSince: null,
				question: null,
			};
		case 'reopened':
			return {
				...next,
				status: 'waiting',
				endedBy: null,
				assignee: null,
				waitingSince: event.at,
				archivedAt: null,
			};
		case 'rating':
			return { ...next, rating: event.body.score, effort: event.body.effort ?? null };
		case 'note':
			return next;
	}
}

function applyMessage(
	state: ConversationState,
	event: Extract<ConversationEvent, { type: 'message' }>,
): ConversationState {
	const { body } = event;
	const takenBy = body.assign ?? null;
	return {
		...state,
		seq: event.seq,
		vseq: event.vseq ?? state.vseq,
		open: body.open ?? state.open,
		group: body.open?.group ?? state.group ?? null,
		isIdle: event.author.kind === 'visitor' ? false : (state.isIdle ?? false),
		status: body.status ?? state.status,
		openedAt: event.seq === 1 ? event.at : state.openedAt,
		assignee: takenBy ?? state.assignee,
		participants: takenBy === null ? state.participants : withAgent(state, takenBy),
		lastAt: event.at,
		messages: state.messages + 1,
		waitingSince: waitingAfter(state, event),
		preview: { seq: event.seq, text: previewOf(body.text) },
	};
}

/** Only a person's answer ends the wait: what answers by itself does not. */
function waitingAfter(
	{ waitingSince }: ConversationState,
	{ author, at }: Extract<ConversationEvent, { type: 'message' }>,
): number | null {
	if (author.kind === 'visitor') return waitingSince ?? at;
	return author.kind === 'agent' ? null : waitingSince;
}

const withAgent = (state: ConversationState, agent: AgentId): readonly AgentId[] =>
	state.participants.includes(agent) ? state.participants : [...state.participants, agent];

const previewOf = (text: string): string => cutText(text, 120);
