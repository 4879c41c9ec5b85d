import type { AgentId, BlobId, ConversationId, SiteId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentStatus } from '../../shared/views/desk-view.ts';
import type { Author, Role } from '../conversations/index.ts';
import type { Clock } from '../ports/clock.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Json, Patch, Store } from '../ports/store.ts';

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
	/** What the agent wants; holds across restarts and sign-ins (H3). */
	readonly status: AgentStatus;
	/** Since when, epoch milliseconds. */
	readonly statusAt: number;
	/** Conversations at once; null: no limit, and no slots are kept. */
	readonly capacity: number | null;
	/** Conversations that hold a slot (D23). */
	readonly slots: readonly Slot[];
	/** Picture that visitors see; a blob that is an image. Null: initials. */
	readonly photo: BlobId | null;
	/** What the agent chose for the own console: keys, sounds, language. Checked by the console's schema. */
	readonly prefs: Readonly<Record<string, Json>>;
	/** The account was switched off: no sign-in, no conversations, the name stays. */
	readonly isOff: boolean;
	/** Goes up with each change of name, role, sites, capacity, photo or isOff; `rev` goes up with each slot. */
	readonly accountRev: number;
}
/** Reserved before the conversation is assigned, confirmed after; what is not confirmed until then is free again. */
export type Slot = { readonly conversation: ConversationId; readonly until: number | null };

/** Accounts that were made before these fields existed. */
const defaults = {
	status: 'available',
	statusAt: 0,
	capacity: 5,
	slots: [],
	photo: null,
	prefs: {},
	isOff: false,
	accountRev: 0,
} as const satisfies Partial<Agent>;

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

	function keep(agent: Agent): Agent {
		const whole = { ...defaults, ...agent };
		// Two changes at once may be answered in the other order.
		if ((byId.get(agent.id)?.rev ?? 0) > agent.rev) return whole;
		byId.set(agent.id, whole);
		for (const listener of listeners) listener(whole);
		return whole;
	}
	const listeners = new Set<(agent: Agent) => void>();

	async function load(): Promise<void> {
		byId.clear();
		let after: Parameters<Store['find']>[1]['after'];
		do {
			const page = await store.find(agentsCollection, {
				index: 'byCreation',
				limit: 500,
				...(after ? { after } : {}),
			});
			for (const agent of page.items) keep(agent);
			after = page.next ?? undefined;
		} while (after !== undefined);
	}

	const findByEmail = async (email: string): Promise<Agent | null> => {
		const { items } = await store.find(agentsCollection, {
			index: 'byEmail',
			eq: { emailKey: keyOf(email) },
			limit: 1,
		});
		const [found] = items;
		return found === undefined ? null : { ...defaults, ...found };
	};

	/** Throws `wrong_state` when the address has an account. */
	async function add(agent: NewAgent & Pick<Agent, 'sites'>): Promise<Agent> {
		const email = agent.email.trim();
		try {
			return keep(
				await store.insert(agentsCollection, {
					...defaults,
					...agent,
					id: ids.agent(),
					name: agent.name.trim(),
					email,
					emailKey: keyOf(email),
					createdAt: clock.now(),
				}),
			);
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			throw new DomainError(
				'wrong_state',
				'An account with this e-mail address exists already. Sign in with it.',
			);
		}
	}

	/** Makes the agent, or gives the one with this address a new name, role and password, and switches it on. */
	async function save(agent: NewAgent): Promise<Agent> {
		const { role, passwordHash } = agent;
		const email = agent.email.trim();
		const fields = { name: agent.name.trim(), email, role, passwordHash };
		const saved =
			(await findByEmail(email)) ?? (await insert({ ...fields, emailKey: keyOf(email) }));
		const set = {
			...fields,
			isOff: false,
			// An owner has all of them, whatever the account was before.
			...(role === 'owner' ? { sites: 'all' } : {}),
		};
		const patch = { set, inc: { accountRev: 1 } };
		const current = await store.update(agentsCollection, saved.id, patch);
		if (current === null)
			throw new DomainError('unavailable', 'This account was removed just now. Try again.');
		return keep(current);
	}

	async function insert(
		fields: Pick<Agent, 'name' | 'email' | 'emailKey' | 'role' | 'passwordHash'>,
	): Promise<Agent> {
		try {
			return await store.insert(agentsCollection, {
				id: ids.agent(),
				sites: 'all',
				createdAt: clock.now(),
				...defaults,
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
		add,
		findByEmail,
		/** After a lost race the account at hand may be older than the stored one. */
		async readAgain(id: AgentId): Promise<Agent | null> {
			const stored = await store.get(agentsCollection, id);
			return stored === null ? null : keep(stored);
		},
		get: (id: AgentId): Agent | null => byId.get(id) ?? null,
		all: (): Agent[] => [...byId.values()],
		/**
		 * Changes fields of an account, if it is still as `rev` says (null: whatever it is). Null: it changed meanwhile, or is gone.
		 * The guard and what counts as a conflict are the caller's.
		 */
		async change(id: AgentId, rev: number | null, patch: Patch): Promise<Agent | null> {
			const changed = await store.update(agentsCollection, id, patch, rev === null ? {} : { rev });
			return changed === null ? null : keep(changed);
		},
		/** Told after each change that this process stored. */
		onChanged(listener: (agent: Agent) => void): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		nameOf: (id: AgentId): string => byId.get(id)?.name ?? '',
		/** Whether a conversation of this site can be handed to the agent. */
		mayReceive(id: AgentId, site: SiteId): boolean {
			const agent = byId.get(id);
			if (agent === undefined || agent.role === 'reader' || agent.isOff) return false;
			return agent.sites === 'all' || agent.sites.includes(site);
		},
		hasOwner: (): boolean =>
			[...byId.values()].some(({ role, isOff }) => role === 'owner' && !isOff),
	};
}

const keyOf = (email: string): string => email.trim().toLowerCase();

export const authorOf = (agent: Agent): Author & { kind: 'agent' } => ({
	kind: 'agent',
	id: agent.id,
	role: agent.role,
	sites: agent.sites,
});

/** Address of the picture, under our own origin; null: initials. */
export const photoPath = ({ photo }: Pick<Agent, 'photo'>): string | null =>
	photo === null ? null : `/photos/${photo}`;
