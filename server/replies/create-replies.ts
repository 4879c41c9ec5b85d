import type { AgentId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store.ts';
import { placeOf, repliesCollection, type Reply, type ReplyFields } from './documents.ts';

/** Of the team, and of each agent. More would be found by nobody. */
const maxReplies = 500;

export type Replies = ReturnType<typeof createReplies>;

/** Canned replies: those of the team, and each agent's own. Who may change which is decided by who calls. */
export function createReplies({ store, ids }: { readonly store: Store; readonly ids: Ids }) {
	const listOf = async (owner: Reply['owner']): Promise<readonly Reply[]> => {
		const query = { index: 'byOwner', eq: { owner }, limit: maxReplies };
		return (await store.find(repliesCollection, query)).items;
	};
	/** Does it, and says in words that the key is taken. */
	async function placed<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
		try {
			return await act();
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			throw new DomainError(
				'bad_request',
				`key: there is a reply #${key} already. Choose another key.`,
			);
		}
	}

	return {
		/** The team's and the agent's own, by key. */
		async seenBy(agent: AgentId): Promise<Reply[]> {
			const lists = await Promise.all([listOf(''), listOf(agent)]);
			return lists.flat().sort((a, b) => (a.key < b.key ? -1 : 1));
		},
		get: (id: string): Promise<Reply | null> => store.get(repliesCollection, id),
		/** Throws `bad_request` when the key is taken, or there are too many. */
		async add(owner: Reply['owner'], fields: ReplyFields): Promise<Reply> {
			if ((await listOf(owner)).length >= maxReplies)
				throw new DomainError('bad_request', `There can be up to ${maxReplies} canned replies.`);
			const place = placeOf(owner, fields.key);
			const reply = { id: ids.doc(), owner, place, uses: 0, edits: 1, ...fields };
			return placed(fields.key, () => store.insert(repliesCollection, reply));
		},
		/** `rev` is what the agent has seen. With `owner` it changes hands. Throws `changed_meanwhile`, and `bad_request` when the key is taken. */
		async change(
			reply: Reply,
			rev: number,
			fields: Partial<ReplyFields> & { readonly owner?: Reply['owner'] },
		): Promise<Reply> {
			const { owner = reply.owner, key = reply.key } = fields;
			const set = { ...fields, place: placeOf(owner, key), edits: rev + 1 };
			const isSame = { if: [{ field: 'edits', op: 'eq', value: rev }] } as const;
			const changed = await placed(key, () =>
				store.update(repliesCollection, reply.id, { set }, isSame),
			);
			if (changed !== null) return changed;
			throw new DomainError(
				'changed_meanwhile',
				'Somebody else changed this reply. Load it again, then make your change.',
			);
		},
		remove: (id: string): Promise<unknown> => store.remove(repliesCollection, id),
		/** Chosen once more: what is used often is offered first. */
		async used(id: string): Promise<void> {
			await store.update(repliesCollection, id, { inc: { uses: 1 } });
		},
	};
}
