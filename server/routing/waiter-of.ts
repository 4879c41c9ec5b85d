import type { ConversationState } from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import type { Waiter } from './dispatch/dispatch-types.ts';
import { groupFor } from './group-of.ts';
import type { Groups } from './groups.ts';

/** Null: it does not wait. */
export function waiterOf(
	state: ConversationState,
	site: Site | null,
	groups: Pick<Groups, 'get'>,
): Waiter | null {
	const { id, open, status } = state;
	if (open === null || status !== 'waiting') return null;
	const topic = state.group ?? open.group ?? null;
	const page = open.page?.url ?? null;
	return {
		id,
		site: open.site,
		group: site === null ? null : groupFor(groups, site, { topic, page }),
		priority: state.priority,
		since: state.openedAt,
		// Somebody had it before: an agent who went, or handed it on, or it was opened again.
		isFirst: state.participants.length > 0,
		wanted: null,
	};
}
