import type { AgentId, ConversationId } from '../../../shared/ids.ts';
import { DomainError } from '../../../shared/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Agents } from '../agents.ts';
import { decideReserve, decideSettle, takenSlots, type SlotChange } from './decide-slots.ts';

export type Slots = ReturnType<typeof createSlots>;

const retryMs = 1000;
/** Somebody else changed the account that often in a row. */
const maxLost = 5;

/**
 * The slots of agents (D23): guarded changes of the account's document, one at a time for each agent. Reserving says at once
 * whether there is room; what becomes of a conversation after that is written behind, and tried again until it is.
 */
export function createSlots(deps: {
	readonly agents: Pick<Agents, 'get' | 'change' | 'readAgain'>;
	readonly clock: Clock;
	readonly failed: (error: unknown) => void;
}) {
	const { agents, clock, failed } = deps;
	/** The end of what is under way for each agent. */
	const turns = new Map<AgentId, Promise<unknown>>();
	const owed = new Map<AgentId, Map<ConversationId, SlotChange>>();
	const retries = new Map<AgentId, () => void>();
	let isStopped = false;

	function inTurn<T>(agent: AgentId, work: () => Promise<T>): Promise<T> {
		const turn = (turns.get(agent) ?? Promise.resolve()).then(work);
		const end = turn.catch(() => null);
		turns.set(agent, end);
		void end.then(() => turns.get(agent) === end && turns.delete(agent));
		return turn;
	}

	/** `unlimited`: this agent has no limit, and no slots are kept. Throws what the store throws: then nobody knows. */
	const reserve = (
		id: AgentId,
		conversation: ConversationId,
	): Promise<'reserved' | 'full' | 'unlimited'> =>
		inTurn(id, async () => {
			for (let lost = 0; lost < maxLost; lost += 1) {
				const agent = agents.get(id);
				if (agent === null) return 'full';
				if (agent.capacity === null) return 'unlimited';
				const { capacity, rev } = agent;
				// What is owed counts as if it were written.
				const slots = decideSettle(agent.slots, owed.get(id) ?? new Map(), clock.now());
				const next = decideReserve({ slots, capacity }, conversation, clock.now());
				if (next === null) return 'full';
				const changed = await agents.change(id, rev, { set: { slots: [...next] } });
				if (changed !== null) return 'reserved';
				await agents.readAgain(id);
			}
			throw new DomainError('busy', 'Too much changes at this account. Try again in a moment.', {
				retryMs: 1000,
			});
		});

	async function write(id: AgentId): Promise<void> {
		for (let lost = 0; lost < maxLost; lost += 1) {
			const changes = new Map(owed.get(id));
			const agent = agents.get(id);
			if (changes.size === 0) return;
			if (agent === null || agent.capacity === null) return void owed.delete(id);
			const slots = decideSettle(agent.slots, changes, clock.now());
			if (
				slots === agent.slots ||
				(await agents.change(id, agent.rev, { set: { slots: [...slots] } })) !== null
			)
				return isWritten(id, changes);
			await agents.readAgain(id);
		}
		throw new Error(`The slots of ${id} were changed by others all the time.`);
	}

	/** What came meanwhile stays owed. */
	function isWritten(id: AgentId, changes: ReadonlyMap<ConversationId, SlotChange>): void {
		const now = owed.get(id);
		for (const [conversation, change] of changes)
			if (now?.get(conversation) === change) now.delete(conversation);
		if (now?.size === 0) owed.delete(id);
		else writeSoon(id);
	}

	function writeSoon(id: AgentId): void {
		if (isStopped || !owed.has(id) || retries.has(id)) return;
		inTurn(id, () => write(id)).catch((error: unknown) => {
			failed(error);
			if (isStopped) return;
			const again = clock.after(retryMs, () => {
				retries.delete(id);
				writeSoon(id);
			});
			retries.set(id, again);
		});
	}

	return {
		reserve,
		/** Written behind. */
		settle(id: AgentId, conversation: ConversationId, change: SlotChange): void {
			const agent = agents.get(id);
			if (agent === null || agent.capacity === null) return void owed.delete(id);
			const changes = owed.get(id) ?? new Map<ConversationId, SlotChange>();
			changes.set(conversation, change);
			owed.set(id, changes);
			writeSoon(id);
		},
		/** Conversations that have a slot now, with what is owed. */
		taken(id: AgentId): ConversationId[] {
			const agent = agents.get(id);
			if (agent === null || agent.capacity === null) return [];
			const now = clock.now();
			const slots = takenSlots(decideSettle(agent.slots, owed.get(id) ?? new Map(), now), now);
			return slots.map(({ conversation }) => conversation);
		},
		/** Resolves when nothing is being written. */
		async settled(): Promise<void> {
			while (turns.size > 0) await Promise.all(turns.values());
		},
		async stop(): Promise<void> {
			isStopped = true;
			for (const cancel of retries.values()) cancel();
			retries.clear();
			await Promise.all(turns.values());
		},
	};
}
