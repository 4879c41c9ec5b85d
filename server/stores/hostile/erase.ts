import type { StoredEvent } from '../../ports/store.ts';
import type { TimelineId } from '../../../shared/ids.ts';
import { copy } from './copy.ts';
import { eventRowId } from './rows.ts';
import type { Session } from './session.ts';

/**
 * The body first, the search row second: whoever indexes the event in between sees, after its own write, that the body
 * is gone, and takes its row back.
 */
export async function erase(
	session: Session,
	timeline: TimelineId,
	remains: readonly { readonly seq: number; readonly body: StoredEvent['body'] }[],
	at: number,
): Promise<void> {
	const { events, words } = session.steps.disk;
	for (const { seq, body } of copy(remains)) {
		const id = eventRowId(timeline, seq);
		await session.steps.write(() =>
			events.change(id, (row) => ({ ...row, body, erasedAt: row.erasedAt ?? at })),
		);
		await session.steps.write(() => words.remove(id, () => true));
	}
}
