import { useEffect, useRef, useState } from '@wordpress/element';
import type { AgentAct } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { toast } from '../shell/toast.tsx';
import { useMedia } from '../shell/use-media.ts';
import { fill } from '../strings.ts';
import { actsOf } from './acts.ts';
import { choicesOf } from './choices.ts';
import { ClaimBar } from './claim-bar.tsx';
import { Composer, type Reach } from './composer.tsx';
import { EndDialog } from './end-dialog.tsx';
import { words } from './head-words.ts';
import { Head } from './head.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { MetaBar } from './meta-bar.tsx';
import { NotThere } from './not-there.tsx';
import { personOf } from './person.ts';
import { Quicker } from './quicker.tsx';
import { TicketDialog } from '../tickets/ticket-dialog.tsx';
import { Timeline } from './timeline.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

interface Props {
	readonly id: string;
	/** This agent claimed it, and somebody else had done so already. */
	readonly wasQuicker: boolean;
	readonly hasDetails: boolean;
	readonly onDetails: () => void;
	readonly onArchive: (views: readonly ConversationView[]) => void;
	readonly onBack: () => void;
}

type Layer = 'end' | 'transfer' | 'ticket' | 'link';

/** One conversation: what was said, what can be done with it, and the place to write. */
export function Conversation(props: Props) {
	const { id, hasDetails, onDetails, onBack } = props;
	const { me, client, state, isLeader, mayAnswer } = useDesk();
	const view = state.conversations.get(id);
	const timeline = state.timelines.get(id);
	const pane = useRef<HTMLElement>(null);
	const heading = useRef<HTMLHeadingElement>(null);
	const [layer, open] = useState<Layer | null>(null);
	// One question at a time: about the message with that number.
	const [asked, ask] = useState<number | null>(null);
	/** Unclaimed, and somebody looks on or writes a note instead of claiming. */
	const [aside, setAside] = useState(false);
	const isNarrow = useMedia('(max-width: 767px)');
	const isOnline = state.link.kind === 'open';
	const isIn =
		view !== undefined && (view.participants.includes(me.id as never) || view.assignee === me.id);
	/** It was read before anybody had it: whoever takes it now is named. */
	const sawWaiting = useRef(false);
	/** What was being written stays in its place, though the conversation goes back into the line. */
	const wasIn = useRef(false);
	const isUnclaimed =
		view !== undefined &&
		view.status !== 'ended' &&
		(view.assignee === null || (view.status === 'pending' && view.assignee === me.id));
	if (isUnclaimed) sawWaiting.current = true;
	if (isIn && view?.status === 'active') wasIn.current = true;

	const pending = state.pending.filter(
		({ frame }) => 'conversation' in frame && frame.conversation === id,
	);
	const isUnderWay = (type: string): boolean =>
		pending.some(({ frame, state: sending }) => frame.type === type && sending !== 'failed');
	const act = (next: AgentAct): void => void client.act(next);
	const claim = (): void => act({ type: 'conversation.claim', conversation: id });
	const mayTicket = isIn || view?.status === 'ended';

	const isThere = view !== undefined && timeline !== undefined;
	// On a phone the list has gone: the focus goes where the eye goes, as soon as there is something to see.
	useEffect(() => {
		if (isThere) heading.current?.focus({ preventScroll: true });
	}, [isThere]);
	useKeys({
		t: () => mayAnswer && view !== undefined && view.status !== 'ended' && open('transfer'),
		'Shift t': () => mayAnswer && mayTicket && open('ticket'),
		'Shift e': () => mayAnswer && view !== undefined && view.status !== 'ended' && open('end'),
	});

	if (view === undefined || timeline === undefined)
		return (
			<NotThere hasFailed={state.failed.has(id)} onRetry={() => client.open(id)} onBack={onBack} />
		);

	const person = personOf(state, view);
	const hasClaimBar = isUnclaimed && !aside && !wasIn.current;
	const isTaken = !isIn && view.status === 'active' && (props.wasQuicker || sawWaiting.current);
	const askSolved = (): void => {
		act({ type: 'conversation.ask', conversation: id, about: 'resolved' });
		toast(fill(words.askedSolved, { name: person.short }));
		open(null);
	};
	/** The button that opened the layer may go with what is done. */
	const done = (): void => {
		open(null);
		heading.current?.focus();
	};
	const lookOn = (writes: boolean): void => {
		setAside(true);
		const focus = (): void =>
			pane.current
				?.querySelector<HTMLElement>(writes ? '.composer textarea' : '#talk-title')
				?.focus();
		requestAnimationFrame(focus);
	};
	const given = { view, isIn, isLeader, mayAnswer, isOnline };

	return (
		<section
			ref={pane}
			className="pane talk"
			aria-labelledby="talk-title"
			onKeyDown={({ key }) => {
				if (key === 'Escape') ask(null);
			}}
		>
			<Head
				view={view}
				title={person.title}
				heading={heading}
				onBack={onBack}
				acts={actsOf({
					...given,
					canClaim: isUnclaimed && !hasClaimBar,
					isUnderWay,
					on: {
						claim,
						join: () => act({ type: 'conversation.join', conversation: id }),
						transfer: () => open('transfer'),
						ticket: () => open('ticket'),
						end: () => {
							ask(null);
							open('end');
						},
						archive: () => props.onArchive([view]),
						reopen: () => act({ type: 'conversation.reopen', conversation: id }),
					},
				})}
				choices={choicesOf({
					...given,
					me: me.id,
					hasDetails,
					act,
					onAsk: askSolved,
					onLink: () => open('link'),
					onDetails,
				})}
			/>
			<MetaBar view={view} name={person.short} onDetails={isNarrow ? onDetails : null} />
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
			{isTaken && <Quicker view={view} timeline={timeline} />}
			{hasClaimBar && (
				<ClaimBar
					view={view}
					isBusy={!isOnline || isUnderWay('conversation.claim')}
					onClaim={claim}
					onWatch={() => lookOn(false)}
					onNote={() => lookOn(true)}
				/>
			)}
			{!hasClaimBar && mayAnswer && (
				<Composer key={id} id={id} reach={reachOf(view, isIn, wasIn.current)} />
			)}
			{layer === 'end' && view.status !== 'ended' && (
				<EndDialog
					name={person.short}
					onAsk={isIn && view.status === 'active' ? askSolved : null}
					onEnd={() => {
						act({ type: 'conversation.end', conversation: id, reason: '' });
						done();
					}}
					onClose={() => open(null)}
				/>
			)}
			{layer === 'transfer' && (
				<TransferDialog
					view={view}
					mayAsk={isIn && view.status === 'active'}
					onClose={() => open(null)}
				/>
			)}
			{layer === 'ticket' && (
				<TicketDialog
					conversation={id}
					group={view.group}
					suggestion={view.preview}
					assignee={isIn ? me.id : null}
					onClose={() => open(null)}
				/>
			)}
			{layer === 'link' && (
				<LinkDialog conversation={id} name={person.short} onClose={() => open(null)} />
			)}
			{!mayAnswer && !hasClaimBar && <p className="read-only">{words.readOnlyTalk}</p>}
		</section>
	);
}

/** What a text of this agent may reach. */
function reachOf(view: ConversationView, isIn: boolean, wasIn: boolean): Reach {
	if (view.status === 'ended') return 'ended';
	if (view.status === 'active') return isIn ? 'visitor' : 'team';
	return wasIn && (view.assignee === null || isIn) ? 'claims' : 'team';
}
