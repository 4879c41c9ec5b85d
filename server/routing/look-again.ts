import type { ConversationId } from '../../shared/ids.ts';
import type { ConversationState, Timelines } from '../conversations/index.ts';
import type { Board } from './board.ts';

/** Read from the store in one round. */
const mostRead = 20;

/**
 * An event whose outcome nobody knew (the answer of the store was lost) is heard of only when somebody looks: whoever sent it may
 * never come again. So all that wait or are answered are compared with what the conversations say; those that are not at
 * hand, which is so after such a failure, are read, some in each round.
 */
export function createLookAgain(deps: {
	readonly timelines: Pick<Timelines, 'peek' | 'state'>;
	readonly board: Pick<Board, 'known' | 'isAsPlaced'>;
	readonly place: (state: ConversationState) => void;
}) {
	const { timelines, board, place } = deps;
	let last: ConversationId | null = null;

	return async (): Promise<void> => {
		const cold: ConversationId[] = [];
		for (const id of board.known()) {
			const state = timelines.peek(id);
			if (state === null) cold.push(id);
			else if (!board.isAsPlaced(state)) place(state);
		}
		const start = last === null ? 0 : cold.indexOf(last) + 1;
		const some = [...cold.slice(start), ...cold.slice(0, start)].slice(0, mostRead);
		last = some.at(-1) ?? null;
		for (const id of some) {
			const state = await timelines.state(id);
			if (!board.isAsPlaced(state)) place(state);
		}
	};
}
