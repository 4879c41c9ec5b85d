import { limits, refused, type CommandOf, type Decision } from './commands.ts';
import { propose } from './propose.ts';
import type { ConversationState } from './state.ts';

export function decideTag(state: ConversationState, command: CommandOf<'tag'>): Decision {
	const remove = unique(command.remove).filter((tag) => state.tags.includes(tag));
	const add = unique(command.add).filter((tag) => !state.tags.includes(tag));
	if (add.some((tag) => tag === '' || tag.length > limits.tag)) {
		return refused('bad_request', `A tag has 1 to ${limits.tag} characters.`);
	}
	if (add.length === 0 && remove.length === 0) return { kind: 'unchanged' };
	if (state.tags.length - remove.length + add.length > limits.tags) {
		return refused(
			'too_many_tags',
			`A conversation may have up to ${limits.tags} tags. Remove one first.`,
		);
	}
	return propose(state, command, 'tagged', { add, remove });
}

export function decidePrioritise(
	state: ConversationState,
	command: CommandOf<'prioritise'>,
): Decision {
	if (state.status === 'ended')
		return refused('conversation_ended', 'This conversation has ended.');
	if (state.priority === command.priority) return { kind: 'unchanged' };
	return propose(state, command, 'prioritised', { priority: command.priority });
}

const unique = (tags: readonly string[]): string[] => [...new Set(tags.map((tag) => tag.trim()))];
