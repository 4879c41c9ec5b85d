import type { ClientId, ConversationId } from '../../shared/ids.ts';
import type { ActorKind } from '../../shared/actor.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { ProposedEvent } from './events.ts';

/** An event that was sent to the store without an answer: stored, not stored, or on its way. */
export interface Doubt {
	readonly seq: number;
	readonly kind: ActorKind;
	readonly clientId: ClientId | null;
}

export const doubtsOf = (after: number, proposed: readonly ProposedEvent[]): Doubt[] =>
	proposed.map(({ author, clientId }, index) => ({
		seq: after + 1 + index,
		kind: author.kind,
		clientId,
	}));

/**
 * What became of them: those that are stored after all, in order, and those that are still open. A number that is taken
 * settles its doubt for good, whoever took it.
 */
export async function settleDoubts(
	store: Store,
	id: ConversationId,
	doubts: readonly Doubt[],
): Promise<{ stored: readonly StoredEvent[]; open: readonly Doubt[] }> {
	const first = Math.min(...doubts.map(({ seq }) => seq));
	const { events } = await store.page(id, { after: first - 1, limit: 500 });
	const isOurs = (event: StoredEvent): boolean =>
		doubts.some(
			({ seq, kind, clientId }) =>
				seq === event.seq && kind === event.author.kind && clientId === event.clientId,
		);
	const last = events.at(-1)?.seq ?? 0;
	return { stored: events.filter(isOurs), open: doubts.filter(({ seq }) => seq > last) };
}
