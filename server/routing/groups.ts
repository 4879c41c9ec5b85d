import type { AgentId, GroupId, SiteId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { GroupView, Strategy } from '../../shared/views/desk-view.ts';
import type { Ids } from '../ports/ids.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** A set of agents that conversations are routed to; also the skill. */
export interface Group extends Doc {
	readonly id: GroupId;
	readonly name: string;
	readonly sites: 'all' | readonly SiteId[];
	readonly agents: readonly AgentId[];
	/** Drawn in when no agent of the group has a free slot (G102). */
	readonly standby: readonly AgentId[];
	readonly strategy: Strategy;
}
export type GroupFields = Pick<Group, 'name' | 'sites' | 'agents' | 'standby' | 'strategy'>;

export const groupsCollection: Collection<Group> = {
	name: 'groups',
	indexes: { byName: { fields: ['name'] } },
};
/** More would not be read by anybody. */
const maxGroups = 200;

export type Groups = ReturnType<typeof createGroups>;

/** All groups at hand: routing asks for them at each decision. */
export function createGroups(deps: { readonly store: Store; readonly ids: Ids }) {
	const { store, ids } = deps;
	const byId = new Map<GroupId, Group>();
	const listeners = new Set<() => void>();

	function changed(): void {
		for (const listener of listeners) listener();
	}

	return {
		async load(): Promise<void> {
			byId.clear();
			const { items } = await store.find(groupsCollection, { index: 'byName', limit: maxGroups });
			for (const group of items) byId.set(group.id, group);
			changed();
		},
		all: (): Group[] => [...byId.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
		get: (id: string): Group | null => byId.get(id as GroupId) ?? null,
		nameOf: (id: string): string => byId.get(id as GroupId)?.name ?? '',
		/** Ids of the groups in which this agent answers; standby not counted. */
		of: (agent: AgentId): GroupId[] =>
			[...byId.values()].filter(({ agents }) => agents.includes(agent)).map(({ id }) => id),
		async add(fields: GroupFields): Promise<Group> {
			if (byId.size >= maxGroups)
				throw new DomainError('bad_request', `There can be up to ${maxGroups} groups.`);
			const group = await store.insert(groupsCollection, { id: ids.doc() as GroupId, ...fields });
			byId.set(group.id, group);
			changed();
			return group;
		},
		/** Throws `changed_meanwhile` when somebody else changed it, `not_found`. */
		async change(id: GroupId, rev: number, fields: Partial<GroupFields>): Promise<Group> {
			const known = byId.get(id);
			if (known === undefined)
				throw new DomainError('not_found', 'This group is not there any more.');
			const group = await store.update(groupsCollection, id, { set: { ...fields } }, { rev });
			if (group === null)
				throw new DomainError(
					'changed_meanwhile',
					'Somebody else changed this group. Load it again, then make your change.',
				);
			byId.set(id, group);
			changed();
			return group;
		},
		async remove(id: GroupId): Promise<void> {
			await store.remove(groupsCollection, id);
			byId.delete(id);
			changed();
		},
		onChanged(listener: () => void): () => void {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}

export const groupView = (group: Group): GroupView => ({
	id: group.id,
	name: group.name,
	sites: group.sites,
	agents: group.agents,
	standby: group.standby,
	strategy: group.strategy,
	rev: group.rev,
});
