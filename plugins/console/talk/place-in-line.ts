import type { ConversationView } from '../../../shared/views/event-view.ts';
import { sectionsOf } from '../inbox/lists.ts';

/** Which place a conversation has among those that wait for the same group on the same site; null: it does not wait. */
export function placeInLine(
	conversations: Iterable<ConversationView>,
	view: ConversationView,
): { readonly n: number; readonly of: number } | null {
	if (view.status !== 'waiting') return null;
	const line = [...conversations].filter(
		({ site, group, status }) => status === 'waiting' && site === view.site && group === view.group,
	);
	const rows = sectionsOf(line, 'all', '', 'next')[0]?.rows ?? [];
	const at = rows.findIndex(({ id }) => id === view.id);
	return at === -1 ? null : { n: at + 1, of: rows.length };
}
