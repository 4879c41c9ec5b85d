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
	readonly site: SiteId;
	/** True: this socket sent the command; it is acknowledged instead of told. */
	acknowledge(event: ConversationEvent): boolean;
	hear(frame: string, conversation: ConversationId, vseq: number): void;
	/** News without a number. */
	say(frame: string): void;
}
export interface AgentListener {
	readonly name: string;
	/** A reader is not there for visitors. */
	readonly mayAnswer: boolean;
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
	/** An agent came or went. */
	readonly agentsChanged?: () => void;
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
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0 && visitors.get(visitor) === listeners) visitors.delete(visitor);
			};
		},
		/** News without a number: whoever is not there misses it. */
		tellVisitor(visitor: VisitorId, frame: string): void {
			for (const listener of visitors.get(visitor) ?? []) listener.say(frame);
		},
		tellSite(site: SiteId, frame: string): void {
			for (const listeners of visitors.values())
				for (const listener of listeners) if (listener.site === site) listener.say(frame);
		},
		tellAgents(site: SiteId, frame: string, except: AgentListener | null = null): void {
			for (const listener of agents)
				if (listener !== except && listener.sees(site)) listener.hear(frame);
		},
		tellEverybody(frame: string): void {
			for (const listeners of visitors.values())
				for (const listener of listeners) listener.say(frame);
			for (const listener of agents) listener.hear(frame);
		},
		/** Names of those who see this site and have a console open, each once. */
		agentsOf(site: SiteId): string[] {
			const names = new Set<string>();
			for (const listener of agents)
				if (listener.mayAnswer && listener.sees(site)) names.add(listener.name);
			return [...names].sort();
		},
		/** How many sockets this visitor has. */
		socketsOf: (visitor: VisitorId): number => visitors.get(visitor)?.size ?? 0,
		/** Visitors with a socket. */
		visitors: (): number => visitors.size,
		addAgent(listener: AgentListener): () => void {
			agents.add(listener);
			deps.agentsChanged?.();
			return () => {
				if (agents.delete(listener)) deps.agentsChanged?.();
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
