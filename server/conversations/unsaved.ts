import type { ConversationId } from '../../shared/ids.ts';
import type { ConversationState } from './state.ts';
import type { Timelines } from './timelines.ts';

/** Conversations whose summary is behind, because it is written a moment after the commit: lists must not miss them meanwhile. */
export type Unsaved = ReturnType<typeof createUnsaved>;

export function createUnsaved(peek: Timelines['peek']) {
	const heads = new Map<ConversationId, number>();
	return {
		committed(id: ConversationId, seq: number): void {
			heads.set(id, seq);
		},
		saved(id: ConversationId, seq: number): void {
			const head = heads.get(id);
			if (head !== undefined && head <= seq) heads.delete(id);
		},
		states(): ConversationState[] {
			return [...heads.keys()].flatMap((id) => peek(id) ?? []);
		},
	};
}
