import type { AgentId, TimelineId } from '../../../shared/ids.ts';
import type { AgentStatus } from '../../../shared/views/desk-view.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';

/** An agent's own timeline, from which reports know how long each status held. */
export const dayOf = (agent: AgentId): TimelineId => `agent:${agent}` as TimelineId;

/** The first body of a day's timeline, and each after it. */
export type StatusBody = {
	readonly status: AgentStatus;
	readonly before: AgentStatus;
	/** Chosen by the agent (signing in is choosing too), or set because every console was gone, and set back. */
	readonly by: 'agent' | 'presence';
};

const maxLost = 5;

/** Writes what became of an agent's status; one after the other for each agent. */
export function createDays(deps: {
	readonly store: Pick<Store, 'head' | 'append'>;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly failed: (error: unknown) => void;
}) {
	const { store, clock, ids, failed } = deps;
	const turns = new Map<AgentId, Promise<void>>();

	async function append(agent: AgentId, body: StatusBody, at: number): Promise<void> {
		const timeline = dayOf(agent);
		const clientId = ids.client();
		const author =
			body.by === 'presence'
				? ({ kind: 'system', id: 'presence' } as const)
				: ({ kind: 'agent', id: agent } as const);
		for (let lost = 0; lost < maxLost; lost += 1) {
			const { seq } = await store.head(timeline);
			const event = { type: 'status', body, at, author, clientId, target: null, vseq: null };
			const [answer] = await store.append(timeline, seq, [
				{ ...event, audience: 'internal', sinks: [] },
			]);
			if (answer?.kind !== 'moved') return;
		}
		throw new Error(`The status of ${agent} could not be written: others write all the time.`);
	}

	return {
		/** Behind: nobody waits for it. What cannot be written is missing in the report, and in nothing else. */
		write(agent: AgentId, body: StatusBody): void {
			const at = clock.now();
			const turn = (turns.get(agent) ?? Promise.resolve())
				.then(() => append(agent, body, at))
				.catch(failed)
				.then(() => void (turns.get(agent) === turn && turns.delete(agent)));
			turns.set(agent, turn);
		},
		async settled(): Promise<void> {
			await Promise.all(turns.values());
		},
	};
}
