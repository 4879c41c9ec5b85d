import type { AgentId, SiteId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { Author, Role } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** A person who answers. */
export interface Agent extends Doc {
	readonly id: AgentId;
	/** As typed, without space around. */
	readonly email: string;
	/** Lower case; unique. */
	readonly emailKey: string;
	/** What visitors read. */
	readonly name: string;
	readonly role: Role;
	readonly sites: 'all' | readonly SiteId[];
	readonly passwordHash: string;
	readonly createdAt: number;
}

export const agentsCollection: Collection<Agent> = {
	name: 'agents',
	indexes: {
		byEmail: { fields: ['emailKey'], unique: true },
		byCreation: { fields: ['createdAt'] },
	},
};

const minPassword = 10;

export function checkPassword(password: string): void {
	if (password.length >= minPassword) return;
	throw new DomainError('password_too_short', `A password has at least ${minPassword} characters.`);
}

export interface NewAgent {
	readonly name: string;
	readonly email: string;
	/** As password.ts makes it. */
	readonly passwordHash: string;
	readonly role: Role;
}
export type Agents = ReturnType<typeof createAgents>;

/** All agents at hand: their names are needed for each event that is shown. */
export function createAgents(deps: {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}) {
	const { store, clock, ids } = deps;
	const byId = new Map<AgentId, Agent>();

	async function load(): Promise<void> {
		byId.clear();
		let after: Parameters<Store['find']>[1]['after'];
		do {
			const page = await store.find(agentsCollection, {
				index: 'byCreation',
				limit: 500,
				...(after ? { after } : {}),
			});
			for (const agent of page.items) byId.set(agent.id, agent);
			after = page.next ?? undefined;
		} while (after !== undefined);
	}

	const findByEmail = async (email: string): Promise<Agent | null> => {
		const { items } = await store.find(agentsCollection, {
			index: 'byEmail',
			eq: { emailKey: keyOf(email) },
			limit: 1,
		});
		return items[0] ?? null;
	};

	/** Makes the agent, or gives the one with this address a new name, role and password. */
	async function save(agent: NewAgent): Promise<Agent> {
		const { role, passwordHash } = agent;
		const email = agent.email.trim();
		const fields = { name: agent.name.trim(), email, role, passwordHash };
		const saved =
			(await findByEmail(email)) ?? (await insert({ ...fields, emailKey: keyOf(email) }));
		const current = await store.update(agentsCollection, saved.id, { set: fields });
		if (current === null)
			throw new DomainError('unavailable', 'This account was removed just now. Try again.');
		byId.set(current.id, current);
		return current;
	}

	async function insert(fields: Omit<Agent, 'id' | 'rev' | 'createdAt' | 'sites'>): Promise<Agent> {
		try {
			return await store.insert(agentsCollection, {
				id: ids.agent(),
				sites: 'all',
				createdAt: clock.now(),
				...fields,
			});
		} catch (error) {
			const other = error instanceof DuplicateKey ? await findByEmail(fields.email) : null;
			if (other === null) throw error;
			return other;
		}
	}

	return {
		load,
		save,
		findByEmail,
		get: (id: AgentId): Agent | null => byId.get(id) ?? null,
		nameOf: (id: AgentId): string => byId.get(id)?.name ?? '',
		/** Whether a conversation of this site can be handed to the agent. */
		mayReceive(id: AgentId, site: SiteId): boolean {
			const agent = byId.get(id);
			if (agent === undefined || agent.role === 'reader') return false;
			return agent.sites === 'all' || agent.sites.includes(site);
		},
		hasOwner: (): boolean => [...byId.values()].some((agent) => agent.role === 'owner'),
	};
}

const keyOf = (email: string): string => email.trim().toLowerCase();

export const authorOf = (agent: Agent): Author & { kind: 'agent' } => ({
	kind: 'agent',
	id: agent.id,
	role: agent.role,
	sites: agent.sites,
});
