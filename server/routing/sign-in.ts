import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { addressKey } from './address-key.ts';
import { checkPassword, type Agent, type Agents } from './agents.ts';
import { hashOf } from './hash-of.ts';
import { strongPasswords, type Passwords } from './password.ts';
import { createTries } from './tries.ts';

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

export interface SignedIn {
	readonly agent: Agent;
	/** For the cookie; stored hashed only. */
	readonly secret: string;
}
/** What has ended: one browser's session (its hash), or all of an agent. */
export type Ended = { readonly session: string } | { readonly agent: AgentId };
export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly agents: Agents;
	readonly passwords?: Passwords;
}) {
	const { store, clock, ids, agents, passwords = strongPasswords } = deps;
	const tries = createTries();

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

	const endings = new Set<(ended: Ended) => void>();
	const tellEnded = (ended: Ended): void => {
		for (const listener of endings) listener(ended);
	};

	async function end(secret: string): Promise<boolean> {
		const session = hashOf(secret);
		const isGone = await store.remove(sessionsCollection, session);
		tellEnded({ session });
		return isGone;
	}

	async function endAll(agent: AgentId): Promise<void> {
		while (
			(await store.removeRange(sessionsCollection, {
				index: 'byAgent',
				eq: { agent },
				limit: 200,
			})) > 0
		);
		tellEnded({ agent });
	}

	async function validCode(code: string): Promise<OneTimeCode> {
		const known = await store.get(codesCollection, hashOf(code));
		if (known === null || known.expiresAt < clock.now()) throw codeUsed();
		return known;
	}

	return {
		/**
		 * `address`: where the request comes from. Throws `sign_in_failed`, `rate_limited` after too many tries, or `busy`
		 * when too many others wait.
		 */
		async withPassword(email: string, password: string, address: string): Promise<SignedIn> {
			const account = email.trim().toLowerCase();
			// Before the first wait: of many requests at once, no more than the limit goes on.
			const attempt = tries.take(account, addressKey(address), clock.now());
			let agent: Agent | null;
			let right: boolean;
			try {
				agent = await agents.findByEmail(account);
				right =
					agent === null
						? await passwords.checkNobody(password)
						: await passwords.isRight(password, agent.passwordHash);
			} catch (error) {
				attempt.giveBack();
				throw error;
			}
			if (agent === null || !right)
				throw new DomainError('sign_in_failed', 'The e-mail address or the password is wrong.');
			attempt.succeeded();
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
		/** Throws `code_used` when a set-up with it would. */
		async checkCode(code: string): Promise<void> {
			await validCode(code);
		},
		/** Uses the code up: sets the owner's name and password, ends that account's other sessions. Throws `code_used`. */
		async setOwner(
			code: string,
			owner: { name: string; email: string; password: string },
		): Promise<SignedIn> {
			checkPassword(owner.password);
			const known = await validCode(code);
			// Before the code is used up: when too many wait for their turn, the link must still work.
			const passwordHash = await passwords.hash(owner.password);
			// Removing it decides: of two browsers with one link, one goes on.
			if (!(await store.remove(codesCollection, known.id))) throw codeUsed();
			const { name, email } = owner;
			const agent = await agents.save({ name, email, passwordHash, role: 'owner' });
			await endAll(agent.id);
			return begin(agent);
		},
		/** Null: no such session, or it has expired. */
		async who(secret: string): Promise<Agent | null> {
			const session = await store.get(sessionsCollection, hashOf(secret));
			return session === null || session.expiresAt < clock.now() ? null : agents.get(session.agent);
		},
		end,
		endAll,
		/** For what outlives a request, such as a socket; what expires or is ended by another process is not told. */
		onEnded(listener: (ended: Ended) => void): () => void {
			endings.add(listener);
			return () => void endings.delete(listener);
		},
	};
}

const codeUsed = (): DomainError =>
	new DomainError(
		'code_used',
		'This link was used or is too old. Make a new one: npm run parley owner-link',
	);
