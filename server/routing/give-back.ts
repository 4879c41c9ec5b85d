import type { AgentId, ClientId, ConversationId, SiteId } from '../../shared/ids.ts';
import type { Timelines } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Agents } from './agents.ts';
import type { Slots } from './duty/slots.ts';
import type { Leases } from './duty/leases.ts';
import type { Holding, Holdings } from './holdings.ts';

const by = { kind: 'system', id: 'routing' } as const;

/**
 * Conversations that go back to the front of the line: of an agent who is gone for longer than the grace, and of a visitor who
 * comes back when the agent has no slot left. The commands' ids come from what is the case, so that two servers, or one before and
 * after a crash, do it once.
 */
export function createGiveBack(deps: {
	readonly timelines: Pick<Timelines, 'submit' | 'state'>;
	readonly holdings: Holdings;
	readonly leases: Pick<Leases, 'goneSince'>;
	readonly agents: Pick<Agents, 'all' | 'get'>;
	readonly slots: Pick<Slots, 'reserve'>;
	readonly clock: Clock;
	readonly siteOf: (conversation: ConversationId) => Promise<SiteId | null>;
	readonly graceMs: (site: SiteId | null) => number;
	readonly hold: (agent: AgentId, conversation: ConversationId) => void;
	readonly failed: (error: unknown) => void;
}) {
	const { timelines, holdings, leases, agents, slots, clock, siteOf, graceMs, failed } = deps;
	/** A restart does not count as being gone (D35). */
	const bootAt = clock.now();
	const underWay = new Set<ConversationId>();

	async function once(conversation: ConversationId, work: () => Promise<void>): Promise<void> {
		if (underWay.has(conversation)) return;
		underWay.add(conversation);
		try {
			await work();
		} catch (error) {
			// Looked at again in the next round.
			failed(error);
		} finally {
			underWay.delete(conversation);
		}
	}

	async function requeue(holding: Holding, clientId: string, reason: string): Promise<void> {
		const { conversation, agent } = holding;
		const command = { by, clientId: clientId as ClientId, at: clock.now(), reason, from: agent };
		await timelines.submit(conversation, { ...command, kind: 'requeue' });
	}

	/** Handed to somebody who was gone already: it waits for that agent, as was wanted. */
	function isLeft({ since, isIdle }: Holding, goneSince: number): boolean {
		return !isIdle && since <= goneSince;
	}

	async function giveBackOf(agent: AgentId): Promise<void> {
		const gone = leases.goneSince(agent);
		if (gone === null) return;
		const goneSince = Math.max(gone, bootAt);
		for (const holding of holdings.of(agent)) {
			if (!isLeft(holding, goneSince)) continue;
			await once(holding.conversation, async () => {
				const grace = graceMs(await siteOf(holding.conversation));
				// The agent may be back by now.
				if (leases.goneSince(agent) !== gone || clock.now() - goneSince < grace) return;
				await requeue(holding, `gone-${agent}-${goneSince}`, 'agent gone');
			});
		}
	}

	return {
		/** Called every few seconds. */
		async round(): Promise<void> {
			for (const { id } of agents.all()) await giveBackOf(id);
		},
		/** The visitor of an idle conversation is back: it has its agent again if there is a slot, else it waits at the front. */
		cameBack: (conversation: ConversationId): Promise<void> =>
			once(conversation, async () => {
				const holding = holdings.get(conversation);
				if (holding === null) return;
				const { agent } = holding;
				const { seq } = await timelines.state(conversation);
				const isThere = leases.goneSince(agent) === null && agents.get(agent)?.status !== 'offline';
				const got = isThere ? await slots.reserve(agent, conversation) : 'full';
				if (got === 'full') return requeue(holding, `back-${seq}`, 'visitor is back');
				const command = { by, clientId: `back-${seq}-idle` as ClientId, at: clock.now() };
				await timelines.submit(conversation, { ...command, kind: 'idle', isIdle: false });
				if (holdings.get(conversation)?.agent === agent) deps.hold(agent, conversation);
			}),
	};
}
