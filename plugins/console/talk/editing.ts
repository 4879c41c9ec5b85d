import { useSyncExternalStore } from '@wordpress/element';
import type { AgentState } from '../../../shared/client/agent-client.ts';
import { saidNow } from '../../../shared/client/said.ts';

/* Which message is being edited: the timeline shows it, and the composer may begin it. One at a time. */

interface Editing {
	readonly conversation: string;
	readonly seq: number;
}
let now: Editing | null = null;
const listeners = new Set<() => void>();

export function edit(conversation: string, seq: number | null): void {
	now = seq === null ? null : { conversation, seq };
	for (const listener of listeners) listener();
}

/** The number of the message of this conversation that is being edited. */
export const useEditing = (conversation: string): number | null =>
	useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => (now?.conversation === conversation ? now.seq : null),
	);

/** The last message or note of this agent that can be edited; null: there is none. */
export function lastOwn(
	timeline: ReturnType<AgentState['timelines']['get']>,
	me: string,
	type: 'message' | 'note',
): number | null {
	const own = timeline?.events.findLast(
		(event) =>
			event.type === type &&
			event.author.kind === 'agent' &&
			event.author.id === me &&
			!saidNow(timeline, event.seq, event).isDeleted,
	);
	return own?.seq ?? null;
}
