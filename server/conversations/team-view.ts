import type { AgentId } from '../../shared/ids.ts';
import type {
	ConversationView,
	FileView,
	TeamEventBody,
	TeamEventView,
} from '../../shared/views/event-view.ts';
import type { ConversationEvent, FileRef } from './events.ts';
import type { ConversationState } from './state.ts';
import type { NameOf } from './visitor-view.ts';

export function teamView(event: ConversationEvent, nameOf: NameOf): TeamEventView {
	const { author } = event;
	return {
		conversation: event.timeline,
		seq: event.seq,
		vseq: event.vseq,
		createdAt: new Date(event.at).toISOString(),
		author: {
			kind: author.kind,
			id: author.id,
			name: author.kind === 'agent' ? nameOf(author.id as AgentId) : '',
		},
		clientId: event.clientId,
		...bodyOf(event, nameOf),
	};
}

function bodyOf(event: ConversationEvent, nameOf: NameOf): TeamEventBody {
	const deleted = event.erasedAt !== null;
	switch (event.type) {
		case 'message':
		case 'note':
			return {
				type: event.type,
				text: event.body.text,
				files: (event.body.files ?? []).map(fileView),
				quickReplies: (event.type === 'message' ? event.body.quickReplies : null) ?? [],
				deleted,
				...(event.type === 'note' && event.body.review === true ? { review: true as const } : {}),
			};
		case 'edit':
			return { type: 'edit', target: event.target ?? 0, text: event.body.text, deleted };
		case 'redaction':
			return { type: 'redaction', target: event.target ?? 0 };
		case 'assigned':
		case 'joined':
		case 'left':
			return { type: event.type, agent: event.body.agent, agentName: nameOf(event.body.agent) };
		case 'transferred':
			return {
				type: 'transferred',
				agent: event.body.to,
				agentName: nameOf(event.body.to),
				reason: event.body.reason,
			};
		case 'requeued':
			return {
				type: 'requeued',
				reason: event.body.reason,
				group: event.body.group ?? null,
				groupName: event.body.group === undefined ? null : nameOf(event.body.group),
			};
		case 'asked':
			return {
				type: 'asked',
				about: event.body.about,
				toName: event.body.about === 'transfer' ? nameOf(event.body.to.id) : null,
			};
		case 'answered':
			return { type: 'answered', about: event.body.about, yes: event.body.yes };
		case 'idle':
			return { type: 'idle', isIdle: event.body.isIdle };
		case 'archived':
			return { type: 'archived' };
		case 'deferred':
			return { type: 'deferred' };
		case 'tagged':
			return { type: 'tagged', add: event.body.add, remove: event.body.remove };
		case 'prioritised':
			return { type: 'prioritised', priority: event.body.priority };
		case 'ended':
			return { type: 'ended', by: event.body.by, reason: event.body.reason };
		case 'reopened':
			return { type: 'reopened' };
		case 'rating':
			return {
				type: 'rating',
				score: event.body.score,
				effort: event.body.effort ?? null,
				comment: event.body.comment,
			};
	}
}

export const fileView = (file: FileRef): FileView => ({
	id: file.blob,
	name: file.name,
	type: file.type,
	size: file.size,
	width: file.width ?? null,
	height: file.height ?? null,
	isInline: file.inline === true,
});

/** Null: nothing was said yet. */
export function conversationView(
	state: ConversationState,
	nameOf: NameOf,
): ConversationView | null {
	if (state.open === null || state.status === 'none') return null;
	return {
		id: state.id,
		seq: state.seq,
		site: state.open.site,
		visitor: state.open.visitor,
		status: state.status,
		endedBy: state.endedBy,
		assignee: state.assignee,
		assigneeName: state.assignee === null ? null : nameOf(state.assignee),
		participants: state.participants,
		tags: state.tags,
		priority: state.priority,
		rating: state.rating,
		effort: state.effort ?? null,
		// Summaries of before have no such fields.
		group: state.group ?? state.open.group ?? null,
		source: state.open.source,
		isIdle: state.isIdle ?? false,
		archivedAt: state.archivedAt ? new Date(state.archivedAt).toISOString() : null,
		messageCount: state.messages,
		openedAt: new Date(state.openedAt).toISOString(),
		lastAt: new Date(state.lastAt).toISOString(),
		waitingSinceAt: state.waitingSince === null ? null : new Date(state.waitingSince).toISOString(),
		preview: state.preview?.text ?? '',
	};
}
