import type { ConversationId } from '../../../shared/ids.ts';
import type { Agent, Slot } from '../agents.ts';

/** A slot that was reserved and not confirmed is free again after this: the server died in between (D23). */
export const reserveMs = 30_000;

type Slots = readonly Slot[];
/** What became of a conversation for the agent who has, or had, a slot for it. */
export type SlotChange = 'held' | 'free';

export const takenSlots = (slots: Slots, now: number): Slot[] =>
	slots.filter(({ until }) => until === null || until > now);

/** The slots with one reserved for this conversation; null: all are taken. One that has a slot keeps it. */
export function decideReserve(
	{ slots, capacity }: Pick<Agent, 'slots'> & { readonly capacity: number },
	conversation: ConversationId,
	now: number,
): Slots | null {
	const taken = takenSlots(slots, now);
	const own = taken.find((slot) => slot.conversation === conversation);
	const others = taken.filter((slot) => slot !== own);
	if (own === undefined && taken.length >= capacity) return null;
	return [...others, { conversation, until: own?.until === null ? null : now + reserveMs }];
}

/** The slots after that; the same list when nothing is different. */
export function decideSettle(
	slots: Slots,
	changes: ReadonlyMap<ConversationId, SlotChange>,
	now: number,
): Slots {
	const others = takenSlots(slots, now).filter(({ conversation }) => !changes.has(conversation));
	const held = [...changes].flatMap(([conversation, change]) =>
		change === 'held' ? [{ conversation, until: null }] : [],
	);
	const next = [...others, ...held];
	return isSame(slots, next) ? slots : next;
}

function isSame(before: Slots, after: Slots): boolean {
	const untils = new Map(before.map(({ conversation, until }) => [conversation, until]));
	return (
		before.length === after.length &&
		after.every(({ conversation, until }) => untils.get(conversation) === until)
	);
}
