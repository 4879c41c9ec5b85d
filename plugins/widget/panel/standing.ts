import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';

/** Null: nothing was said yet, or the newest has ended. */
export function runningOf({ log }: Pick<VisitorState, 'log'>): VisitorConversation | null {
	const newest = log.at(-1);
	if (newest === undefined || newest.timeline.events.length === 0) return null;
	const status = newest.timeline.events.findLast(
		({ type }) => type === 'ended' || type === 'reopened',
	);
	return status?.type === 'ended' ? null : newest;
}

/** Who answers: the last one who took it, was given it, or wrote. */
export function agentOf(events: readonly VisitorEventView[]): string | null {
	for (const event of events.slice().reverse()) {
		if (event.type === 'requeued' || event.type === 'reopened') return null;
		if (event.type === 'assigned' || event.type === 'transferred') return event.agentName;
		if (event.type === 'message' && event.author.kind === 'agent') return event.author.name || null;
	}
	return null;
}
