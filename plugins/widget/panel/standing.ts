import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { PresenceView, VisitorEventView } from '../../../shared/views/event-view.ts';
import type { PanelSettings } from '../settings.ts';

type Log = Pick<VisitorState, 'log'>;

/** Null: nothing was said yet. */
export function newestOf({ log }: Log): VisitorConversation | null {
	const newest = log.at(-1);
	return newest === undefined || newest.timeline.events.length === 0 ? null : newest;
}

/** Null: nothing was said yet, or the newest has ended. */
export function runningOf(state: Log): VisitorConversation | null {
	const newest = newestOf(state);
	const status = newest?.timeline.events.findLast(
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

/** What stands in for the chat while nobody is there; null: the chat goes on as ever. */
export function awayWay(settings: PanelSettings, presence: PresenceView | null) {
	if (presence === null || presence.state === 'open') return null;
	const way = presence.state === 'closed' ? settings.whenClosed : settings.whenAway;
	return way === 'queue' ? null : way;
}

/** Nothing stands before the chat: the visitor may write at once. */
export function isPlain({ hours, articles, prechat, whenAway }: PanelSettings): boolean {
	const { topics, consentMonths, ...fields } = prechat;
	return (
		hours.length + articles.length + topics.length === 0 &&
		consentMonths === null &&
		whenAway === 'queue' &&
		Object.values(fields).every((mode) => mode === 'off')
	);
}
