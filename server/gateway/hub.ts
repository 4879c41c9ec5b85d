import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	asVisitorEvent,
	conversationView,
	teamView,
	visitorOf,
	visitorView,
	type ConversationEvent,
	type ConversationState,
	type NameOf,
} from '../conversations/index.ts';
import type { StoredEvent } from '../ports/store.ts';

/** A socket that hears committed events. Who hears what is decided here, from the session's own identity, never from a frame. */
export interface VisitorListener {
	/** True: this socket sent the command; it is acknowledged instead of told. */
	acknowledge(event: ConversationEvent): boolean;
	hear(frame: string, conversation: ConversationId, vseq: number): void;
}
export interface AgentListener {
	sees(site: SiteId): boolean;
	hear(frame: string): void;
}

export type Hub = ReturnType<typeof createHub>;

export function createHub(deps: {
	readonly nameOf: NameOf;
	readonly peek: (conversation: ConversationId) => ConversationState | null;
}) {
	const visitors = new Map<VisitorId, Set<VisitorListener>>();
	const agents = new Set<AgentListener>();

	function toVisitor(event: ConversationEvent): void {
		const listeners = visitors.get(visitorOf(event.timeline));
		if (listeners === undefined) return;
		const visible = asVisitorEvent(event);
		if (visible === null) return;
		let frame: string | null = null;
		for (const listener of listeners) {
			if (listener.acknowledge(event)) continue;
			frame ??= JSON.stringify({
				type: 'event',
				conversation: event.timeline,
				event: visitorView(visible, deps.nameOf),
			});
			listener.hear(frame, event.timeline, visible.vseq);
		}
	}

	function toAgents(event: ConversationEvent): void {
		if (agents.size === 0) return;
		const state = deps.peek(event.timeline);
		const site = state?.open?.site ?? null;
		if (state === null || site === null) return;
		let frame: string | null = null;
		for (const listener of agents) {
			if (!listener.sees(site)) continue;
			frame ??= JSON.stringify({
				type: 'event',
				event: teamView(event, deps.nameOf),
				view: changesMore(event) ? conversationView(state, deps.nameOf) : null,
			});
			listener.hear(frame);
		}
	}

	return {
		/** Called for each committed event, in order for each conversation. */
		tell(stored: StoredEvent): void {
			const event = asConversationEvent(stored);
			toVisitor(event);
			toAgents(event);
		},
		addVisitor(visitor: VisitorId, listener: VisitorListener): () => void {
			const listeners = visitors.get(visitor) ?? new Set();
			visitors.set(visitor, listeners.add(listener));
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0 && visitors.get(visitor) === listeners) visitors.delete(visitor);
			};
		},
		addAgent(listener: AgentListener): () => void {
			agents.add(listener);
			return () => void agents.delete(listener);
		},
	};
}

/** A message in a running conversation changes only its last line, which the client has from the event itself. */
function changesMore(event: ConversationEvent): boolean {
	if (event.type === 'note') return false;
	if (event.type !== 'message') return true;
	return (
		event.body.open !== undefined ||
		event.body.assign !== undefined ||
		event.body.status !== undefined
	);
}
