import type { AgentId, GroupId } from '../../shared/ids.ts';
import type { VisitorEventBody, VisitorEventView } from '../../shared/views/event-view.ts';
import type { ConversationEvent, FileRef } from './events.ts';
import { fileView } from './team-view.ts';

/** Types that no visitor ever sees, whatever the event says. */
const internal = ['note', 'tagged', 'prioritised', 'idle', 'archived'] as const;
type Internal = (typeof internal)[number];
const isInternal = (type: string): type is Internal =>
	(internal as readonly string[]).includes(type);

/** An event that the visitor may see. A note is none, so a note does not fit `visitorView`: the compiler refuses it. */
export type VisitorEvent = Exclude<ConversationEvent, { type: Internal }> & {
	readonly audience: 'visitor';
	readonly vseq: number;
};
/** Of an agent or a group. */
export type NameOf = (id: AgentId | GroupId) => string;

/** Null: internal. */
export function asVisitorEvent(event: ConversationEvent): VisitorEvent | null {
	if (event.audience !== 'visitor' || event.vseq === null) return null;
	if (isInternal(event.type)) return null;
	return event as VisitorEvent;
}

/** Built field by field; nothing is copied whole, and never `seq`. */
export function visitorView(event: VisitorEvent, nameOf: NameOf): VisitorEventView {
	const { author } = event;
	return {
		vseq: event.vseq,
		createdAt: new Date(event.at).toISOString(),
		author: {
			kind: author.kind,
			name: author.kind === 'agent' ? nameOf(author.id as AgentId) : '',
		},
		clientId: author.kind === 'visitor' ? event.clientId : null,
		...bodyOf(event, nameOf),
	};
}

function bodyOf(event: VisitorEvent, nameOf: NameOf): VisitorEventBody {
	const deleted = event.erasedAt !== null;
	switch (event.type) {
		case 'message':
			return {
				type: 'message',
				text: event.body.text,
				files: filesOf(event.body.files),
				quickReplies: deleted ? [] : (event.body.quickReplies ?? []),
				deleted,
			};
		case 'edit':
			return { type: 'edit', target: event.body.targetVseq ?? 0, text: event.body.text, deleted };
		case 'redaction':
			return { type: 'redaction', target: event.body.targetVseq ?? 0 };
		case 'assigned':
		case 'joined':
		case 'left':
			return { type: event.type, agentName: nameOf(event.body.agent) };
		case 'transferred':
			return { type: 'transferred', agentName: nameOf(event.body.to) };
		case 'requeued':
		case 'deferred':
			return { type: event.type };
		case 'asked':
			return {
				type: 'asked',
				about: event.body.about,
				toName: event.body.about === 'transfer' ? nameOf(event.body.to.id) : null,
			};
		case 'answered':
			return { type: 'answered', about: event.body.about, yes: event.body.yes };
		case 'ended':
			return { type: 'ended', by: event.body.by };
		case 'reopened':
			return { type: 'reopened' };
		case 'rating':
			return { type: 'rating', score: event.body.score, effort: event.body.effort ?? null };
	}
}

const filesOf = (files: readonly FileRef[] | undefined) => (files ?? []).map(fileView);
