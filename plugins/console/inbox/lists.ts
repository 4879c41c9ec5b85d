import type { ConversationView, Priority } from '../../../shared/views/event-view.ts';

export const tabs = ['mine', 'waiting', 'all'] as const;
export type Tab = (typeof tabs)[number];

/** Where the conversations of a list stand, in this order. Each belongs to one part at most. */
export const parts = {
	mine: ['waitsForMe', 'visitorsTurn', 'assignedToMe', 'joined', 'ended'],
	waiting: ['queue', 'later'],
	all: ['queue', 'running', 'later', 'ended'],
} as const satisfies Readonly<Record<Tab, readonly string[]>>;
export type Part = (typeof parts)[Tab][number];

export const orders = ['longest', 'next', 'newest'] as const;
/** `next`: as the queue is served, urgent ones first. */
export type Order = (typeof orders)[number];

export const isMine = (view: ConversationView, me: string): boolean =>
	view.assignee === me || view.participants.includes(me as never);

/** Where a conversation stands in that list; null: not in it. Archived ones are in none. */
export function partOf(view: ConversationView, tab: Tab, me: string): Part | null {
	if (view.archivedAt !== null) return null;
	switch (tab) {
		case 'mine':
			if (view.assignee !== me)
				return isMine(view, me) && view.status === 'active' ? 'joined' : null;
			if (view.status === 'ended') return 'ended';
			if (view.status !== 'active') return 'assignedToMe';
			return view.waitingSinceAt === null ? 'visitorsTurn' : 'waitsForMe';
		case 'waiting':
			// What is meant for somebody is left alone by the others.
			if (view.assignee !== null) return null;
			if (view.status === 'waiting') return 'queue';
			return view.status === 'pending' ? 'later' : null;
		case 'all':
			if (view.status === 'waiting') return 'queue';
			if (view.status === 'active') return 'running';
			return view.status === 'pending' ? 'later' : 'ended';
	}
}

export interface Section {
	readonly part: Part;
	readonly rows: readonly ConversationView[];
}

/** Where each row stood when the list was drawn, in that order. */
export type Held = ReadonlyMap<string, Part>;

/**
 * The list in its parts, each in the wanted order; empty parts are left out. With `held` every row stays where it is, and new ones
 * come last: for as long as somebody points into the list, no row may run away from under the pointer.
 */
export function sectionsOf(
	conversations: Iterable<ConversationView>,
	tab: Tab,
	me: string,
	order: Order = 'longest',
	held: Held | null = null,
): Section[] {
	const byPart = new Map<Part, ConversationView[]>();
	for (const view of conversations) {
		const now = partOf(view, tab, me);
		if (now === null) continue;
		const part = held?.get(view.id) ?? now;
		const rows = byPart.get(part);
		if (rows === undefined) byPart.set(part, [view]);
		else rows.push(view);
	}
	const places = held === null ? null : new Map([...held.keys()].map((id, place) => [id, place]));
	return parts[tab].flatMap((part) => {
		const rows = byPart.get(part);
		if (rows === undefined) return [];
		rows.sort(part === 'ended' ? newestFirst : comparers[order]);
		if (places !== null) rows.sort((a, b) => placeIn(places, a) - placeIn(places, b));
		return [{ part, rows }];
	});
}

const placeIn = (places: ReadonlyMap<string, number>, { id }: ConversationView): number =>
	places.get(id) ?? places.size;

export const heldOf = (sections: readonly Section[]): Held =>
	new Map(sections.flatMap(({ part, rows }) => rows.map(({ id }): [string, Part] => [id, part])));

/** Who has waited longest comes first; what waits for nobody follows, newest first. */
export const listOf = (
	conversations: Iterable<ConversationView>,
	tab: Tab,
	me: string,
): ConversationView[] => sectionsOf(conversations, tab, me).flatMap(({ rows }) => rows);

/** What the number beside a list's name counts: all but what has ended, and what a colleague answers for. */
export function countOf(conversations: Iterable<ConversationView>, tab: Tab, me: string): number {
	let count = 0;
	for (const view of conversations) {
		const part = partOf(view, tab, me);
		if (part !== null && part !== 'ended' && part !== 'joined') count += 1;
	}
	return count;
}

/** Times of ISO 8601 stand in the order of their letters. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const newestFirst = (a: ConversationView, b: ConversationView): number =>
	compare(b.lastAt, a.lastAt);

function longestFirst(a: ConversationView, b: ConversationView): number {
	if (a.waitingSinceAt !== null && b.waitingSinceAt !== null)
		return compare(a.waitingSinceAt, b.waitingSinceAt);
	if (a.waitingSinceAt !== null || b.waitingSinceAt !== null)
		return a.waitingSinceAt === null ? 1 : -1;
	return newestFirst(a, b);
}

const ranks: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

const comparers: Readonly<Record<Order, (a: ConversationView, b: ConversationView) => number>> = {
	longest: longestFirst,
	next: (a, b) => ranks[a.priority] - ranks[b.priority] || longestFirst(a, b),
	newest: newestFirst,
};
