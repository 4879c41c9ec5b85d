import type { AgentId, ConversationId, VisitorId } from '../../shared/ids.ts';
import { visitorOf, type ConversationState } from '../conversations/index.ts';

/** A running conversation, as far as routing is concerned. */
export interface Holding {
	readonly conversation: ConversationId;
	readonly agent: AgentId;
	/** The visitor is gone: it takes no slot. */
	readonly isIdle: boolean;
	/** Since when this agent has it, epoch milliseconds; 0: since before this server started. */
	readonly since: number;
}
export type Holdings = ReturnType<typeof createHoldings>;

export function holdingOf(state: ConversationState, since: number): Holding | null {
	const { id, status, assignee } = state;
	if (status !== 'active' || assignee === null) return null;
	return { conversation: id, agent: assignee, isIdle: state.isIdle ?? false, since };
}

/** Who answers what now: derived from the conversations, in memory. */
export function createHoldings() {
	const all = new Map<ConversationId, Holding>();
	const byAgent = new Map<AgentId, { own: Set<ConversationId>; idle: number }>();
	/** A visitor has one that runs at most. */
	const byVisitor = new Map<VisitorId, ConversationId>();

	function remove(holding: Holding): void {
		const { conversation, agent, isIdle } = holding;
		const its = byAgent.get(agent);
		all.delete(conversation);
		const visitor = visitorOf(conversation);
		// The next one may have been heard of before the end of this one.
		if (byVisitor.get(visitor) === conversation) byVisitor.delete(visitor);
		if (its === undefined) return;
		its.own.delete(conversation);
		if (isIdle) its.idle -= 1;
		if (its.own.size === 0) byAgent.delete(agent);
	}

	const of = (agent: AgentId): Holding[] =>
		[...(byAgent.get(agent)?.own ?? [])].flatMap((id) => all.get(id) ?? []);

	return {
		get: (conversation: ConversationId): Holding | null => all.get(conversation) ?? null,
		ofVisitor(visitor: VisitorId): Holding | null {
			const conversation = byVisitor.get(visitor);
			return conversation === undefined ? null : (all.get(conversation) ?? null);
		},
		set(conversation: ConversationId, holding: Holding | null): void {
			const before = all.get(conversation);
			if (before !== undefined) remove(before);
			if (holding === null) return;
			all.set(conversation, holding);
			byVisitor.set(visitorOf(conversation), conversation);
			const its = byAgent.get(holding.agent) ?? { own: new Set(), idle: 0 };
			its.own.add(conversation);
			if (holding.isIdle) its.idle += 1;
			byAgent.set(holding.agent, its);
		},
		/** All of an agent, idle ones too. */
		of,
		/** Those that take a slot. */
		taking: (agent: AgentId): ConversationId[] =>
			of(agent).flatMap(({ conversation, isIdle }) => (isIdle ? [] : [conversation])),
		/** How many take a slot. */
		load(agent: AgentId): number {
			const its = byAgent.get(agent);
			return its === undefined ? 0 : its.own.size - its.idle;
		},
		all: (): Holding[] => [...all.values()],
	};
}
