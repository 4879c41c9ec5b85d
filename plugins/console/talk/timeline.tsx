import { useEffect, useLayoutEffect, useRef, useState } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { Timeline as Held } from '../../../shared/client/timeline.ts';
import type { Marks, TeamEventView } from '../../../shared/views/event-view.ts';
import type { Me } from '../api.ts';
import { Button } from '../button.tsx';
import { timeOf, visitorName } from '../format.ts';
import { strings } from '../strings.ts';
import { entriesOf } from './entries.ts';
import { Said } from './said.tsx';

interface Props {
	readonly id: string;
	readonly me: Me;
	readonly client: AgentClient;
	readonly timeline: Held<TeamEventView>;
	readonly pending: AgentState['pending'];
	readonly isOnline: boolean;
	/** What the visitor has in the field. */
	readonly draft: string;
	/** How far the visitor has received and read. */
	readonly marks: Marks | null;
	/** The message about whose deletion is asked; 'end' is a question that stands elsewhere. */
	readonly asked: 'end' | number | null;
	readonly onAsk: (asked: number | null) => void;
}

/** So near the end the timeline follows what is new; further up somebody is reading. */
const stickyPx = 80;

export function Timeline({
	id,
	me,
	client,
	timeline,
	pending,
	isOnline,
	draft,
	marks,
	asked,
	onAsk,
}: Props) {
	const root = useRef<HTMLDivElement>(null);
	const isAtEnd = useRef(true);
	const [isLive, setLive] = useState(false);
	const entries = entriesOf(timeline, pending, me.id, visitorName(id.replace(/\.\d+$/, '')));

	useLayoutEffect(() => {
		const { current } = root;
		if (current !== null && isAtEnd.current) current.scrollTop = current.scrollHeight;
	}, [entries.length]);
	// What is there already is not news: the region becomes live after it is in place.
	useEffect(() => setLive(true), []);
	// Seen is what stands before somebody who looks.
	const last = timeline.events.findLast(({ vseq }) => vseq !== null)?.vseq ?? 0;
	useEffect(() => {
		const see = (): void => {
			if (document.visibilityState === 'visible') client.seen(id, last);
		};
		see();
		document.addEventListener('visibilitychange', see);
		return () => document.removeEventListener('visibilitychange', see);
	}, [client, id, last]);
	const mark = markOf(timeline, marks);

	return (
		<div
			ref={root}
			className="timeline"
			role={isLive ? 'log' : undefined}
			aria-label={strings.timeline}
			tabIndex={0}
			onScroll={({ currentTarget: view }) => {
				isAtEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < stickyPx;
			}}
		>
			{timeline.base > 0 && (
				<Button
					kind="quiet"
					className="more"
					disabled={!isOnline}
					onClick={() => client.loadOlder(id)}
				>
					{strings.older}
				</Button>
			)}
			{entries.map((entry) =>
				entry.kind === 'line' ? (
					<p key={entry.key} className="line">
						{entry.text} <time>{timeOf(entry.at)}</time>
					</p>
				) : (
					<Said
						key={entry.key}
						entry={entry}
						conversation={id}
						client={client}
						isOnline={isOnline}
						isAsked={entry.seq !== null && entry.seq === asked}
						onAsk={(isAsked) => onAsk(isAsked ? entry.seq : null)}
					/>
				),
			)}
			{mark !== null && draft === '' && <p className="line mark">{mark}</p>}
			{draft !== '' && (
				<div className="said visitor first last held draft" aria-hidden="true">
					<p className="by">{strings.drafts}</p>
					<p className="bubble" dir="auto">
						{draft}
					</p>
				</div>
			)}
		</div>
	);
}

/** What became of the newest message, when that is the team's. */
function markOf({ events }: Held<TeamEventView>, marks: Marks | null): string | null {
	const last = events.findLast(({ type }) => type === 'message');
	if (last === undefined || last.author.kind === 'visitor' || last.vseq === null) return null;
	if (marks !== null && marks.read >= last.vseq) return strings.read;
	return marks !== null && marks.delivered >= last.vseq ? strings.delivered : null;
}
