import { DomainError } from '../../../shared/errors.ts';
import type { AgentId, BlobId, GroupId } from '../../../shared/ids.ts';
import type { Json } from '../../ports/store.ts';
import type { Agent, Agents } from '../agents.ts';
import { createGate } from '../gate.ts';
import type { Groups } from '../groups.ts';
import type { SignIn } from '../sign-in.ts';
import { decideChange, decideGrant, within, type AccountChange } from './decide-people.ts';
import { invitationUsed, type Invitation, type Invitations } from './invitations.ts';

export interface TeamDeps {
	readonly agents: Agents;
	readonly groups: Groups;
	readonly signIn: SignIn;
	readonly invitations: Invitations;
}
export type Team = ReturnType<typeof createTeam>;

/** Changes of accounts by people, under the rules of decide-people.ts. */
export function createTeam({ agents, groups, signIn, invitations }: TeamDeps) {
	// One after the other: two owners must not demote each other at the same time.
	const inTurn = createGate({ atOnce: 1, waiting: 100, full: tooBusy });

	const mustGet = (id: string): Agent => {
		const agent = agents.get(id as AgentId);
		if (agent !== null) return agent;
		throw new DomainError('not_found', 'There is no such agent. Load the list again.');
	};
	const owners = (): number =>
		agents.all().filter(({ role, isOff }) => role === 'owner' && !isOff).length;

	/** Other fields of the document, such as slots, change all the time: only a change of the account is a conflict. */
	async function save(
		id: string,
		rev: number | null,
		fieldsOf: (target: Agent) => Readonly<Record<string, Json>>,
	): Promise<Agent> {
		for (let tries = 0; tries < 5; tries += 1) {
			const target = tries === 0 ? mustGet(id) : await agents.readAgain(id as AgentId);
			if (target === null || (rev !== null && target.accountRev !== rev)) break;
			const patch = { set: { ...fieldsOf(target), accountRev: target.accountRev + 1 } };
			const changed = await agents.change(target.id, target.rev, patch);
			if (changed !== null) return changed;
		}
		throw new DomainError(
			'changed_meanwhile',
			'Somebody else changed this account. Load it again, then make your change.',
		);
	}

	/** As with a change of the group: who brings somebody in has all sites of it. */
	const mayBringInto = (id: GroupId, { sites }: Agent): boolean => {
		const group = groups.get(id);
		return group === null || within(group.sites, sites);
	};

	async function joinGroup(id: GroupId, agent: AgentId): Promise<void> {
		for (let tries = 0; tries < 5; tries += 1) {
			const group = groups.get(id);
			if (group === null || group.agents.includes(agent)) return;
			try {
				await groups.change(id, group.rev, { agents: [...group.agents, agent] });
				return;
			} catch (error) {
				if (!(error instanceof DomainError && error.code === 'changed_meanwhile')) throw error;
			}
		}
	}

	return {
		mustGet,
		/** Throws `forbidden`, `not_found`, `changed_meanwhile`, `wrong_state` (the last owner). */
		change(actor: Agent, id: string, rev: number, change: AccountChange): Promise<Agent> {
			return inTurn(async () => {
				const changed = await save(id, rev, (target) => {
					// As they are now, not as they were when the request came.
					const refusal = decideChange(mustGet(actor.id), target, change, owners());
					if (refusal !== null) throw refusal;
					const { name, role, sites, capacity, isOff } = change;
					return {
						...(name === undefined ? {} : { name }),
						...(role === undefined ? {} : { role }),
						...(sites === undefined ? {} : { sites }),
						...(capacity === undefined ? {} : { capacity }),
						...(isOff === undefined ? {} : { isOff }),
					};
				});
				if (changed.isOff) await signIn.endAll(changed.id);
				// Links that were made for a lesser account must not open a greater one.
				if (change.role !== undefined) await signIn.dropLinks(changed.id);
				return changed;
			});
		},
		setPhoto: (id: string, photo: BlobId | null): Promise<Agent> =>
			save(id, null, () => ({ photo })),
		setPrefs: (id: AgentId, prefs: Readonly<Record<string, Json>>): Promise<Agent | null> =>
			agents.change(id, null, { set: { prefs } }),

		/** Throws `forbidden`, `wrong_state` when the address has an account. */
		async invite(
			actor: Agent,
			wanted: Pick<Invitation, 'name' | 'email' | 'role' | 'sites' | 'groups'>,
		): Promise<{ invitation: Invitation; code: string }> {
			const refusal = decideGrant(actor, wanted);
			if (refusal !== null) throw refusal;
			if (!wanted.groups.every((id) => mayBringInto(id, actor)))
				throw new DomainError('forbidden', 'A group may have only sites that you have yourself.');
			if ((await agents.findByEmail(wanted.email)) !== null)
				throw new DomainError('wrong_state', 'An account with this e-mail address exists already.');
			return invitations.add({ ...wanted, by: actor.id });
		},
		/**
		 * Makes the account of who was invited and uses the invitation up. An invitation is worth no more than the one who
		 * made it: if that one may not give it any more, it is refused. Throws `code_used`, `wrong_state`, `password_too_short`.
		 */
		async join(
			code: string,
			{ name, password }: { name: string; password: string },
		): Promise<Agent> {
			await invitations.byCode(code);
			const passwordHash = await signIn.hashNew(password);
			return inTurn(async () => {
				const invitation = await invitations.byCode(code);
				const { email, role, sites, by } = invitation;
				const inviter = agents.get(by);
				if (inviter === null || inviter.isOff || decideGrant(inviter, { role, sites }) !== null)
					throw invitationUsed();
				// The account first: if the server stops in between, the link says that the account is there.
				const agent = await agents.add({ name, email, role, sites, passwordHash });
				await invitations.remove(invitation.id);
				for (const group of invitation.groups)
					if (mayBringInto(group, inviter)) await joinGroup(group, agent.id);
				return agent;
			});
		},
	};
}

const tooBusy = (): DomainError =>
	new DomainError('busy', 'Many accounts are being changed. Try again.', { retryMs: 2000 });
