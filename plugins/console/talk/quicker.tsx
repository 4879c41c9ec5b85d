import type { Timeline } from '../../../shared/client/timeline.ts';
import type { ConversationView, TeamEventView } from '../../../shared/views/event-view.ts';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';

interface Props {
	readonly view: ConversationView;
	readonly timeline: Timeline<TeamEventView>;
}

/** Somebody else has claimed it: who, and since when. */
export function Quicker({ view, timeline }: Props) {
	const since = timeline.events.findLast(
		(event) =>
			(event.type === 'assigned' || event.type === 'transferred') && event.agent === view.assignee,
	);
	const name = view.assigneeName ?? '';
	return (
		<p className="quicker" role="status">
			<Icon name="user" />
			{since === undefined
				? fill(words.hasIt, { name })
				: fill(words.quicker, { name, time: timeOf(since.createdAt) })}
		</p>
	);
}
