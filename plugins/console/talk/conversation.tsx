import { useEffect, useRef, useState } from '@wordpress/element';
import type { AgentAct, AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import type { Me } from '../api.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { Composer, type Reach } from './composer.tsx';
import { Question } from './question.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
	readonly id: string;
	readonly me: Me;
	readonly client: AgentClient;
	readonly state: AgentState;
	readonly onBack: () => void;
}

/** One conversation: what was said, what can be done with it, and the place to write. */
export function Conversation({ id, me, client, state, onBack }: Props) {
	const view = state.conversations.get(id);
	const timeline = state.timelines.get(id);
	const heading = useRef<HTMLHeadingElement>(null);
	// One question at a time: about the end, or about the message with that number.
	const [asked, ask] = useState<'end' | number | null>(null);
	const asksEnd = asked === 'end' && view?.status !== 'ended';
	const isOnline = state.link.kind === 'open';
	const pending = state.pending.filter(
		({ frame }) => 'conversation' in frame && frame.conversation === id,
	);
	const isUnderWay = (type: AgentAct['type']): boolean =>
		pending.some(({ frame, state: sending }) => frame.type === type && sending !== 'failed');
	const act = (next: AgentAct) => client.act(next);

	// On a phone the list has gone: the focus goes where the eye goes.
	useEffect(() => heading.current?.focus({ preventScroll: true }), []);

	if (view === undefined || timeline === undefined) {
		return (
			<section
				className="pane talk is-empty"
				aria-label={strings.timeline}
				aria-busy={!state.failed.has(id)}
			>
				{state.failed.has(id) && (
					<div className="empty" role="alert">
						<Icon name="alert" />
						<h2>{strings.notFound}</h2>
						<p>{strings.notFoundMore}</p>
						<div className="buttons">
							<Button onClick={() => client.open(id)}>{strings.tryAgain}</Button>
							<Button onClick={onBack}>{strings.back}</Button>
						</div>
					</div>
				)}
			</section>
		);
	}

	const isIn = view.participants.includes(me.id as never) || view.assignee === me.id;
	return (
		<section
			className="pane talk"
			aria-labelledby="talk-title"
			onKeyDown={({ key }) => {
				if (key === 'Escape') ask(null);
			}}
		>
			<header className="head">
				<Button
					kind="quiet"
					icon="back"
					className="back"
					aria-label={strings.back}
					onClick={onBack}
				/>
				<div className="who">
					<h2 id="talk-title" ref={heading} tabIndex={-1}>
						{visitorName(view.visitor)}
					</h2>
					<p>{statusText(view, me.id)}</p>
				</div>
				{view.status === 'waiting' && (
					<Button
						kind="primary"
						disabled={!isOnline || isUnderWay('conversation.claim')}
						onClick={() => act({ type: 'conversation.claim', conversation: id })}
					>
						{strings.claim}
					</Button>
				)}
				{view.status === 'active' && !isIn && (
					<Button
						disabled={!isOnline || isUnderWay('conversation.join')}
						onClick={() => act({ type: 'conversation.join', conversation: id })}
					>
						{strings.join}
					</Button>
				)}
				{view.status !== 'ended' && (
					<Button
						icon="end"
						disabled={!isOnline || isUnderWay('conversation.end')}
						aria-expanded={asksEnd}
						onClick={() => ask(asksEnd ? null : 'end')}
					>
						{strings.end}
					</Button>
				)}
			</header>
			{asksEnd && (
				<Question
					className="question"
					label={strings.endQuestion}
					verb={strings.end}
					onCancel={() => ask(null)}
					onConfirm={() => {
						// Its button goes with the conversation's end.
						heading.current?.focus();
						ask(null);
						act({ type: 'conversation.end', conversation: id, reason: '' });
					}}
				>
					<div>
						<b>{strings.endQuestion}</b>
						<p>{strings.endMore}</p>
					</div>
				</Question>
			)}
			<Timeline
				id={id}
				me={me}
				client={client}
				timeline={timeline}
				pending={pending}
				isOnline={isOnline}
				draft={state.news.drafts.get(id) ?? ''}
				marks={state.news.marks.get(id) ?? null}
				asked={asked}
				onAsk={ask}
			/>
			<Composer
				key={id}
				reach={reachOf(view, isIn)}
				onTyping={(isOn) => client.typing(id, isOn)}
				onSend={(kind, text) =>
					act({ type: kind === 'note' ? 'note.send' : 'message.send', conversation: id, text })
				}
			/>
		</section>
	);
}

function statusText(view: ConversationView, me: string): string {
	if (view.status === 'ended') return strings.statusEnded;
	if (view.assignee === null) return strings.statusWaiting;
	return view.assignee === me
		? strings.statusActiveMine
		: fill(strings.statusActive, { name: view.assigneeName ?? '' });
}

/** What a text of this agent may reach. */
function reachOf(view: ConversationView, isIn: boolean): Reach {
	if (view.status === 'ended') return 'ended';
	if (view.assignee === null) return 'claims';
	return isIn ? 'visitor' : 'team';
}
