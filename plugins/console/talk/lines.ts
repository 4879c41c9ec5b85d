import type { TeamEventView } from '../../../shared/views/event-view.ts';
import type { IconName } from '../icon.tsx';
import { words } from './talk-words.ts';

/** What happened, as a sentence with places for names. */
export interface Line {
	readonly icon: IconName;
	readonly text: string;
	/** What stands in the places; shown in bold. */
	readonly values: Readonly<Record<string, string>>;
	/** In the words of a person: why, or what was commented. */
	readonly more: string;
}

/** Null: shows in another entry, or not at all. */
export function lineOf(event: TeamEventView, visitor: string): Line | null {
	const line = (
		icon: IconName,
		text: string,
		values: Record<string, string> = {},
		more = '',
	): Line => ({ icon, text, values: { visitor, by: event.author.name, ...values }, more });
	const isByAgent = event.author.kind === 'agent';
	switch (event.type) {
		case 'assigned':
		case 'joined':
			return line('users', words.joined, { name: event.agentName });
		case 'left':
			return line('out', words.left, { name: event.agentName });
		case 'transferred':
			// After the visitor's yes nobody does it.
			return line(
				'transfer',
				isByAgent ? words.transferred : words.transferredItself,
				{ name: event.agentName },
				event.reason,
			);
		case 'requeued':
			return event.groupName === null || event.groupName === ''
				? line('clock', words.requeued, {}, event.reason)
				: line('clock', words.requeuedGroup, { name: event.groupName }, event.reason);
		case 'asked':
			return event.about === 'resolved'
				? line('flag', words.askedResolved)
				: line('flag', words.askedTransfer, { name: event.toName ?? '' });
		case 'answered':
			return line('flag', event.yes ? words.answeredYes : words.answeredNo);
		case 'idle':
			return line('clock', event.isIdle ? words.idle : words.notIdle);
		case 'archived':
			return line('archive', isByAgent ? words.archived : words.archivedItself);
		case 'deferred':
			return line('mail', words.deferred);
		case 'tagged':
			return tagLine(event, line);
		case 'prioritised':
			return line('flag', words.prioritised, { priority: words[event.priority] });
		case 'ended':
			if (event.by === 'visitor') return line('end', words.endedByVisitor);
			return event.by === 'agent'
				? line('end', words.endedBy, {}, event.reason)
				: line('end', words.endedItself);
		case 'reopened':
			return line('refresh', words.reopened);
		case 'rating':
			return ratingLine(event, line);
		case 'message':
		case 'note':
		case 'edit':
		case 'redaction':
			return null;
	}
}

type Make = (icon: IconName, text: string, values?: Record<string, string>, more?: string) => Line;

function tagLine(
	{ add, remove }: Extract<TeamEventView, { type: 'tagged' }>,
	line: Make,
): Line | null {
	const [added, removed] = [add.join(', '), remove.join(', ')];
	if (add.length > 0 && remove.length > 0)
		return line('hash', words.tagsChanged, { added, removed });
	if (add.length > 0) return line('hash', words.tagsAdded, { tags: added });
	return remove.length > 0 ? line('hash', words.tagsRemoved, { tags: removed }) : null;
}

function ratingLine(
	{ score, effort, comment }: Extract<TeamEventView, { type: 'rating' }>,
	line: Make,
): Line {
	const [n, m] = [String(score), String(effort)];
	if (score !== null && effort !== null) return line('star', words.ratedBoth, { n, m }, comment);
	if (score !== null) return line('star', words.rated, { n }, comment);
	if (effort !== null) return line('star', words.effort, { n: m }, comment);
	return line('star', words.commented, {}, comment);
}
