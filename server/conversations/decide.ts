import { decideEdit, decideRedact } from './decide-amend.ts';
import { decideNote, decidePost } from './decide-message.ts';
import { decideAnswer, decideArchive, decideAsk, decideIdle } from './decide-question.ts';
import {
	decideAssign,
	decideClaim,
	decideJoin,
	decideLeave,
	decideRequeue,
	decideTransfer,
} from './decide-people.ts';
import { decideDefer, decideEnd, decideRate, decideReopen } from './decide-status.ts';
import { decidePrioritise, decideTag } from './decide-label.ts';
import type { Command, Decision } from './commands.ts';
import { mayCommand } from './rights.ts';
import type { ConversationState } from './state.ts';

/** One command, at most one event (D1). Pure and synchronous: the same state and command always give the same answer. */
export function decide(state: ConversationState, command: Command): Decision {
	const opening = command.kind === 'post' ? (command.opening?.site ?? null) : null;
	const forbidden = mayCommand(state, command.by, command.kind, opening);
	if (forbidden !== null) return forbidden;
	switch (command.kind) {
		case 'post':
			return decidePost(state, command);
		case 'note':
			return decideNote(state, command);
		case 'edit':
			return decideEdit(state, command);
		case 'redact':
			return decideRedact(state, command);
		case 'claim':
			return decideClaim(state, command);
		case 'requeue':
			return decideRequeue(state, command);
		case 'assign':
			return decideAssign(state, command);
		case 'ask':
			return decideAsk(state, command);
		case 'answer':
			return decideAnswer(state, command);
		case 'idle':
			return decideIdle(state, command);
		case 'archive':
			return decideArchive(state, command);
		case 'defer':
			return decideDefer(state, command);
		case 'join':
			return decideJoin(state, command);
		case 'leave':
			return decideLeave(state, command);
		case 'transfer':
			return decideTransfer(state, command);
		case 'tag':
			return decideTag(state, command);
		case 'prioritise':
			return decidePrioritise(state, command);
		case 'end':
			return decideEnd(state, command);
		case 'reopen':
			return decideReopen(state, command);
		case 'rate':
			return decideRate(state, command);
	}
}
