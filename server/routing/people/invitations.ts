import { DomainError } from '../../../shared/errors.ts';
import type { AgentId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { Role } from '../../conversations/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Collection, Doc, Store } from '../../ports/store.ts';
import { hashOf } from '../hash-of.ts';

/** Somebody who may make an account by a link that works once. */
export interface Invitation extends Doc {
	readonly id: string;
	/** Hash of what stands in the link. */
	readonly codeHash: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly sites: 'all' | readonly SiteId[];
	readonly groups: readonly GroupId[];
	readonly by: AgentId;
	readonly createdAt: number;
	readonly expiresAt: number;
}
export const invitationsCollection: Collection<Invitation> = {
	name: 'invitations',
	indexes: {
		byCode: { fields: ['codeHash'], unique: true },
		byExpiry: { fields: ['expiresAt'] },
	},
};
export type NewInvitation = Pick<Invitation, 'name' | 'email' | 'role' | 'sites' | 'groups' | 'by'>;

const invitationMs = 7 * 24 * 3_600_000;
const mostOpen = 200;

export type Invitations = ReturnType<typeof createInvitations>;

/** Links to join the team; each works once, for seven days. Their codes are stored hashed. */
export function createInvitations(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;

	/** Those that still work, the newest first. */
	async function list(): Promise<readonly Invitation[]> {
		const { items } = await store.find(invitationsCollection, {
			index: 'byExpiry',
			range: { gte: clock.now() },
			direction: -1,
			limit: mostOpen,
		});
		return items;
	}

	return {
		list,
		/** The code is told now and never again. */
		async add(invitation: NewInvitation): Promise<{ invitation: Invitation; code: string }> {
			if ((await list()).length >= mostOpen)
				throw new DomainError(
					'bad_request',
					`${mostOpen} invitations are open. Take some of them back first.`,
				);
			const code = ids.secret();
			const now = clock.now();
			const added = await store.insert(invitationsCollection, {
				...invitation,
				id: ids.doc(),
				codeHash: hashOf(code),
				createdAt: now,
				expiresAt: now + invitationMs,
			});
			return { invitation: added, code };
		},
		/** Throws `not_found`. */
		async get(id: string): Promise<Invitation> {
			const known = await store.get(invitationsCollection, id);
			if (known !== null) return known;
			throw new DomainError('not_found', 'This invitation was used or taken back.');
		},
		/** Does not use it up. Throws `code_used`. */
		async byCode(code: string): Promise<Invitation> {
			const { items } = await store.find(invitationsCollection, {
				index: 'byCode',
				eq: { codeHash: hashOf(code) },
				limit: 1,
			});
			const [known] = items;
			if (known === undefined || known.expiresAt < clock.now()) throw invitationUsed();
			return known;
		},
		/** False: somebody else used it or took it back. */
		remove: (id: string): Promise<boolean> => store.remove(invitationsCollection, id),
	};
}

export const invitationUsed = (): DomainError =>
	new DomainError(
		'code_used',
		'This invitation was used, taken back, or is older than seven days. Ask for a new one.',
	);
