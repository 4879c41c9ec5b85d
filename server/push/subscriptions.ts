import { createHash } from 'node:crypto';
import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { createLoop } from '../ports/loop.ts';
import type { Store } from '../ports/store.ts';
import { sessionsCollection } from '../routing/index.ts';
import { subscriptionsCollection, type Subscription } from './documents.ts';
import type { DeviceKeys } from './encrypt.ts';

/** Browsers of one agent; another one takes the oldest one's place. */
const maxDevices = 10;
/** What other servers did, and what has expired, is seen after this. */
const lookMs = 30_000;
const pageSize = 500;

export type Subscriptions = ReturnType<typeof createSubscriptions>;

/** Which browsers of which agents may be pushed to. */
export function createSubscriptions(deps: {
	readonly store: Store;
	readonly clock: Clock;
	/** This agent has a device now, or none any more. */
	readonly changed: (agent: AgentId) => void;
	readonly failed: (error: unknown) => void;
}) {
	const { store, clock, changed, failed } = deps;
	/** How many each has, as far as it is known. */
	const counts = new Map<AgentId, number>();

	async function of(agent: AgentId): Promise<Subscription[]> {
		const { items } = await store.find(subscriptionsCollection, {
			index: 'byAgent',
			eq: { agent },
			limit: maxDevices * 2,
		});
		const now = clock.now();
		const alive = await Promise.all(
			items.map(async ({ session, expiresAt }) => {
				if (expiresAt <= now) return false;
				const signedIn = await store.get(sessionsCollection, session);
				return signedIn !== null && signedIn.agent === agent && signedIn.expiresAt > now;
			}),
		);
		return items.filter((_item, index) => alive[index]);
	}

	async function count(agent: AgentId): Promise<void> {
		const before = counts.get(agent) ?? 0;
		const now = (await of(agent)).length;
		if (now > 0) counts.set(agent, now);
		else counts.delete(agent);
		if (before > 0 !== now > 0) changed(agent);
	}

	async function remove({ id, agent }: Pick<Subscription, 'id' | 'agent'>): Promise<void> {
		await store.remove(subscriptionsCollection, id);
		await count(agent);
	}

	async function removeAll(query: { index: string; eq: Record<string, string> }): Promise<void> {
		const { items } = await store.find(subscriptionsCollection, { ...query, limit: pageSize });
		for (const item of items) await remove(item);
	}

	async function load(): Promise<void> {
		const seen = new Set<AgentId>(counts.keys());
		let after: Parameters<Store['find']>[1]['after'];
		do {
			const page = await store.find(subscriptionsCollection, {
				index: 'byExpiry',
				range: { gt: clock.now() },
				limit: pageSize,
				...(after ? { after } : {}),
			});
			for (const { agent } of page.items) seen.add(agent);
			after = page.next ?? undefined;
		} while (after !== undefined);
		for (const agent of seen) await count(agent);
	}

	const looking = createLoop(clock, {
		pollMs: lookMs,
		failed,
		async round() {
			await load();
			return null;
		},
	});

	return {
		load,
		start: looking.start,
		stop: looking.stop,
		of,
		remove,
		/** Agents who have a device. */
		agents: (): AgentId[] => [...counts.keys()],
		hasAny: (agent: AgentId): boolean => counts.has(agent),
		/** This browser may be pushed to from now on; whoever had it before has it no more. Throws `not_signed_in`. */
		async add(
			{ agent, session }: { readonly agent: AgentId; readonly session: string },
			{ endpoint, keys }: { readonly endpoint: string; readonly keys: DeviceKeys },
			publicKey: string,
		): Promise<void> {
			const signedIn = await store.get(sessionsCollection, session);
			if (signedIn === null) throw new DomainError('not_signed_in', 'Sign in first.');
			const id = idOf(endpoint);
			const before = await store.get(subscriptionsCollection, id);
			const { expiresAt } = signedIn;
			const createdAt = clock.now();
			const fields = { agent, session, endpoint, ...keys, publicKey, createdAt, expiresAt };
			await store.put(subscriptionsCollection, { id, ...fields });
			if (before !== null && before.agent !== agent) await count(before.agent);
			const known = await of(agent);
			for (const old of known.slice(0, Math.max(0, known.length - maxDevices))) await remove(old);
			await count(agent);
		},
		/** Of this agent only. */
		async forget(agent: AgentId, endpoint: string): Promise<void> {
			const known = await store.get(subscriptionsCollection, idOf(endpoint));
			if (known?.agent === agent) await remove(known);
		},
		/** A session has ended, or all of an agent. */
		async ended(ended: { readonly session: string } | { readonly agent: AgentId }): Promise<void> {
			if ('session' in ended) await removeAll({ index: 'bySession', eq: ended });
			else await removeAll({ index: 'byAgent', eq: ended });
		},
	};
}

const idOf = (endpoint: string): string =>
	createHash('sha256').update(endpoint).digest('base64url').slice(0, 32);
