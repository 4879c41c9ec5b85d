import type { AgentId, ConversationId, TimelineId } from '../../shared/ids.ts';
import {
	asConversationEvent,
	type ConversationState,
	type ProposedEvent,
} from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { Agents, Groups } from '../routing/index.ts';
import { canConcern, concernsOf, mayPush, type Concern } from './decide-push.ts';
import { owedCollection, type Owed } from './documents.ts';
import type { Subscriptions } from './subscriptions.ts';

export const timerKind = 'push';
/** One push for each conversation in this time; what comes meanwhile is told together. */
export const spacingMs = 60_000;
/** A conversation that is given to somebody at once need not be told to the others. */
const waitingDelayMs = 2000;
const keepMs = 24 * 3_600_000;

export interface OweDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly subscriptions: Pick<Subscriptions, 'agents'>;
	readonly agents: () => Pick<Agents, 'get' | 'all'>;
	readonly groups: () => Pick<Groups, 'get'>;
	readonly timers: () => { set(kind: string, key: string, dueAt: number): Promise<void> };
	readonly stateOf: (id: ConversationId, atLeast?: number) => Promise<ConversationState>;
	/** A console of the agent is open and can be seen: that one tells it. */
	readonly isSeen: (agent: AgentId) => boolean;
}

/** Notes down what devices must be told of; a timer then does it. May see the same events again: it only moves forward. */
export function createOwing(deps: OweDeps) {
	const { store, clock, subscriptions, isSeen } = deps;

	async function owe(
		agent: AgentId,
		conversation: ConversationId,
		concern: Concern,
		seq: number,
	): Promise<void> {
		const id = `${agent}:${conversation}`;
		const owed = await note(id, agent, conversation, concern, seq);
		const delay = concern === 'waiting' ? waitingDelayMs : 0;
		const dueAt = Math.max(clock.now() + delay, owed.toldAt + spacingMs);
		if (owed[concern] > owed.told) await deps.timers().set(timerKind, id, dueAt);
	}

	async function note(
		id: string,
		agent: AgentId,
		conversation: ConversationId,
		concern: Concern,
		seq: number,
	): Promise<Owed> {
		const patch = { max: { [concern]: seq }, set: { expiresAt: clock.now() + keepMs } };
		const known = await store.update(owedCollection, id, patch);
		if (known !== null) return known;
		const none = { assigned: 0, message: 0, mention: 0, waiting: 0, told: 0, toldAt: 0 };
		try {
			return await store.insert(owedCollection, {
				...none,
				id,
				agent,
				conversation,
				[concern]: seq,
				expiresAt: clock.now() + keepMs,
			});
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			return note(id, agent, conversation, concern, seq);
		}
	}

	const isIn = (agent: AgentId, id: string): boolean => {
		const group = deps.groups().get(id);
		return group !== null && [...group.agents, ...group.standby].includes(agent);
	};

	return {
		/** Nothing is owed where nobody has a device. */
		wants: (event: ProposedEvent): boolean =>
			subscriptions.agents().length > 0 && canConcern(event),
		async consume(
			batch: readonly { readonly timeline: TimelineId; readonly events: readonly StoredEvent[] }[],
		): Promise<void> {
			const reached = subscriptions
				.agents()
				.filter((id) => !isSeen(id))
				.flatMap((id) => deps.agents().get(id) ?? []);
			if (reached.length === 0) return;
			const team = deps.agents().all();
			for (const { timeline, events } of batch) {
				const conversation = timeline as ConversationId;
				const state = await deps.stateOf(conversation, events.at(-1)?.seq);
				/** Once for each, however many events there were: what is sent shows the state, not the event. */
				const last = new Map<string, { agent: AgentId; concern: Concern; seq: number }>();
				for (const stored of events) {
					const event = asConversationEvent(stored);
					for (const { agent, concern } of concernsOf(event, state, reached, team, isIn))
						last.set(`${agent} ${concern}`, { agent, concern, seq: event.seq });
				}
				for (const { agent, concern, seq } of last.values()) {
					const who = reached.find(({ id }) => id === agent);
					if (who !== undefined && mayPush(who, state, concern))
						await owe(agent, conversation, concern, seq);
				}
			}
		},
	};
}
