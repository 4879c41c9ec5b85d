import { useEffect } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { Status } from '../../../shared/views/event-view.ts';

const whole: readonly Status[] = ['waiting', 'active', 'pending'];

/** Everything that runs is loaded, page by page: an own conversation may stand on any of them. What has ended comes by a button. */
export function useAllPages(client: AgentClient, state: AgentState): void {
	const counts = new Map<Status, number>();
	for (const { status } of state.conversations.values())
		counts.set(status, (counts.get(status) ?? 0) + 1);
	// Says that a page has come: the next one is asked for then, and not before.
	const wanted = whole
		.filter((status) => state.hasMore.has(status))
		.map((status) => `${status} ${counts.get(status) ?? 0}`)
		.join();
	useEffect(() => {
		for (const status of whole) if (wanted.includes(status)) client.loadMore(status);
	}, [client, wanted]);
}
