import type { AgentId, SiteId } from '../../shared/ids.ts';
import type { ReplyView } from '../../shared/views/reply-view.ts';
import type { Collection, Doc } from '../ports/store.ts';

export interface Reply extends Doc {
	/** Whose it is; empty: the team's. */
	readonly owner: AgentId | '';
	/** Owner and key in one field: nobody has a key twice. */
	readonly place: string;
	readonly key: string;
	readonly title: string;
	readonly text: string;
	readonly sites: 'all' | readonly SiteId[];
	readonly uses: number;
	/** Goes up with each edit; `rev` goes up with each use too. */
	readonly edits: number;
}
export type ReplyFields = Pick<Reply, 'key' | 'title' | 'text' | 'sites'>;

export const repliesCollection: Collection<Reply> = {
	name: 'replies',
	indexes: {
		byOwner: { fields: ['owner', 'key'] },
		byPlace: { fields: ['place'], unique: true },
	},
};

export const placeOf = (owner: Reply['owner'], key: string): string =>
	`${owner}#${key.toLowerCase()}`;

export const replyView = (reply: Reply, mayChange: boolean): ReplyView => ({
	id: reply.id,
	key: reply.key,
	title: reply.title,
	text: reply.text,
	isShared: reply.owner === '',
	sites: reply.sites,
	uses: reply.uses,
	mayChange,
	rev: reply.edits,
});
