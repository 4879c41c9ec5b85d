import { useEffect, useRef, useState } from '@wordpress/element';
import type { KeyboardEvent } from 'react';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { clockOf, momentOf, visitorName } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { listOf, tabs, type Tab } from './lists.ts';

interface Props {
	readonly me: string;
	readonly client: AgentClient;
	readonly state: AgentState;
	readonly tab: Tab;
	readonly onTab: (tab: Tab) => void;
	readonly chosen: string | null;
	readonly onChoose: (conversation: string) => void;
}

const names: Readonly<Record<Tab, string>> = {
	mine: strings.tabMine,
	waiting: strings.tabWaiting,
	others: strings.tabOthers,
	ended: strings.tabEnded,
};
const empty: Readonly<Record<Tab, readonly [string, string]>> = {
	mine: [strings.emptyMine, strings.emptyMineMore],
	waiting: [strings.emptyWaiting, strings.emptyWaitingMore],
	others: [strings.emptyOthers, strings.emptyOthersMore],
	ended: [strings.emptyEnded, strings.emptyEndedMore],
};
const statusOf = { mine: 'active', others: 'active', waiting: 'waiting', ended: 'ended' } as const;

export function ConversationList({ me, client, state, tab, onTab, chosen, onChoose }: Props) {
	const now = useSeconds();
	const status = statusOf[tab];
	const rows = listOf(state.conversations.values(), tab, me);
	const isLoaded = state.loaded.has(status);
	const [title, more] = empty[tab];
	return (
		<section className="pane list" aria-label={strings.conversations}>
			<header className="head">
				<h2>{strings.inbox}</h2>
			</header>
			<div
				className="tabs"
				role="tablist"
				aria-label={strings.inbox}
				onKeyDown={(event) => rove(event, 'tab')}
			>
				{tabs.map((name) => {
					const count = listOf(state.conversations.values(), name, me).length;
					return (
						<button
							key={name}
							id={`tab-${name}`}
							type="button"
							role="tab"
							aria-selected={name === tab}
							aria-controls="list"
							tabIndex={name === tab ? 0 : -1}
							onClick={() => onTab(name)}
							onFocus={() => onTab(name)}
						>
							{names[name]} <span>{count}</span>
						</button>
					);
				})}
			</div>
			<div
				id="list"
				className="scroll"
				role="tabpanel"
				aria-labelledby={`tab-${tab}`}
				aria-busy={!isLoaded}
			>
				{isLoaded && rows.length === 0 && (
					<div className="empty">
						<Icon name="inbox" />
						<h3>{title}</h3>
						<p>{more}</p>
					</div>
				)}
				<ul className="rows" onKeyDown={(event) => rove(event, 'row')}>
					{rows.map((view, index) => (
						<li key={view.id}>
							<Row
								view={view}
								me={me}
								now={now}
								isChosen={view.id === chosen}
								isStop={
									view.id === chosen || (index === 0 && !rows.some(({ id }) => id === chosen))
								}
								onChoose={() => onChoose(view.id)}
							/>
						</li>
					))}
				</ul>
				{state.hasMore.has(status) && (
					<Button kind="quiet" className="more" onClick={() => client.loadMore(status)}>
						{strings.more}
					</Button>
				)}
			</div>
		</section>
	);
}

interface RowProps {
	readonly view: ConversationView;
	readonly me: string;
	readonly now: number;
	readonly isChosen: boolean;
	/** The one of the list that the Tab key stops at. */
	readonly isStop: boolean;
	readonly onChoose: () => void;
}

function Row({ view, me, now, isChosen, isStop, onChoose }: RowProps) {
	const waits = view.status === 'ended' ? null : view.waitingSinceAt;
	const isOthers = view.assignee !== null && view.assignee !== me;
	return (
		<button
			type="button"
			className={waits === null ? 'row' : 'row waits'}
			data-rove="row"
			aria-current={isChosen}
			tabIndex={isStop ? 0 : -1}
			onClick={onChoose}
		>
			<span className="face">
				<Icon name="user" />
			</span>
			<span className="what">
				<b>{visitorName(view.visitor)}</b>
				<span dir="auto">{view.preview}</span>
				{isOthers && (
					<span className="owner">{fill(strings.ownedBy, { name: view.assigneeName ?? '' })}</span>
				)}
			</span>
			{waits === null ? (
				<time dateTime={view.lastAt}>{momentOf(view.lastAt, now)}</time>
			) : (
				<time
					dateTime={waits}
					aria-label={fill(strings.waitsSince, { time: momentOf(waits, now) })}
				>
					<Icon name="clock" />
					{clockOf(now - Date.parse(waits))}
				</time>
			)}
		</button>
	);
}

/** Arrow keys, Home and End move among what stands beside the focused one. */
function rove(event: KeyboardEvent<HTMLElement>, kind: 'tab' | 'row'): void {
	const keys = kind === 'tab' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
	const items = [
		...event.currentTarget.querySelectorAll<HTMLElement>(
			kind === 'tab' ? '[role=tab]' : '[data-rove]',
		),
	];
	const at = items.indexOf(event.target as HTMLElement);
	const isMirrored = kind === 'tab' && getComputedStyle(event.currentTarget).direction === 'rtl';
	const step = isMirrored ? -1 : 1;
	const to =
		event.key === 'Home'
			? 0
			: event.key === 'End'
				? items.length - 1
				: event.key === keys[0]
					? at - step
					: event.key === keys[1]
						? at + step
						: null;
	if (to === null || items[to] === undefined) return;
	event.preventDefault();
	items[to].focus();
}

/** Waiting times move once a second. */
function useSeconds(): number {
	const [now, setNow] = useState(() => Date.now());
	const timer = useRef(0);
	useEffect(() => {
		timer.current = window.setInterval(() => setNow(Date.now()), 1000);
		return () => window.clearInterval(timer.current);
	}, []);
	return now;
}
