import { useEffect, useRef, useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { Menu } from '../shell/menu.tsx';
import { go, type Route } from '../shell/router.ts';
import { Empty, Loading } from '../shell/states.tsx';
import { useSites } from '../shell/use-sites.ts';
import { VirtualList } from '../shell/virtual-list.tsx';
import { fill } from '../strings.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { filters, held, matches, orders, rowsOf, sorted, type Filter, type Order } from './rows.ts';
import { VisitorLine } from './visitor-line.tsx';
import { words } from './words.ts';

/** Who is on the sites now (H56-H63); in quiet mode only who has written. */
export function Visitors(_props: { readonly route: Route }) {
	const { client, state, isAdmin, mayAnswer } = useDesk();
	const sites = useSites();
	const [filter, setFilter] = useState<Filter>('everyone');
	const [order, setOrder] = useState<Order>('newest');
	const [site, setSite] = useState<string | null>(null);
	const [text, setText] = useState('');
	const [invited, invite] = useState<{ id: string; name: string } | null>(null);
	const [isHeld, hold] = useState(false);
	const kept = useRef<readonly string[]>([]);
	const list = useRef<HTMLDivElement>(null);
	const now = useSeconds();

	useEffect(() => {
		client.watchVisits(true);
		return () => client.watchVisits(false);
	}, [client]);
	useKeys({
		j: () => step(list.current, 1),
		k: () => step(list.current, -1),
	});

	const all =
		state.visits === null
			? null
			: rowsOf(
					state.visits.values(),
					(visitor) => state.visitors.get(visitor)?.name ?? null,
					(id) => state.conversations.get(id) ?? null,
				);
	const wanted = sorted(
		(all ?? []).filter((row) => matches(row, filter, site, text)),
		order,
	);
	const rows = isHeld ? held(kept.current, wanted) : wanted;
	const waitingRows = wanted.length - rows.length;
	kept.current = rows.map(({ visit }) => visit.visitor);
	const countOf = (name: Filter): number =>
		(all ?? []).filter((row) => matches(row, name, site, '')).length;
	const isQuiet = state.quietSites.length > 0;

	return (
		<section className="pane visitors" aria-label={words.visitors}>
			<header className="head">
				<h2>{words.visitors}</h2>
				{all !== null && (
					<span className="pill accent num" role="status">
						{fill(words.here, { n: all.length })}
					</span>
				)}
				<span className="search push">
					<Icon name="search" />
					<input
						type="search"
						aria-label={words.search}
						placeholder={words.search}
						value={text}
						onChange={(event) => setText(event.currentTarget.value)}
					/>
				</span>
			</header>
			<div className="filters">
				<div className="seg" role="radiogroup" aria-label={words.filter}>
					{filters.map((name) => (
						<label key={name} className={name === filter ? 'on' : ''}>
							<input
								type="radio"
								name="visitor-filter"
								checked={name === filter}
								onChange={() => setFilter(name)}
							/>
							{words[name]} <em>{countOf(name)}</em>
						</label>
					))}
				</div>
				<span className="push" />
				{sites.length > 1 && (
					<Menu
						label={words.site}
						className="drop"
						isNamedByContent
						side="end"
						choices={[{ id: null, name: words.allSites }, ...sites].map(({ id, name }) => ({
							key: id ?? 'all',
							label: name,
							isOn: id === site,
							onChoose: () => setSite(id),
						}))}
					>
						{sites.find(({ id }) => id === site)?.name ?? words.allSites}
						<Icon name="down" />
					</Menu>
				)}
				<Menu
					label={words.sort}
					className="drop"
					isNamedByContent
					side="end"
					choices={orders.map((name) => ({
						key: name,
						label: words[name],
						isOn: name === order,
						onChoose: () => setOrder(name),
					}))}
				>
					{words[order]}
					<Icon name="down" />
				</Menu>
			</div>
			<div className="line head-line" aria-hidden="true">
				<span>{words.visitor}</span>
				<span>{words.pageNow}</span>
				<span className="r">{words.pages}</span>
				<span>{words.cameFrom}</span>
				<span>{words.where}</span>
				<span>{words.with}</span>
				<span />
			</div>
			{waitingRows > 0 && (
				<button type="button" className="link new-rows" onClick={() => hold(false)}>
					{fill(words.newRows, { n: waitingRows })}
				</button>
			)}
			<div
				ref={list}
				className="scroll table"
				onPointerEnter={() => hold(true)}
				onPointerLeave={() => hold(false)}
				onFocus={() => hold(true)}
				onBlur={(event) => {
					if (!event.currentTarget.contains(event.relatedTarget)) hold(false);
				}}
			>
				{all === null ? (
					<Loading rows={6} />
				) : all.length === 0 ? (
					<Empty
						icon="visitors"
						title={words.empty}
						action={
							isQuiet && isAdmin ? (
								<Button onClick={() => go('settings', 'sites')}>{words.toSettings}</Button>
							) : undefined
						}
					>
						{isQuiet ? words.emptyQuiet : words.emptyMore}
						{isQuiet && isAdmin && ` ${words.emptyQuietAdmin}`}
					</Empty>
				) : rows.length === 0 && text !== '' ? (
					<Empty icon="search" title={fill(words.noHits, { text })} />
				) : (
					<VirtualList items={rows} keyOf={({ visit }) => visit.visitor} estimate={54}>
						{(row) => (
							<VisitorLine
								row={row}
								now={now}
								onOpen={() => {
									if (row.conversation !== null) go('inbox', row.conversation.id);
									else if (mayAnswer) invite({ id: row.visit.visitor, name: row.name });
								}}
							/>
						)}
					</VirtualList>
				)}
			</div>
			{invited !== null && (
				<InviteDialog visitor={invited.id} name={invited.name} onClose={() => invite(null)} />
			)}
		</section>
	);
}

/** Moves the focus among the lines. */
function step(list: HTMLElement | null, by: number): void {
	const lines = [...(list?.querySelectorAll<HTMLElement>('[data-line]') ?? [])];
	const at = lines.findIndex((line) => line.contains(document.activeElement));
	(lines[at + by] ?? lines[at === -1 ? 0 : at])?.focus();
}

function useSeconds(): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), 1000);
		return () => clearInterval(timer);
	}, []);
	return now;
}
