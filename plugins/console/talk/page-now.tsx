import type { AgentState } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { words } from './head-words.ts';

/** On which page the visitor is now. Nothing while that is not known. */
export function PageNow({
	view,
	visits,
}: {
	readonly view: ConversationView;
	readonly visits: AgentState['visits'];
}) {
	if (view.isIdle) return <p>{words.gone}</p>;
	if (visits === null) return null;
	const page = visits.get(view.visitor)?.page ?? null;
	if (page === null) return visits.has(view.visitor) ? null : <p>{words.notHere}</p>;
	const [before = '', after = ''] = words.nowOn.split('{page}');
	const text = page.title.trim() || page.url;
	return (
		<p>
			{before}
			{/^https?:/.test(page.url) ? (
				<a href={page.url} target="_blank" rel="noreferrer noopener" dir="auto">
					{text}
				</a>
			) : (
				text
			)}
			{after}
		</p>
	);
}
