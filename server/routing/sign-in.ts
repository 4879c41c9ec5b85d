import { createHash } from 'node:crypto';
import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { checkPassword, type Agent, type Agents } from './agents.ts';
import { checkNobody, isPassword } from './password.ts';

/** A signed-in browser; the id is the hash of its cookie. */
export interface Session extends Doc {
	readonly agent: AgentId;
	readonly createdAt: number;
	readonly expiresAt: number;
}
export const sessionsCollection: Collection<Session> = {
	name: 'sessions',
	indexes: { byAgent: { fields: ['agent'] }, byExpiry: { fields: ['expiresAt'] } },
};

/** A one-time link; the id is the hash of its code. */
export interface OneTimeCode extends Doc {
	readonly kind: 'owner';
	readonly expiresAt: number;
}
export const codesCollection: Collection<OneTimeCode> = {
	name: 'codes',
	indexes: { byExpiry: { fields: ['expiresAt'] } },
};

export const sessionMs = 12 * 3_600_000;
const codeMs = 24 * 3_600_000;
const attempts = { count: 5, withinMs: 15 * 60_000 };

export interface SignedIn {
	readonly agent: Agent;
	/** For the cookie; stored hashed only. */
	readonly secret: string;
}
export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly agents: Agents;
}) {
	const { store, clock, ids, agents } = deps;
	/** Failed tries by account: times of the last ones. */
	const failures = new Map<string, number[]>();

	async function begin(agent: Agent): Promise<SignedIn> {
		const secret = ids.secret();
		const now = clock.now();
		await store.insert(sessionsCollection, {
			id: hashOf(secret),
			agent: agent.id,
			createdAt: now,
			expiresAt: now + sessionMs,
		});
		return { agent, secret };
	}

	async function endAll(agent: AgentId): Promise<void> {
		while (
			(await store.removeRange(sessionsCollection, {
				index: 'byAgent',
				eq: { agent },
				limit: 200,
			})) > 0
		);
	}

	return {
		/** Throws `sign_in_failed`, or `rate_limited` after five failures in 15 minutes. */
		async withPassword(email: string, password: string): Promise<SignedIn> {
			const account = email.trim().toLowerCase();
			throttle(failures, account, clock.now());
			const agent = await agents.findByEmail(account);
			const right =
				agent === null
					? await checkNobody(password)
					: await isPassword(password, agent.passwordHash);
			if (agent === null || !right) {
				failures.set(
					account,
					[...(failures.get(account) ?? []), clock.now()].slice(-attempts.count),
				);
				throw new DomainError('sign_in_failed', 'The e-mail address or the password is wrong.');
			}
			failures.delete(account);
			return begin(agent);
		},
		/** A one-time code for an owner; valid for 24 hours. Whoever has it may set an owner's password. */
		async ownerCode(): Promise<string> {
			const code = ids.secret();
			await store.insert(codesCollection, {
				id: hashOf(code),
				kind: 'owner',
				expiresAt: clock.now() + codeMs,
			});
			return code;
		},
		/** Uses the code up: sets the owner's name and password, ends that account's other sessions. Throws `code_used`. */
		async setOwner(
			code: string,
			owner: { name: string; email: string; password: string },
		): Promise<SignedIn> {
			checkPassword(owner.password);
			const known = await store.get(codesCollection, hashOf(code));
			// Removing it decides: of two browsers with one link, one goes on.
			const mine =
				known !== null &&
				known.expiresAt >= clock.now() &&
				(await store.remove(codesCollection, known.id));
			if (!mine) {
				throw new DomainError(
					'code_used',
					'This link was used or is too old. Make a new one: npm run parley owner-link',
				);
			}
			const agent = await agents.save({ ...owner, role: 'owner' });
			await endAll(agent.id);
			return begin(agent);
		},
		/** Null: no such session, or it has expired. */
		async who(secret: string): Promise<Agent | null> {
			const session = await store.get(sessionsCollection, hashOf(secret));
			return session === null || session.expiresAt < clock.now() ? null : agents.get(session.agent);
		},
		end: (secret: string): Promise<boolean> => store.remove(sessionsCollection, hashOf(secret)),
		endAll,
	};
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function throttle(failures: Map<string, number[]>, account: string, now: number): void {
	if (failures.size > 10_000) failures.clear();
	const recent = (failures.get(account) ?? []).filter((at) => now - at < attempts.withinMs);
	const oldest = recent[0];
	if (recent.length < attempts.count || oldest === undefined) return;
	const retryMs = oldest + attempts.withinMs - now;
	const minutes = Math.ceil(retryMs / 60_000);
	throw new DomainError('rate_limited', `Too many tries. Try again in ${minutes} minutes.`, {
		retryMs,
	});
}
