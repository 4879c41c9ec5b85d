import type { ConversationId } from '../../shared/ids.ts';
import type { ConversationEvent, ConversationState, Timelines } from '../conversations/index.ts';
import type { Board } from './board.ts';
import type { Holdings } from './holdings.ts';

/** Keeps the board as the conversations are. */
export function createFollowing(deps: {
	readonly timelines: Pick<Timelines, 'peek' | 'state'>;
	readonly holdings: Pick<Holdings, 'get'>;
	readonly board: Pick<Board, 'place'>;
	/** An agent has it now, and had it not before. */
	readonly begun: (conversation: ConversationId) => void;
	readonly failed: (error: unknown) => void;
}) {
	const { timelines, holdings, board, begun, failed } = deps;

	function place(state: ConversationState, at: number): void {
		const hadAgent = holdings.get(state.id) !== null;
		board.place(state, at);
		if (!hadAgent && holdings.get(state.id) !== null) begun(state.id);
	}

	async function placeLate({ timeline, seq, at }: ConversationEvent): Promise<void> {
		const read = await timelines.state(timeline, seq);
		const hot = timelines.peek(timeline);
		// What was committed while it was read has been placed already.
		place(hot !== null && hot.seq > read.seq ? hot : read, at);
	}

	return {
		/** `at`: when that came about. */
		place,
		/** Called for each committed event. */
		committed(event: ConversationEvent): void {
			if (isPlain(event) && holdings.get(event.timeline)?.isIdle !== true) return;
			const state = timelines.peek(event.timeline);
			if (state !== null && state.seq >= event.seq) return place(state, event.at);
			// After an erasure, or after a commit whose outcome was not known at first.
			placeLate(event).catch(failed);
		},
	};
}

/** Nothing that changes who answers, or whether somebody waits. */
const isPlain = (event: ConversationEvent): boolean =>
	event.type === 'note' ||
	event.type === 'edit' ||
	event.type === 'redaction' ||
	event.type === 'rating' ||
	(event.type === 'message' &&
		event.body.open === undefined &&
		event.body.status === undefined &&
		event.body.assign === undefined);
