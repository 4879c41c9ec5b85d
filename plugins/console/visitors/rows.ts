import type { ConversationView, VisitView } from '../../../shared/views/event-view.ts';
import { originOf } from '../details/known.ts';
import { visitorName } from '../format.ts';

export const filters = ['everyone', 'talking', 'known'] as const;
export type Filter = (typeof filters)[number];
export const orders = ['newest', 'longest', 'mostPages'] as const;
export type Order = (typeof orders)[number];

/** One line of the table: who, where, and with whom. */
export interface VisitorRow {
	readonly visit: VisitView;
	readonly name: string;
	/** The running conversation; null: none. */
	readonly conversation: ConversationView | null;
}

export function rowsOf(
	visits: Iterable<VisitView>,
	nameOf: (visitor: string) => string | null,
	conversationOf: (id: string) => ConversationView | null,
): VisitorRow[] {
	return [...visits].map((visit) => {
		const conversation = visit.conversation === null ? null : conversationOf(visit.conversation);
		return {
			visit,
			name: visitorName(visit.visitor, visit.name ?? nameOf(visit.visitor)),
			conversation: conversation?.status === 'ended' ? null : conversation,
		};
	});
}

export function matches(
	row: VisitorRow,
	filter: Filter,
	site: string | null,
	text: string,
): boolean {
	const { visit, conversation, name } = row;
	if (site !== null && visit.site !== site) return false;
	if (filter === 'talking' && conversation === null) return false;
	if (filter === 'known' && visit.name === null) return false;
	if (text === '') return true;
	const words = [name, visit.page?.title, visit.page?.url, originOf(visit.referrer)];
	return words.some((word) => word?.toLowerCase().includes(text.toLowerCase()));
}

/** Numbers ascend within each order; ties by id, so that no line jumps. */
const weights: Readonly<Record<Order, (visit: VisitView) => number>> = {
	newest: ({ since }) => -Date.parse(since),
	longest: ({ since }) => Date.parse(since),
	mostPages: ({ trail }) => -trail.length,
};

export const sorted = (rows: readonly VisitorRow[], order: Order): VisitorRow[] =>
	[...rows].sort(
		(a, b) =>
			weights[order](a.visit) - weights[order](b.visit) ||
			(a.visit.visitor < b.visit.visitor ? -1 : 1),
	);

/**
 * The order that is shown while the pointer or the focus is in the table: what was there keeps its place, who left goes, and who came
 * waits for the next pause.
 */
export function held(before: readonly string[], now: readonly VisitorRow[]): VisitorRow[] {
	const byId = new Map(now.map((row) => [row.visit.visitor as string, row]));
	return before.flatMap((id) => byId.get(id) ?? []);
}
