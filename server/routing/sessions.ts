import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import type { Agent, Agents } from './agents.ts';
import { hashOf } from './hash-of.ts';

/** A signed-in browser; the id is the hash of its cookie. */
export interface Session extends Doc {
	readonly agent: AgentId;
	readonly createdAt: number;
	readonly expiresAt: number;
	/** How the browser named itself at sign-in. Missing in those from before this was kept, as the next two. */
	readonly userAgent?: string;
	/** Where the sign-in came from. */
	readonly address?: string;
	/** Epoch milliseconds; behind by up to a minute. */
	readonly lastSeenAt?: number;
}
export const sessionsCollection: Collection<Session> = {
	name: 'sessions',
	indexes: { byAgent: { fields: ['agent'] }, byExpiry: { fields: ['expiresAt'] } },
};

export const sessionMs = 12 * 3_600_000;
/** `lastSeenAt` is written no more often. */
const seenMs = 60_000;
const maxUserAgent = 300;
/** More are not listed. */
const maxListed = 100;

/** Which browser asks. */
export interface From {
	readonly address: string;
	readonly userAgent: string;
}
export interface SignedIn {
	readonly agent: Agent;
	/** For the cookie; stored hashed only. */
	readonly secret: string;
}
/** What has ended: one browser's session (its hash), or all of an agent. */
export type Ended = { readonly session: string } | { readonly agent: AgentId };
export type Sessions = ReturnType<typeof createSessions>;

/** Browsers that are signed in. */
export function createSessions(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly agents: Agents;
}) {
	const { store, clock, ids, agents } = deps;
	const endings = new Set<(ended: Ended) => void>();
	const tellEnded = (ended: Ended): void => {
		for (const listener of endings) listener(ended);
	};

	async function begin(agent: Agent, from: From | null): Promise<SignedIn> {
		const secret = ids.secret();
		const now = clock.now();
		await store.insert(sessionsCollection, {
			id: hashOf(secret),
			agent: agent.id,
			createdAt: now,
			expiresAt: now + sessionMs,
			userAgent: (from?.userAgent ?? '').slice(0, maxUserAgent),
			address: from?.address ?? '',
			lastSeenAt: now,
		});
		return { agent, secret };
	}

	/** Not waited for: nobody's request may fail because of it. */
	function seen(session: Session): void {
		const now = clock.now();
		if (now - (session.lastSeenAt ?? 0) < seenMs) return;
		const patch = { max: { lastSeenAt: now } };
		store.update(sessionsCollection, session.id, patch).catch(() => {});
	}

	async function endById(session: string): Promise<boolean> {
		const isGone = await store.remove(sessionsCollection, session);
		tellEnded({ session });
		return isGone;
	}

	/** Those that count, the one of this cookie or seen last first. */
	async function list(agent: AgentId): Promise<Session[]> {
		const page = await store.find(sessionsCollection, {
			index: 'byAgent',
			eq: { agent },
			limit: maxListed,
		});
		const now = clock.now();
		return page.items
			.filter(({ expiresAt }) => expiresAt >= now)
			.sort((a, b) => (b.lastSeenAt ?? 0) - (a.lastSeenAt ?? 0));
	}

	return {
		begin,
		list,
		/** Null: no such session, it has expired, or the account is switched off. */
		async who(secret: string): Promise<Agent | null> {
			const session = await store.get(sessionsCollection, hashOf(secret));
			if (session === null || session.expiresAt < clock.now()) return null;
			const agent = agents.get(session.agent);
			if (agent === null || agent.isOff) return null;
			seen(session);
			return agent;
		},
		end: (secret: string): Promise<boolean> => endById(hashOf(secret)),
		/** One of this agent's, by its id. Throws `not_found`. */
		async endOne(agent: AgentId, id: string): Promise<void> {
			const session = await store.get(sessionsCollection, id);
			if (session?.agent !== agent)
				throw new DomainError('not_found', 'This session has ended already.');
			await endById(id);
		},
		/** All of this agent's but the one with this cookie. */
		async endOthers(agent: AgentId, secret: string): Promise<void> {
			const own = hashOf(secret);
			// What has expired is ended too: no page may be full of it and hide one that counts.
			for (;;) {
				const query = { index: 'byAgent', eq: { agent }, limit: maxListed };
				const { items } = await store.find(sessionsCollection, query);
				for (const { id } of items) if (id !== own) await endById(id);
				if (items.length < maxListed) return;
			}
		},
		async endAll(agent: AgentId): Promise<void> {
			const query = { index: 'byAgent', eq: { agent }, limit: 200 };
			while ((await store.removeRange(sessionsCollection, query)) > 0);
			tellEnded({ agent });
		},
		/** For what outlives a request, such as a socket; what expires or is ended by another process is not told. */
		onEnded(listener: (ended: Ended) => void): () => void {
			endings.add(listener);
			return () => void endings.delete(listener);
		},
	};
}
