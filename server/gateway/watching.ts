import type { AgentId, ConversationId } from '../../shared/ids.ts';
import type { ToAgent } from '../../shared/protocol/agent-frames.ts';
import type { AgentListener } from './hub.ts';

export type Watching = ReturnType<typeof createWatching>;
/** A console's socket. */
type Watcher = Pick<AgentListener, 'id' | 'name' | 'hear'>;

/** Which consoles have which conversation before their eyes; those who look at the same one are told of each other. */
export function createWatching() {
	const byConversation = new Map<ConversationId, Set<Watcher>>();
	const places = new Map<Watcher, ConversationId>();

	function tell(conversation: ConversationId): void {
		const watchers = byConversation.get(conversation) ?? new Set();
		const names = new Map<AgentId, string>();
		for (const { id, name } of watchers) names.set(id, name);
		const agents = [...names].map(([id, name]) => ({ id, name }));
		const frame: ToAgent = { type: 'watchers', conversation, agents };
		const text = JSON.stringify(frame);
		for (const watcher of watchers) watcher.hear(text);
	}

	return {
		/** From now on this console shows this one, and no other; null: none. */
		watch(watcher: Watcher, conversation: ConversationId | null): void {
			const before = places.get(watcher);
			if (before === (conversation ?? undefined)) return;
			if (before !== undefined) {
				places.delete(watcher);
				const others = byConversation.get(before);
				others?.delete(watcher);
				if (others?.size === 0) byConversation.delete(before);
				else tell(before);
			}
			if (conversation === null) return;
			places.set(watcher, conversation);
			const others = byConversation.get(conversation) ?? new Set();
			byConversation.set(conversation, others.add(watcher));
			tell(conversation);
		},
	};
}
