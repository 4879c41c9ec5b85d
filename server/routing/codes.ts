import { DomainError } from '../../shared/errors.ts';
import type { AgentId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';
import { hashOf } from './hash-of.ts';

/** A one-time link; the id is the hash of its code. `owner`: sets up an owner. `reset`: gives one agent a new password. */
export interface OneTimeCode extends Doc {
	readonly kind: 'owner' | 'reset';
	/** Whose password; null or missing: whoever opens it says who. */
	readonly agent?: AgentId | null;
	readonly expiresAt: number;
}
export const codesCollection: Collection<OneTimeCode> = {
	name: 'codes',
	indexes: { byExpiry: { fields: ['expiresAt'] }, byAgent: { fields: ['agent'] } },
};

const codeMs = 24 * 3_600_000;

/** Links that work once, for 24 hours. */
export function createCodes(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;
	return {
		async make(kind: OneTimeCode['kind'], agent: AgentId | null = null): Promise<string> {
			const code = ids.secret();
			const expiresAt = clock.now() + codeMs;
			await store.insert(codesCollection, { id: hashOf(code), kind, agent, expiresAt });
			return code;
		},
		/** Does not use it up. Throws `code_used`. */
		async valid(code: string, kind: OneTimeCode['kind']): Promise<OneTimeCode> {
			const known = await store.get(codesCollection, hashOf(code));
			if (known?.kind !== kind || known.expiresAt < clock.now()) throw codeUsed(kind);
			return known;
		},
		/** Removing it decides: of two browsers with one link, one goes on. Throws `code_used`. */
		async use({ id, kind }: OneTimeCode): Promise<void> {
			if (!(await store.remove(codesCollection, id))) throw codeUsed(kind);
		},
		/** All links for this agent's password: one that was set makes them worthless. */
		async dropOf(agent: AgentId): Promise<void> {
			await store.removeRange(codesCollection, { index: 'byAgent', eq: { agent }, limit: 100 });
		},
	};
}

const codeUsed = (kind: OneTimeCode['kind']): DomainError =>
	new DomainError(
		'code_used',
		kind === 'owner'
			? 'This link was used or is too old. Make a new one: npm run parley owner-link'
			: 'This link was used or is too old. Ask an owner or an admin for a new one.',
	);
