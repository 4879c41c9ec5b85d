import type { ConversationView } from '../../../shared/views/event-view.ts';

export const tabs = ['mine', 'waiting', 'others', 'ended'] as const;
export type Tab = (typeof tabs)[number];

/** Where a conversation is listed, as this agent sees it. */
export function tabOf(view: ConversationView, me: string): Tab {
	if (view.status === 'ended') return 'ended';
	if (view.status === 'waiting' || view.status === 'pending') return 'waiting';
	return view.assignee === me || view.participants.includes(me as never) ? 'mine' : 'others';
}

/** Who has waited longest comes first; what waits for nobody follows, newest first. */
export function listOf(
	conversations: Iterable<ConversationView>,
	tab: Tab,
	me: string,
): ConversationView[] {
	return [...conversations]
		.filter((view) => tabOf(view, me) === tab)
		.sort(tab === 'ended' ? newestFirst : longestFirst);
}

const newestFirst = (a: ConversationView, b: ConversationView): number =>
	b.lastAt.localeCompare(a.lastAt);

function longestFirst(a: ConversationView, b: ConversationView): number {
	if (a.waitingSinceAt !== null && b.waitingSinceAt !== null)
		return a.waitingSinceAt.localeCompare(b.waitingSinceAt);
	if (a.waitingSinceAt !== null || b.waitingSinceAt !== null)
		return a.waitingSinceAt === null ? 1 : -1;
	return newestFirst(a, b);
}
