import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { ToVisitor } from '../../shared/protocol/visitor-frames.ts';
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
	readonly site: SiteId;
	/** Where its socket comes from; null: not known. */
	readonly address: string | null;
	/** True: this socket sent the command; it is acknowledged instead of told. */
	acknowledge(event: ConversationEvent): boolean;
	hear(frame: string, conversation: ConversationId, vseq: number): void;
	/** News without a number. */
	say(frame: string): void;
	/** Says what is queued, then closes: the client is to come again at once. */
	end(): void;
}
export interface AgentListener {
	readonly id: AgentId;
	readonly name: string;
	/** A reader is not there for visitors. */
	readonly mayAnswer: boolean;
	/** False: its console says that it is hidden. */
	readonly isVisible?: boolean;
	sees(site: SiteId): boolean;
	hear(frame: string): void;
	/** Something was committed that nobody can be told of: the client must come back and look. */
	missed(): void;
}

export interface HubDeps {
	readonly nameOf: NameOf;
	/** The state if it is at hand. */
	readonly peek: (conversation: ConversationId) => ConversationState | null;
	/** The state that holds at least this event, from the store if need be. */
	readonly stateOf: (conversation: ConversationId, atLeast: number) => Promise<ConversationState>;
	readonly logFault: (errorId: string, error: unknown) => void;
	/** A console of this agent came or went. */
	readonly agentsChanged?: (agent: AgentId) => void;
	/** A visitor's first socket came, or the last one went. */
	readonly visitorsChanged?: (visitor: VisitorId, isHere: boolean) => void;
}
export type Hub = ReturnType<typeof createHub>;

export function createHub(deps: HubDeps) {
	const visitors = new Map<VisitorId, Set<VisitorListener>>();
	const agents = new Set<AgentListener>();
	/** Events whose state is being read, in order, and those that came meanwhile. */
	const late = new Map<ConversationId, ConversationEvent[]>();

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
		const waiting = late.get(event.timeline);
		if (waiting !== undefined) return void waiting.push(event);
		const state = deps.peek(event.timeline);
		if (state !== null && state.seq >= event.seq) return tellAgents(event, state);
		// After an erasure, or after a commit whose outcome was not known at first.
		const events = [event];
		late.set(event.timeline, events);
		void tellLate(event.timeline, events);
	}

	async function tellLate(
		conversation: ConversationId,
		events: readonly ConversationEvent[],
	): Promise<void> {
		try {
			// Grows while it is read.
			for (const event of events) tellAgents(event, await deps.stateOf(conversation, event.seq));
		} catch (error) {
			deps.logFault('hub', error);
			for (const listener of agents) listener.missed();
		} finally {
			late.delete(conversation);
		}
	}

	function tellAgents(event: ConversationEvent, state: ConversationState): void {
		const site = state.open?.site ?? null;
		if (site === null) return;
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
			if (listeners.size === 1) deps.visitorsChanged?.(visitor, true);
			return () => {
				listeners.delete(listener);
				if (listeners.size > 0 || visitors.get(visitor) !== listeners) return;
				visitors.delete(visitor);
				deps.visitorsChanged?.(visitor, false);
			};
		},
		/** News without a number: whoever is not there misses it. */
		tellVisitor(visitor: VisitorId, frame: string): void {
			for (const listener of visitors.get(visitor) ?? []) listener.say(frame);
		},
		/** All sockets of a visitor, to say hello anew. */
		endVisitor(visitor: VisitorId): void {
			for (const listener of visitors.get(visitor) ?? []) {
				listener.say(JSON.stringify({ type: 'bye', delayMs: 0 } satisfies ToVisitor));
				listener.end();
			}
		},
		tellSite(site: SiteId, frame: string): void {
			for (const listeners of visitors.values())
				for (const listener of listeners) if (listener.site === site) listener.say(frame);
		},
		tellAgents(site: SiteId, frame: string, except: AgentListener | null = null): void {
			for (const listener of agents)
				if (listener !== except && listener.sees(site)) listener.hear(frame);
		},
		/** All of the team, whatever sites they see. */
		tellTeam(frame: string): void {
			for (const listener of agents) listener.hear(frame);
		},
		/** All consoles of one agent. */
		tellAgent(agent: AgentId, frame: string): void {
			for (const listener of agents) if (listener.id === agent) listener.hear(frame);
		},
		/** Who has a console open, each once. */
		agents: (): AgentId[] => [...new Set([...agents].map(({ id }) => id))],
		/** How many consoles this agent has open. */
		consolesOf(agent: AgentId): number {
			let count = 0;
			for (const listener of agents) if (listener.id === agent) count += 1;
			return count;
		},
		/** Whether a console of this agent can be seen. */
		isSeenBy: (agent: AgentId): boolean =>
			[...agents].some(({ id, isVisible = true }) => id === agent && isVisible),
		tellEverybody(frame: string): void {
			for (const listeners of visitors.values())
				for (const listener of listeners) listener.say(frame);
			for (const listener of agents) listener.hear(frame);
		},
		/** How many sockets this visitor has. */
		socketsOf: (visitor: VisitorId): number => visitors.get(visitor)?.size ?? 0,
		/** Where this visitor's newest socket comes from; null: not known, or none is open. */
		addressOf: (visitor: VisitorId): string | null =>
			[...(visitors.get(visitor) ?? [])].at(-1)?.address ?? null,
		/** Visitors with a socket. */
		visitors: (): number => visitors.size,
		addAgent(listener: AgentListener): () => void {
			agents.add(listener);
			deps.agentsChanged?.(listener.id);
			return () => {
				if (agents.delete(listener)) deps.agentsChanged?.(listener.id);
			};
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
