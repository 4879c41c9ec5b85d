import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import type { GroupView } from '../../../shared/views/desk-view.ts';
import type { ConversationView, Status } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { visitorName } from '../format.ts';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { useResource } from '../shell/resource.ts';
import { go } from '../shell/router.ts';
import { Loading } from '../shell/states.tsx';
import { useSites } from '../shell/use-sites.ts';
import { VirtualList } from '../shell/virtual-list.tsx';
import { fill, strings } from '../strings.ts';
import { EmptyList } from './empty-list.tsx';
import { Filters, isInGroups } from './filters.tsx';
import { LateAlert } from './late-alert.tsx';
import { limitFor, limitsOf } from './limits.ts';
import { countOf, heldOf, sectionsOf, tabs, type Held, type Part, type Tab } from './lists.ts';
import { PartHead } from './part-head.tsx';
import { usePrefs } from './prefs.ts';
import { Row } from './row.tsx';
import { SelectBar } from './select-bar.tsx';
import { TabList } from './tab-list.tsx';
import { useAllPages } from './use-all-pages.ts';
import type { Archiving } from './use-archive.ts';
import type { Reading } from './use-read-marks.ts';
import { useSeconds } from './use-seconds.ts';
import { words } from './words.ts';

interface Props {
	readonly tab: Tab;
	readonly onTab: (tab: Tab) => void;
	readonly chosen: string | null;
	readonly onChoose: (conversation: string) => void;
	readonly reading: Reading;
	readonly archiving: Archiving;
}

type Item =
	| { readonly kind: 'head'; readonly part: Part; readonly count: number }
	| { readonly kind: 'row'; readonly view: ConversationView };

const statuses: Readonly<Record<Tab, readonly Status[]>> = {
	mine: ['active', 'pending', 'ended'],
	waiting: ['waiting', 'pending'],
	all: ['waiting', 'active', 'pending', 'ended'],
};
const rowPx = 84;

export function ConversationList({ tab, onTab, chosen, onChoose, reading, archiving }: Props) {
	const { me, client, state, mayAnswer } = useDesk();
	const now = useSeconds();
	const [prefs, setPrefs] = usePrefs(me.id);
	const { data: groups } = useResource<readonly GroupView[]>('/api/v1/groups', 'groups');
	const sites = useSites();
	const [cursor, setCursor] = useState<string | null>(null);
	const [selected, select] = useState<ReadonlySet<string> | null>(null);
	const [opened, openGroups] = useState(0);
	const place = useRef<HTMLDivElement>(null);
	const held = useRef<{ tab: Tab; rows: Held }>({ tab, rows: new Map() });
	const wanted = useRef<string | null>(null);
	useAllPages(client, state);

	const shown = useMemo(
		() =>
			[...state.conversations.values()].filter(
				({ id, group }) =>
					!archiving.gone.has(id) && isInGroups(group, prefs.groups, groups ?? [], me.id),
			),
		[state.conversations, archiving.gone, prefs.groups, groups, me.id],
	);
	const isHeld = held.current.tab === tab && isInUse(place.current);
	const sections = useMemo(
		() => sectionsOf(shown, tab, me.id, prefs.order, isHeld ? held.current.rows : null),
		[shown, tab, me.id, prefs.order, isHeld],
	);
	held.current = { tab, rows: heldOf(sections) };
	const counts = useMemo(
		() => new Map(tabs.map((name) => [name, countOf(shown, name, me.id)])),
		[shown, me.id],
	);
	const items = useMemo(
		() =>
			sections.flatMap(({ part, rows }): Item[] => [
				{ kind: 'head', part, count: rows.length },
				...(prefs.folded.includes(part)
					? []
					: rows.map((view) => ({ kind: 'row', view }) as const)),
			]),
		[sections, prefs.folded],
	);
	const rows = useMemo(
		() => items.flatMap((item) => (item.kind === 'row' ? [item.view] : [])),
		[items],
	);
	const isIn = (id: string | null): id is string => rows.some((view) => view.id === id);
	const stop = isIn(cursor) ? cursor : isIn(chosen) ? chosen : (rows[0]?.id ?? null);
	const isLoaded = statuses[tab].every((status) => state.loaded.has(status));
	const more = statuses[tab].filter((status) => state.hasMore.has(status));
	/** What a key is meant for: the row with the focus, else what stands open. */
	function target(): ConversationView | undefined {
		const isFocused = place.current?.matches(':focus-within') === true;
		return state.conversations.get((isFocused ? cursor : chosen) ?? '');
	}
	function focusRow(view: ConversationView | undefined): void {
		if (view === undefined) return;
		wanted.current = view.id;
		setCursor(view.id);
	}
	function step(by: number): void {
		const at = rows.findIndex(({ id }) => id === (isIn(cursor) ? cursor : chosen));
		focusRow(at === -1 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + by))]);
	}
	function toggle(id: string): void {
		const next = new Set(selected);
		if (!next.delete(id)) next.add(id);
		select(next);
	}
	useEffect(() => setCursor(null), [tab]);

	useKeys({
		j: () => step(1),
		k: () => step(-1),
		w: () => {
			const waiting = rows.filter(({ waitingSinceAt }) => waitingSinceAt !== null);
			const since = (view: ConversationView): string => view.waitingSinceAt ?? '';
			const [longest] = waiting.sort((a, b) => (since(a) < since(b) ? -1 : 1));
			if (longest !== undefined) onChoose(longest.id);
		},
		1: () => onTab('mine'),
		2: () => onTab('waiting'),
		3: () => onTab('all'),
		f: () => openGroups((count) => count + 1),
		c: () => {
			const view = target();
			if (!mayAnswer || view === undefined) return;
			if (view.status === 'ended' || view.assignee !== null) return;
			client.act({ type: 'conversation.claim', conversation: view.id });
			if (view.id !== chosen) onChoose(view.id);
		},
		e: () => {
			const view = target();
			if (view !== undefined && mayAnswer) archiving.archive([view]);
		},
		u: () => {
			const view = target();
			if (view !== undefined) reading.markUnread(view);
		},
	});

	return (
		<section className="pane list" aria-label={strings.conversations}>
			<header className="head">
				<h2>{strings.inbox}</h2>
				<span className="push" />
				<Button
					kind="quiet"
					icon="search"
					aria-label={words.search}
					onClick={() => go('archive')}
				/>
				{mayAnswer && (
					<Button
						kind="quiet"
						icon="checks"
						aria-label={words.select}
						aria-pressed={selected !== null}
						onClick={() => select(selected === null ? new Set() : null)}
					/>
				)}
			</header>
			<LateAlert now={now} sites={sites} />
			<TabList tab={tab} onTab={onTab} countOf={(name) => counts.get(name) ?? 0} />
			<Filters
				me={me.id}
				groups={groups ?? []}
				prefs={prefs}
				onChange={setPrefs}
				openGroups={opened}
			/>
			<div
				ref={place}
				id="list"
				className="scroll rows"
				role="tabpanel"
				aria-labelledby={`tab-${tab}`}
				aria-busy={!isLoaded}
				onKeyDown={(event) => {
					const places = { Home: -Infinity, End: Infinity, ArrowDown: 1, ArrowUp: -1 };
					if (!Object.hasOwn(places, event.key)) return;
					event.preventDefault();
					step(places[event.key as keyof typeof places]);
				}}
			>
				{!isLoaded && rows.length === 0 && <Loading onRetry={() => client.retryNow()} />}
				{isLoaded && sections.length === 0 && (
					<EmptyList
						tab={tab}
						isFiltered={prefs.groups !== 'all'}
						waiting={counts.get('waiting') ?? 0}
						onTab={onTab}
						onAllGroups={() => setPrefs({ groups: 'all' })}
					/>
				)}
				<VirtualList
					items={items}
					keyOf={(item) => (item.kind === 'row' ? item.view.id : item.part)}
					estimate={rowPx}
					follow={cursor ?? chosen}
				>
					{(item) =>
						item.kind === 'head' ? (
							<PartHead
								part={item.part}
								count={item.count}
								isFolded={prefs.folded.includes(item.part)}
								onFold={(isFolded) =>
									setPrefs({
										folded: isFolded
											? [...prefs.folded, item.part]
											: prefs.folded.filter((part) => part !== item.part),
									})
								}
							/>
						) : (
							<Row
								view={item.view}
								name={state.visitors.get(item.view.visitor)?.name ?? null}
								title={visitorName(
									item.view.visitor,
									state.visitors.get(item.view.visitor)?.name ?? null,
								)}
								draft={state.news.drafts.get(item.view.id) ?? ''}
								unread={reading.unreadOf(item.view)}
								owner={
									tab === 'all' || item.view.assignee !== me.id ? ownerOf(item.view, me.id) : null
								}
								now={now}
								limitMs={limitFor(item.view, limitsOf(sites, item.view))}
								isChosen={item.view.id === chosen}
								isStop={item.view.id === stop}
								isSelected={selected === null ? null : selected.has(item.view.id)}
								wanted={wanted}
								onFocus={() => setCursor(item.view.id)}
								onChoose={() => (selected === null ? onChoose(item.view.id) : toggle(item.view.id))}
							/>
						)
					}
				</VirtualList>
				{isLoaded && more.length > 0 && (
					<Button
						kind="quiet"
						className="more"
						onClick={() => more.forEach((status) => client.loadMore(status))}
					>
						{strings.more}
					</Button>
				)}
			</div>
			{selected !== null && (
				<SelectBar
					views={rows.filter(({ id }) => selected.has(id))}
					onDone={() => select(null)}
					onArchive={archiving.archive}
				/>
			)}
		</section>
	);
}

/** Pointed at, or with the focus: no row may run away then. A finger that has left is no pointer. */
const isInUse = (list: HTMLElement | null): boolean =>
	list !== null &&
	(list.matches(':focus-within') ||
		(list.matches(':hover') && globalThis.matchMedia?.('(hover: hover)').matches === true));

/** Who has it, in a list of everybody's. */
function ownerOf(view: ConversationView, me: string): string | null {
	// In the queue, as the part's title says.
	if (view.assignee === null) return null;
	if (view.assignee === me) return strings.you;
	return fill(words.withWhom, { name: view.assigneeName ?? '' });
}
