import type { AgentId } from '../../../shared/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';

/** This server says that a console (or another surface) of the agent is there (D35). */
export interface Lease extends Doc {
	/** `<node>:<agent>`. */
	readonly id: string;
	readonly node: string;
	readonly agent: AgentId;
	/** Until when that counts without being said again; afterwards: when it was there last. Epoch milliseconds. */
	readonly until: number;
}
export const leasesCollection: Collection<Lease> = {
	name: 'presence_leases',
	indexes: { byUntil: { fields: ['until'] } },
};

export const renewMs = 15_000;
export const leaseMs = 45_000;
/** Who was not here for so long is not remembered as somebody who has just gone. */
const keepMs = 3_600_000;
const pageSize = 500;

export type Leases = ReturnType<typeof createLeases>;

/** Which agents are there: here, by what this process sees, and at other servers, by their leases. */
export function createLeases(deps: {
	readonly store: Store;
	readonly clock: Clock;
	/** Names this run of this server. */
	readonly node: string;
	/** Whether something of the agent is connected to this process. */
	readonly isHere: (agent: AgentId) => boolean;
	readonly failed: (error: unknown) => void;
}) {
	const { store, clock, node, isHere, failed } = deps;
	const bootAt = clock.now();
	/** The highest of all servers. */
	const until = new Map<AgentId, number>();
	/** Those of other servers. */
	const elsewhere = new Map<AgentId, number>();
	const here = new Set<AgentId>();
	/** The end of what is being written. */
	let writing: Promise<unknown> = Promise.resolve();

	async function write(agent: AgentId, end: number): Promise<void> {
		until.set(agent, end);
		await store.put(leasesCollection, { id: `${node}:${agent}`, node, agent, until: end });
	}

	async function read(): Promise<void> {
		let after: Parameters<Store['find']>[1]['after'];
		do {
			const page = await store.find(leasesCollection, {
				index: 'byUntil',
				range: { gt: clock.now() - keepMs },
				limit: pageSize,
				...(after ? { after } : {}),
			});
			for (const lease of page.items) {
				if (lease.node === node) continue;
				elsewhere.set(lease.agent, lease.until);
				until.set(lease.agent, Math.max(lease.until, until.get(lease.agent) ?? 0));
			}
			after = page.next ?? undefined;
		} while (after !== undefined);
	}

	return {
		/** A surface came or went. */
		seen(agent: AgentId): void {
			const isThere = isHere(agent);
			if (isThere === here.has(agent)) return;
			if (isThere) here.add(agent);
			else here.delete(agent);
			const end = clock.now() + (isThere ? leaseMs : 0);
			until.set(agent, end);
			writing = writing.then(() => write(agent, end)).catch(failed);
		},
		/** Since when nothing of the agent is there; null: something is. A restart does not count as being gone. */
		goneSince(agent: AgentId): number | null {
			if (here.has(agent) || (elsewhere.get(agent) ?? 0) > clock.now()) return null;
			const last = until.get(agent);
			return last === undefined ? 0 : Math.max(Math.min(last, clock.now()), bootAt);
		},
		/** Whether something of the agent is connected to this process. */
		isHere: (agent: AgentId): boolean => here.has(agent),
		/** Says it again, reads what others say, forgets what is long over. */
		async renew(): Promise<void> {
			const end = clock.now() + leaseMs;
			await Promise.all([...here].map((agent) => write(agent, end)));
			await read();
			const range = { lt: clock.now() - keepMs };
			await store.removeRange(leasesCollection, { index: 'byUntil', range, limit: pageSize });
		},
		load: read,
		/** An orderly end: the grace begins with the next start. */
		async stop(): Promise<void> {
			await writing;
			await Promise.all([...here].map((agent) => write(agent, clock.now())));
		},
	};
}
