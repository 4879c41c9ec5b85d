import type { ConversationId } from '../../shared/ids.ts';
import type { Marks } from '../../shared/views/event-view.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** How far each side has received and read, in the visitor's numbers. Only ever moves up. */
export interface Cursor extends Doc {
	readonly id: ConversationId;
	readonly visitorDelivered: number;
	readonly visitorRead: number;
	readonly teamDelivered: number;
	readonly teamRead: number;
}
export const cursorsCollection: Collection<Cursor> = { name: 'cursors', indexes: {} };

export type Side = 'visitor' | 'team';
export interface BothMarks {
	readonly visitor: Marks;
	readonly team: Marks;
}

const maxKept = 50_000;
const none: BothMarks = {
	visitor: { delivered: 0, read: 0 },
	team: { delivered: 0, read: 0 },
};

export type Cursors = ReturnType<typeof createCursors>;

export function createCursors(deps: {
	readonly store: Store;
	/** The highest number of the conversation: a cursor cannot be further. */
	readonly headOf: (conversation: ConversationId) => Promise<number>;
}) {
	const { store } = deps;
	/** What is stored, as far as it was read or written here; another server may know more, which its write then keeps. */
	const kept = new Map<ConversationId, BothMarks>();

	/** What was read may be older than what was written meanwhile. */
	function keep(conversation: ConversationId, marks: BothMarks): BothMarks {
		const known = kept.get(conversation);
		const most = known === undefined ? marks : mostOf(known, marks);
		kept.delete(conversation);
		kept.set(conversation, most);
		for (const oldest of kept.keys()) {
			if (kept.size <= maxKept) break;
			kept.delete(oldest);
		}
		return most;
	}

	async function get(conversation: ConversationId): Promise<BothMarks> {
		const known = kept.get(conversation);
		if (known !== undefined) return known;
		const stored = await store.get(cursorsCollection, conversation);
		return keep(conversation, stored === null ? none : marksOf(stored));
	}

	async function write(conversation: ConversationId, side: Side, marks: Marks): Promise<BothMarks> {
		const max = { [`${side}Delivered`]: marks.delivered, [`${side}Read`]: marks.read };
		const first = { visitorDelivered: 0, visitorRead: 0, teamDelivered: 0, teamRead: 0 };
		for (;;) {
			const moved = await store.update(cursorsCollection, conversation, { max });
			if (moved !== null) return marksOf(moved);
			try {
				return marksOf(
					await store.insert(cursorsCollection, { id: conversation, ...first, ...max }),
				);
			} catch (error) {
				if (!(error instanceof DuplicateKey)) throw error;
			}
		}
	}

	return {
		get,
		/** Null: it stands there already. */
		async move(conversation: ConversationId, side: Side, to: Marks): Promise<BothMarks | null> {
			const before = (await get(conversation))[side];
			const asked = Math.max(to.delivered, to.read);
			if (asked <= before.delivered && to.read <= before.read) return null;
			const head = await deps.headOf(conversation);
			const marks = { delivered: Math.min(asked, head), read: Math.min(to.read, head) };
			if (marks.delivered <= before.delivered && marks.read <= before.read) return null;
			return keep(conversation, await write(conversation, side, marks));
		},
	};
}

const marksOf = (cursor: Cursor): BothMarks => ({
	visitor: { delivered: cursor.visitorDelivered, read: cursor.visitorRead },
	team: { delivered: cursor.teamDelivered, read: cursor.teamRead },
});

const mostOf = (a: BothMarks, b: BothMarks): BothMarks => ({
	visitor: higher(a.visitor, b.visitor),
	team: higher(a.team, b.team),
});
const higher = (a: Marks, b: Marks): Marks => ({
	delivered: Math.max(a.delivered, b.delivered),
	read: Math.max(a.read, b.read),
});
