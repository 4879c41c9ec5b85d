import type { ConversationView } from '../../../../shared/views/event-view.ts';

/** A conversation that waits since 12:00, unless it is told otherwise. */
export const viewOf = (
	id: string,
	{
		assignee = null,
		...change
	}: Partial<Omit<ConversationView, 'assignee' | 'id'>> & { assignee?: string | null } = {},
): ConversationView =>
	({
		id,
		seq: 1,
		site: 's1',
		visitor: `v_${id}`,
		status: assignee === null ? 'waiting' : 'active',
		endedBy: null,
		assignee,
		assigneeName: assignee,
		participants: assignee === null ? [] : [assignee],
		tags: [],
		priority: 'normal',
		rating: null,
		effort: null,
		group: null,
		source: 'widget',
		isIdle: false,
		archivedAt: null,
		messageCount: 1,
		openedAt: '2026-03-01T12:00:00.000Z',
		lastAt: '2026-03-01T12:00:00.000Z',
		waitingSinceAt: '2026-03-01T12:00:00.000Z',
		preview: 'Hello',
		...change,
	}) as ConversationView;
